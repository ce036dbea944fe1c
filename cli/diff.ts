/** `proefpas diff`: the same commands to two cards, and where they answer otherwise. */
import { answersOf, replay, reportText } from '../conformance/index.ts';
import { EXIT, UsageError } from './exit-status.ts';
import { outsideCard, type RawOutsideCard, wantsOutsideCard } from './outside-card.ts';
import { cardFor, foreign } from './played-card.ts';
import { readTrace, tellRemarks } from './read-trace.ts';
import { setting } from './setting.ts';

export interface DiffOrder extends RawOutsideCard {
  readonly trace: string;
  /** The card that is taken for right. */
  readonly card: string;
  /** The other one, when it is one of ours. */
  readonly against: string | undefined;
  readonly seed: string | undefined;
  readonly set: readonly string[];
  readonly literal: boolean;
  readonly json: boolean;
}

const STATUS = { same: EXIT.success, different: EXIT.failure, inconclusive: EXIT.inconclusive } as const;

/** Plays the trace to the first card, then to the second one, and tells what differs. */
export async function diff(order: DiffOrder): Promise<number> {
  const { against, seed, literal, json } = order;
  if ((against === undefined) !== wantsOutsideCard(order))
    throw new UsageError('diff needs --against CARD, --pcsc-reader NAME or --vpcd-card');
  const given = new Map(order.set.map(setting));
  const read = await readTrace(order.trace, true);
  const { trace, file } = read;
  if (!trace.statements.some(({ kind }) => kind === 'command')) throw new UsageError(`no commands in ${file}`);
  const first = cardFor(order.card, seed);
  const outside = against === undefined ? await outsideCard(order) : undefined;
  const second = outside === undefined ? cardFor(against!, seed) : foreign(outside);
  const right = await answersOf(trace, first.link, new Map([...first.values, ...given]));
  const values = new Map([...first.values, ...second.values, ...given]);
  const report = await replay(right, second.link, { file, literal, values }).finally(outside?.close ?? second.close);
  const said = json ? [JSON.stringify(report)] : reportText(report);
  process.stdout.write(said.map((line) => `${line}\n`).join(''));
  tellRemarks(read);
  return STATUS[report.verdict];
}
