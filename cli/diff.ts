/** `proefpas diff`: the same commands to two cards, and where they answer otherwise. */
import { answersOf, replay, reportText } from '../conformance/index.ts';
import { EXIT, UsageError } from './exit-status.ts';
import { cardFor, cardIn } from './played-card.ts';
import { readTrace, tellRemarks } from './read-trace.ts';
import { setting } from './setting.ts';

export interface DiffOrder {
  readonly trace: string;
  /** The card that is taken for right. */
  readonly card: string;
  /** The other one: a card of ours, or that in a PC/SC reader. */
  readonly against: string | undefined;
  readonly pcscReader: string | undefined;
  readonly seed: string | undefined;
  readonly set: readonly string[];
  readonly literal: boolean;
  readonly json: boolean;
}

const STATUS = { same: EXIT.success, different: EXIT.failure, inconclusive: EXIT.inconclusive } as const;

/** Plays the trace to the first card, then to the second one, and tells what differs. */
export async function diff(order: DiffOrder): Promise<number> {
  const { against, pcscReader, seed, literal, json } = order;
  if ((against === undefined) === (pcscReader === undefined))
    throw new UsageError('diff needs --against CARD or --pcsc-reader NAME');
  const given = new Map(order.set.map(setting));
  const read = await readTrace(order.trace, true);
  const { trace, file } = read;
  if (!trace.statements.some(({ kind }) => kind === 'command')) throw new UsageError(`no commands in ${file}`);
  const first = cardFor(order.card, seed);
  const second = pcscReader === undefined ? cardFor(against!, seed) : await cardIn(pcscReader);
  const right = await answersOf(trace, first.link, new Map([...first.values, ...given]));
  const values = new Map([...first.values, ...second.values, ...given]);
  const report = await replay(right, second.link, { file, literal, values }).finally(second.close);
  const said = json ? [JSON.stringify(report)] : reportText(report);
  process.stdout.write(said.map((line) => `${line}\n`).join(''));
  tellRemarks(read);
  return STATUS[report.verdict];
}
