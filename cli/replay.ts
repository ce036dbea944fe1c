/** `proefpas replay`: traces and logs played to a card of ours, a new one or a copy of an image. */
import { replay, reportText, type Statement, type Trace } from '../conformance/index.ts';
import { EXIT, UsageError } from './exit-status.ts';
import { cardFor, cardIn } from './played-card.ts';
import { readTrace, remarks } from './read-trace.ts';
import { DEFAULT_CARD } from './readers-options.ts';
import { setting } from './setting.ts';

export interface ReplayOrder {
  readonly traces: readonly string[];
  readonly card?: string;
  /** A PC/SC reader, whose card it is played to instead. */
  readonly pcscReader?: string;
  readonly seed?: string;
  /** NAME=VALUE each. */
  readonly set: readonly string[];
  readonly literal: boolean;
  readonly json: boolean;
}

/** Plays each trace to a fresh card and tells the result on standard output. */
export async function replayTraces({
  traces,
  card,
  pcscReader: reader,
  seed,
  set,
  literal,
  json,
}: ReplayOrder): Promise<number> {
  const given = new Map(set.map(setting));
  const statuses: number[] = [];
  for (const path of traces) {
    // Nothing of a log is written down, so its secrets are kept: they are what makes it playable.
    const { trace, file, report: log } = await readTrace(path, true);
    if (!trace.statements.some(isCommand)) throw new UsageError(`no commands in ${file}`);
    const { link, values, close } =
      reader === undefined ? cardFor(card ?? needed(trace) ?? DEFAULT_CARD, seed) : await cardIn(reader);
    const report = await replay(trace, link, { file, literal, values: new Map([...values, ...given]) }).finally(close);
    const said = json ? [JSON.stringify(report)] : reportText(report);
    process.stdout.write(said.map((line) => `${line}\n`).join(''));
    for (const sentence of log === undefined ? [] : remarks(file, log)) process.stderr.write(`proefpas: ${sentence}\n`);
    statuses.push(STATUS[report.verdict]);
  }
  if (statuses.includes(EXIT.failure)) return EXIT.failure;
  return statuses.includes(EXIT.inconclusive) ? EXIT.inconclusive : EXIT.success;
}

const STATUS = { same: EXIT.success, different: EXIT.failure, inconclusive: EXIT.inconclusive } as const;

const isCommand = ({ kind }: Statement): boolean => kind === 'command';

/** What a trace says it needs. */
function needed({ statements }: Trace): string | undefined {
  return statements.flatMap((statement) =>
    statement.kind === 'need' && statement.key === 'profile' ? [statement.value] : [],
  )[0];
}
