/** `proefpas replay`: traces and logs played to a card of ours, a new one or a copy of an image. */
import { type CardLink, fromHex, linkTo } from '../apdu/index.ts';
import { replay, reportText, type Statement, type Trace } from '../conformance/index.ts';
import { createCard, READY_PIN, READY_PUK, readImage } from '../index.ts';
import { parseCardArgument } from './card-argument.ts';
import { chooseCard } from './chosen-card.ts';
import { EXIT, UsageError } from './exit-status.ts';
import { pcscReader } from './pcsc-reader.ts';
import { readTrace, remarks } from './read-trace.ts';
import { DEFAULT_CARD } from './readers-options.ts';

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

function setting(text: string): [string, Uint8Array] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new UsageError(`--set takes NAME=VALUE, as in --set PIN=123456`);
  const value = text.slice(equals + 1);
  try {
    return [
      text.slice(0, equals),
      value.startsWith('hex:') ? fromHex(value.slice(4)) : new TextEncoder().encode(value),
    ];
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new UsageError(`--set ${text.slice(0, equals)}=hex:… is not hexadecimal: ${error.message}`);
    throw error;
  }
}

interface PlayedCard {
  readonly link: CardLink;
  /** The printed secrets of ready cards. */
  readonly values: ReadonlyMap<string, Uint8Array>;
  readonly close: () => Promise<void>;
}

/** The card in a PC/SC reader, of whose secrets nothing is known. */
async function cardIn(reader: string): Promise<PlayedCard> {
  const link = await pcscReader(reader);
  return { link, values: new Map(), close: () => link.close() };
}

function cardFor(text: string, seed: string | undefined): PlayedCard {
  const argument = parseCardArgument(text);
  const { profile, pin, puk } = chooseCard(argument);
  if (profile === undefined) throw new UsageError('an empty reader answers nothing; name a card');
  const held = argument.image === undefined ? undefined : readImage(argument.image);
  const values = new Map<string, Uint8Array>();
  if (pin !== undefined) values.set('PIN', new TextEncoder().encode(READY_PIN));
  if (puk !== undefined) values.set('PUK', new TextEncoder().encode(READY_PUK));
  const options = {
    profile,
    ...(held !== undefined && { flash: held.copy.fork() }),
    ...(seed !== undefined && { seed }),
  };
  return { link: linkTo(createCard(options)), values, close: async () => undefined };
}
