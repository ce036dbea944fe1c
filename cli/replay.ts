/** `proefpas replay`: traces and logs played to a card of ours, a new one or a copy of an image, or to one in a reader. */
import { type ReplayReport, replay, reportText, type Statement } from '../conformance/index.ts';
import { EXIT, UsageError } from './exit-status.ts';
import { type OutsideCard, outsideCard, type RawOutsideCard } from './outside-card.ts';
import { readTrace, tellRemarks } from './read-trace.ts';
import { playedCard } from './replay-card.ts';
import { type ReportFiles, wantsSession, writeReports } from './replay-reports.ts';
import { setting } from './setting.ts';

export interface ReplayOrder extends ReportFiles, RawOutsideCard {
  readonly traces: readonly string[];
  readonly card?: string;
  readonly image?: string;
  readonly seed?: string;
  readonly holder?: string;
  /** NAME=VALUE each. */
  readonly set: readonly string[];
  readonly literal: boolean;
  readonly keepSecrets: boolean;
  readonly json: boolean;
}

/** Plays each trace to a fresh card, or to one that is not ours, and tells the result on standard output. */
export async function replayTraces(order: ReplayOrder): Promise<number> {
  let opened: OutsideCard | undefined;
  const outside = async (): Promise<OutsideCard> => {
    opened ??= await outsideCard(order);
    return opened;
  };
  try {
    return await replayAll(order, outside);
  } finally {
    await opened?.close();
  }
}

async function replayAll(order: ReplayOrder, outside: () => Promise<OutsideCard>): Promise<number> {
  const { traces, set, literal, keepSecrets, json } = order;
  const given = new Map(set.map(setting));
  const session = wantsSession(order);
  const reports: ReplayReport[] = [];
  const cards = new Set<string>();
  for (const path of traces) {
    // Nothing of a log is written down, so its secrets are kept: they are what makes it playable.
    const read = await readTrace(path, true);
    const { trace, file } = read;
    if (!trace.statements.some(isCommand)) throw new UsageError(`no commands in ${file}`);
    const { link, values, name, close } = await playedCard(order, trace, file, outside);
    cards.add(name);
    const options = { file, literal, session, keepSecrets, values: new Map([...values, ...given]) };
    const report = await replay(trace, link, options).finally(close);
    reports.push(report);
    if (order.tap !== true)
      process.stdout.write(
        told(report, json)
          .map((line) => `${line}\n`)
          .join(''),
      );
    tellRemarks(read);
  }
  await writeReports(reports, [...cards].join(', '), order);
  const verdicts = new Set(reports.map(({ verdict }) => verdict));
  if (verdicts.has('different')) return EXIT.failure;
  return verdicts.has('inconclusive') ? EXIT.inconclusive : EXIT.success;
}

/** The session is for reports that show it. */
function told({ session: _, ...report }: ReplayReport, json: boolean): string[] {
  return json ? [JSON.stringify(report)] : reportText(report);
}

const isCommand = ({ kind }: Statement): boolean => kind === 'command';
