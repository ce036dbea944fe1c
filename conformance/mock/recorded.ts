/** What a trace has recorded, in a form that commands of a host can be held against. */
import {
  concat,
  encodeResponse,
  instructionName,
  parsedCommand,
  sameBytes,
  startsWith,
  tlv,
  toHex,
} from '../../apdu/index.ts';
import { hidesData } from '../decode/secrets.ts';
import { evaluate, namedValue, textBytes, UnknownName } from '../trace/evaluate.ts';
import { literalData } from '../trace/literal.ts';
import type { Bytes, Pattern, PatternTerm, ResponseStatement, Trace } from '../trace/trace.ts';

export interface Recorded {
  readonly line: number;
  /** As far as its values are known. */
  readonly command: Uint8Array;
  /** Data ‖ SW1 SW2; empty where the card gave none. */
  readonly answer: Uint8Array;
  /** Whether a command is this one, whatever its Le; `data` stands for its own data field. */
  fits(command: Uint8Array, data?: Uint8Array): boolean;
}

export interface RecordedTrace {
  readonly exchanges: readonly Recorded[];
  readonly atr?: Uint8Array;
}

type Names = Map<string, Uint8Array>;

export function recordedIn(trace: Trace, values: ReadonlyMap<string, Uint8Array>): RecordedTrace {
  const names: Names = new Map(values);
  const exchanges: Recorded[] = [];
  let asked: { readonly bytes: Bytes; readonly line: number } | undefined;
  let atr: Uint8Array | undefined;
  for (const statement of trace.statements) {
    switch (statement.kind) {
      case 'let':
        if (!values.has(statement.name)) names.set(statement.name, evaluate(statement.value, names));
        break;
      case 'reset':
        atr ??= statement.atr === undefined ? undefined : literalData(statement.atr);
        break;
      case 'command':
        asked = statement;
        break;
      case 'gap':
        asked = statement.command === undefined ? undefined : { bytes: statement.command, line: statement.line };
        break;
      case 'response':
        if (asked !== undefined) exchanges.push(recorded(asked, statement, names));
        asked = undefined;
        break;
    }
  }
  return { exchanges, ...(atr !== undefined && { atr }) };
}

function recorded(
  { bytes, line }: { readonly bytes: Bytes; readonly line: number },
  response: ResponseStatement,
  names: Names,
): Recorded {
  const { command, isWhole } = known(bytes, names);
  const answer = answerOf(response, names);
  const own = parsedCommand(command);
  const fits = (asked: Uint8Array, data?: Uint8Array): boolean => {
    // Of a command with a value that nobody knows any value will do.
    if (!isWhole) return startsWith(asked, command);
    const parts = parsedCommand(asked);
    if (own === undefined || parts === undefined) return sameBytes(asked, command);
    const isHeader = parts.cla === own.cla && parts.ins === own.ins && parts.p1 === own.p1 && parts.p2 === own.p2;
    return isHeader && sameBytes(data ?? parts.data, own.data);
  };
  return { line, command, answer, fits };
}

/** The command, or as much of it as stands before the first value that is not known. */
function known(bytes: Bytes, names: Names): { readonly command: Uint8Array; readonly isWhole: boolean } {
  try {
    return { command: evaluate(bytes, names), isWhole: true };
  } catch (error) {
    if (!(error instanceof UnknownName)) throw error;
    const [first] = bytes;
    return { command: first?.kind === 'hex' ? first.bytes : new Uint8Array(0), isWhole: false };
  }
}

/** An answer that fits the pattern; what it leaves open is filled with something. */
function answerOf({ pattern, statuses }: ResponseStatement, names: Names): Uint8Array {
  const [status] = statuses;
  if (status === undefined) return new Uint8Array(0);
  const sw = Number.parseInt(status.digits.replaceAll('.', '0'), 16);
  return encodeResponse(dataOf(pattern, names), sw);
}

const dataOf = (pattern: Pattern, names: Names): Uint8Array => concat(...pattern.map((term) => termData(term, names)));

function termData(term: PatternTerm, names: Names): Uint8Array {
  switch (term.kind) {
    case 'masked':
      return term.bits;
    case 'text':
      return textBytes(term.text);
    case 'name':
      return names.has(term.name) ? namedValue(term.name, names) : textBytes(term.name);
    case 'rest':
      return new Uint8Array(0);
    case 'capture': {
      // Two values of a trace must be able to differ.
      const value = new Uint8Array(term.least).fill(names.size + 1);
      names.set(term.name, value);
      return value;
    }
    case 'object':
      return tlv(term.tag, dataOf(term.value, names));
    case 'set':
      return tlv(term.tag, dataOf(term.members, names));
  }
}

/** Why a command has no answer: the recorded one that comes nearest, and where they part. */
export function nearest(command: Uint8Array, left: readonly Recorded[], data?: Uint8Array): string {
  const ins = command[1] === undefined ? undefined : instructionName(command[1]);
  const what = `${ins === undefined ? '' : `${ins} `}${shown(command)}${data === undefined ? '' : `, at the end of a chain of ${data.length} bytes,`}`;
  const [best] = [...left].sort((a, b) => likeness(command, b.command) - likeness(command, a.command));
  if (best === undefined) return `${what} is not recorded: every recorded command has been answered already`;
  const at = differAt(command, best.command);
  const part = (bytes: Uint8Array): string => (bytes[at] === undefined ? 'the end' : toHex(bytes.subarray(at, at + 1)));
  return `${what} is not recorded; the nearest is line ${best.line}, ${shown(best.command)}: ${part(best.command)} recorded, ${part(command)} sent at ${PLACES[at] ?? `byte ${at}`}`;
}

const PLACES: readonly string[] = ['CLA', 'INS', 'P1', 'P2', 'Lc or Le'];

/** Instructions that carry secrets are shown by their header. */
function shown(command: Uint8Array): string {
  const hex = toHex(command.subarray(0, hidesData(command) ? 4 : 24), ' ');
  return command.length > 24 ? `${hex} …` : hex;
}

function differAt(a: Uint8Array, b: Uint8Array): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

/** Instruction first, then how many bytes are equal from the start, then the length. */
function likeness(a: Uint8Array, b: Uint8Array): number {
  const header = [0, 2, 3].filter((i) => a[i] === b[i]).length;
  return (a[1] === b[1] ? 1e6 : 0) + header * 1e5 + differAt(a, b) * 10 - Math.min(9, Math.abs(a.length - b.length));
}
