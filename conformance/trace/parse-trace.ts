/** Reads a trace. Strict: what docs/trace-format.md does not allow is a `TraceError` at its line and column. */
import { NAME, parseBytes } from './parse-bytes.ts';
import { parsePattern } from './parse-pattern.ts';
import { Scanner, type Source } from './scanner.ts';
import {
  type Operand,
  type Pattern,
  QUALITIES,
  type Quality,
  type ResponseStatement,
  type Statement,
  type StatementBody,
  type StatusPattern,
  type Trace,
  TraceError,
} from './trace.ts';

/** The first line of every trace. */
export const HEADER = 'cardtrace 1';

const WORD = /[^\s"#]+/y;
const KEYWORD = /[a-z]+|[<]\?|[<>!]/y;
const IDENTIFIER = /[A-Za-z0-9._-]+/y;
const STATUS = /[0-9A-Fa-f.]{3}(?:[0-9A-Fa-f.](?![0-9A-Za-z.])|(?=\{))/y;

/** The text is read; `file` stands in errors. Throws `TraceError`. */
export function parseTrace(text: string, file = 'trace'): Trace {
  const sources = statementsOf(text.replace(/^\uFEFF/, ''), file);
  const [first, ...rest] = sources;
  if (first?.text.trim() !== HEADER) throw new TraceError(file, 1, 1, `the first line of a trace is "${HEADER}"`);
  return { statements: rest.map(parseStatement) };
}

/** The text cut into statements: a line that begins with white space continues the one before it. */
function statementsOf(text: string, file: string): Source[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const sources: { file: string; line: number; text: string }[] = [];
  for (const [index, line] of lines.entries()) {
    const last = sources.at(-1);
    if (/^[ \t]+\S/.test(line) && last !== undefined && sources.length > 1) last.text += `\n${line}`;
    else sources.push({ file, line: index + 1, text: line.trimEnd() });
  }
  return sources;
}

function parseStatement(source: Source): Statement {
  const scanner = new Scanner(source);
  const body = parseBody(scanner);
  scanner.space();
  if (!scanner.atEnd) scanner.fail('end of the statement expected');
  const { comment } = scanner;
  return { ...body, line: source.line, ...(comment !== undefined && { comment }) };
}

function parseBody(scanner: Scanner): StatementBody {
  if (scanner.atEnd) return { kind: 'empty' };
  const start = scanner.position;
  const keyword = scanner.expect(KEYWORD, 'statement');
  const parse = Object.hasOwn(STATEMENTS, keyword) ? STATEMENTS[keyword] : undefined;
  if (parse === undefined) return scanner.failAt(start, `no statement begins with ${keyword}`);
  scanner.space();
  return parse(scanner);
}

type ParseBody = (scanner: Scanner) => StatementBody;

const pair =
  (kind: 'meta' | 'need' | 'policy'): ParseBody =>
  (scanner) => {
    const key = scanner.expect(IDENTIFIER, 'key');
    scanner.space();
    return { kind, key, value: scanner.string() ?? scanner.expect(WORD, 'value') };
  };

// biome-ignore format: a table reads best with its columns aligned
const STATEMENTS: Readonly<Record<string, ParseBody>> = {
  meta:   pair('meta'),
  need:   pair('need'),
  policy: pair('policy'),
  let:    parseLet,
  secret: parseSecret,
  case:   parseCase,
  '>':    (scanner) => ({ kind: 'command', bytes: parseBytes(scanner) }),
  '<':    (scanner) => parseResponse(scanner, true),
  '<?':   (scanner) => parseResponse(scanner, false),
  '!':    parseCheck,
  gap:    parseGap,
  note:   (scanner) => ({ kind: 'note', text: text(scanner) }),
  wait:   (scanner) => ({ kind: 'wait', milliseconds: parseDuration(scanner) }),
  reset:  parseReset,
  power:  (scanner) => ({ kind: 'power', on: oneOf(scanner, ['on', 'off']) === 'on' }),
  remove: () => ({ kind: 'remove' }),
  insert: () => ({ kind: 'insert' }),
};

function text(scanner: Scanner): string {
  return scanner.string() ?? scanner.fail('text in quotes expected');
}

function oneOf<Choice extends string>(scanner: Scanner, choices: readonly Choice[]): Choice {
  const start = scanner.position;
  const word = scanner.expect(WORD, choices.join(' or '));
  return (
    choices.find((choice) => choice === word) ?? scanner.failAt(start, `${choices.join(' or ')} expected, not ${word}`)
  );
}

function parseLet(scanner: Scanner): StatementBody {
  const name = scanner.expect(NAME, 'name');
  scanner.space();
  if (!scanner.take('=')) scanner.fail("'=' expected");
  scanner.space();
  return { kind: 'let', name, value: parseBytes(scanner) };
}

function parseSecret(scanner: Scanner): StatementBody {
  const names = [scanner.expect(NAME, 'name')];
  while (scanner.space() && !scanner.atEnd) names.push(scanner.expect(NAME, 'name'));
  return { kind: 'secret', names };
}

function parseCase(scanner: Scanner): StatementBody {
  const id = scanner.expect(IDENTIFIER, 'identifier of the case');
  scanner.space();
  const title = text(scanner);
  scanner.space();
  const tags: string[] = [];
  let clause: string | undefined;
  for (let word = scanner.match(/clause|tag/y); word !== undefined; word = scanner.match(/clause|tag/y)) {
    scanner.space();
    if (word === 'tag') tags.push(scanner.expect(IDENTIFIER, 'tag'));
    else if (clause === undefined) clause = text(scanner);
    else scanner.fail('one clause only');
    scanner.space();
  }
  return { kind: 'case', id, title, ...(clause !== undefined && { clause }), tags };
}

function parseResponse(scanner: Scanner, judged: boolean): ResponseStatement {
  const silent = scanner.match(/none(?!\w)/y) !== undefined;
  const pattern = silent ? [] : parsePattern(scanner);
  const statuses = silent ? [] : parseStatuses(scanner);
  scanner.space();
  const milliseconds = scanner.take('@') ? parseDuration(scanner) : undefined;
  scanner.space();
  const quality = scanner.take('~') ? parseQuality(scanner) : undefined;
  return {
    kind: 'response',
    judged,
    pattern,
    statuses,
    ...(milliseconds !== undefined && { milliseconds }),
    ...(quality !== undefined && { quality }),
  };
}

function parseQuality(scanner: Scanner): Quality {
  scanner.space();
  return oneOf(scanner, QUALITIES);
}

function parseStatuses(scanner: Scanner): StatusPattern[] {
  if (!scanner.take('[')) scanner.fail("pattern, or the status word in '[ ]', expected");
  const statuses: StatusPattern[] = [];
  do {
    scanner.space();
    const digits = scanner.expect(STATUS, 'status word of four digits').toUpperCase();
    if (digits.length === 4) statuses.push({ digits });
    else statuses.push({ digits: `${digits}.`, capture: parseCapturedDigit(scanner) });
    scanner.space();
  } while (scanner.take('|'));
  if (!scanner.take(']')) scanner.fail("'|' or ']' expected");
  return statuses;
}

/** `{tries:n}` */
function parseCapturedDigit(scanner: Scanner): string {
  scanner.take('{');
  const name = scanner.expect(NAME, 'name of the digit');
  if (!scanner.take(':n}')) scanner.fail("':n}' expected");
  return name;
}

/** `@ 52ms`, `@ 1.5s`; `@ 0.25ms`. */
function parseDuration(scanner: Scanner): number {
  scanner.space();
  const number = Number(scanner.expect(/\d{1,9}(?:\.\d{1,6})?(?=m?s(?!\w))/y, 'duration in ms or s'));
  return scanner.match(/m?s/y) === 's' ? number * 1000 : number;
}

function parseCheck(scanner: Scanner): StatementBody {
  const check = scanner.expect(IDENTIFIER, 'check');
  const operands: Operand[] = [];
  while (scanner.space() && !scanner.atEnd) {
    const quoted = scanner.string();
    operands.push(
      quoted === undefined ? { kind: 'word', word: scanner.expect(WORD, 'operand') } : { kind: 'text', text: quoted },
    );
  }
  return { kind: 'check', check, operands };
}

function parseGap(scanner: Scanner): StatementBody {
  const reason = text(scanner);
  scanner.space();
  if (!scanner.take('>')) return { kind: 'gap', reason };
  scanner.space();
  return { kind: 'gap', reason, command: parseBytes(scanner) };
}

function parseReset(scanner: Scanner): StatementBody {
  const how = oneOf(scanner, ['cold', 'warm']);
  scanner.space();
  if (!scanner.take('->')) return { kind: 'reset', how };
  scanner.space();
  const atr: Pattern = parsePattern(scanner);
  return { kind: 'reset', how, atr };
}
