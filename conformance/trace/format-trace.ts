/** Writes a trace down: what `parseTrace` reads back as the same trace. */
import { toHex } from '../../apdu/index.ts';
import { MOST } from './parse-pattern.ts';
import { HEADER } from './parse-trace.ts';
import type {
  Bytes,
  BytesTerm,
  Operand,
  Pattern,
  PatternTerm,
  Statement,
  StatementBody,
  StatusPattern,
  Trace,
} from './trace.ts';

/** The whole file, its last line ended. */
export function formatTrace({ statements }: Trace): string {
  return `${HEADER}\n${statements.map((statement) => `${formatStatement(statement)}\n`).join('')}`;
}

/** One statement with its comment, without the line end. */
export function formatStatement(statement: Statement): string {
  const body = formatBody(statement);
  const { comment } = statement;
  if (comment === undefined) return body;
  const remark = comment === '' ? '#' : `# ${comment}`;
  return body === '' ? remark : `${body.padEnd(54)} ${remark}`;
}

function formatBody(statement: StatementBody): string {
  switch (statement.kind) {
    case 'empty':
      return '';
    case 'meta':
    case 'need':
    case 'policy':
      return `${statement.kind} ${statement.key} ${/^[^\s"#]+$/.test(statement.value) ? statement.value : quote(statement.value)}`;
    case 'let':
      return `let ${statement.name} = ${formatBytes(statement.value)}`.trimEnd();
    case 'secret':
      return `secret ${statement.names.join(' ')}`;
    case 'case':
      return [
        `case ${statement.id} ${quote(statement.title)}`,
        ...(statement.clause === undefined ? [] : [`clause ${quote(statement.clause)}`]),
        ...statement.tags.map((tag) => `tag ${tag}`),
      ].join(' ');
    case 'command':
      return `> ${formatBytes(statement.bytes)}`.trimEnd();
    case 'response':
      return formatResponse(statement);
    case 'check':
      return ['!', statement.check, ...statement.operands.map(formatOperand)].join(' ');
    case 'gap':
      return `gap ${quote(statement.reason)}${statement.command === undefined ? '' : ` > ${formatBytes(statement.command)}`}`.trimEnd();
    case 'note':
      return `note ${quote(statement.text)}`;
    case 'wait':
      return `wait ${formatDuration(statement.milliseconds)}`;
    case 'reset':
      return `reset ${statement.how}${statement.atr === undefined ? '' : ` -> ${formatPattern(statement.atr)}`}`.trimEnd();
    case 'power':
      return `power ${statement.on ? 'on' : 'off'}`;
    case 'remove':
    case 'insert':
      return statement.kind;
  }
}

function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

const formatOperand = (operand: Operand): string => (operand.kind === 'word' ? operand.word : quote(operand.text));

const formatDuration = (milliseconds: number): string => `${Number(milliseconds.toFixed(6))}ms`;

function formatResponse({
  judged,
  pattern,
  statuses,
  milliseconds,
  quality,
}: StatementBody & { kind: 'response' }): string {
  let text = judged ? '<' : '<?';
  if (statuses.length === 0) text += ' none';
  else
    text += `${pattern.length === 0 ? '' : ` ${formatPattern(pattern)}`} [${statuses.map(formatStatus).join(' | ')}]`;
  if (milliseconds !== undefined) text += ` @ ${formatDuration(milliseconds)}`;
  return quality === undefined ? text : `${text} ~ ${quality}`;
}

const formatStatus = ({ digits, capture }: StatusPattern): string =>
  capture === undefined ? digits : `${digits.slice(0, 3)}{${capture}:n}`;

const hex2 = (byte: number): string => toHex(Uint8Array.of(byte));

/** Bytes in a row that are still written with spaces between them. */
const SPACED = 16;
/** Bytes of a line, of which there may be many. */
const ROW = 48;

function formatHex(bytes: Uint8Array): string {
  if (bytes.length <= SPACED) return toHex(bytes, ' ');
  const digits = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex').toUpperCase();
  let rows = digits.slice(0, 2 * ROW);
  for (let at = 2 * ROW; at < digits.length; at += 2 * ROW) rows += `\n  ${digits.slice(at, at + 2 * ROW)}`;
  return rows;
}

/** Bytes as they stand in a command. */
function formatBytes(bytes: Bytes): string {
  return bytes.map(formatTerm).join(' ');
}

function formatTerm(term: BytesTerm): string {
  switch (term.kind) {
    case 'hex':
      return formatHex(term.bytes);
    case 'text':
      return quote(term.text);
    case 'name':
      return `\${${term.name}}`;
    case 'tlv': {
      const { tag, value } = term;
      const constructed = value.length > 0 && value.every(({ kind }) => kind === 'tlv');
      return constructed ? `${formatTag(tag)}{ ${formatBytes(value)} }` : `${formatTag(tag)}:(${formatBytes(value)})`;
    }
    case 'lc':
      return `lc(${formatBytes(term.argument)})`;
    case 'pad':
      return `pad(${formatBytes(term.argument)}, ${term.length}, ${hex2(term.filler)})`;
    case 'hash':
      return `${term.hash}(${formatBytes(term.argument)})`;
  }
}

function formatTag(tag: number): string {
  const digits = tag.toString(16).toUpperCase();
  return digits.padStart(digits.length + (digits.length % 2), '0');
}

/** A pattern as it stands in an answer. */
export function formatPattern(pattern: Pattern): string {
  return pattern.map(formatPatternTerm).join(' ');
}

function formatPatternTerm(term: PatternTerm): string {
  switch (term.kind) {
    case 'masked':
      return formatMasked(term.bits, term.mask);
    case 'text':
      return quote(term.text);
    case 'name':
      return `\${${term.name}}`;
    case 'rest':
      return '*';
    case 'capture': {
      const { name, least, most } = term;
      if (least === 0 && most === MOST) return `{${name}}`;
      return least === most ? `{${name}:${least}}` : `{${name}:${least}..${most}}`;
    }
    case 'object':
      return `${formatTag(term.tag)}:(${formatPattern(term.value)})`;
    case 'set':
      return [`${formatTag(term.tag)}{`, ...term.members.map(formatPatternTerm), ...(term.open ? ['*'] : []), '}'].join(
        ' ',
      );
  }
}

function isWhole(mask: Uint8Array): boolean {
  for (let i = 0; i < mask.length; i++) if (mask[i] !== 0xff) return false;
  return true;
}

function formatMasked(bits: Uint8Array, mask: Uint8Array): string {
  if (isWhole(mask)) return formatHex(bits);
  return Array.from(bits, (byte, i) => {
    const [high, low] = hex2(byte);
    switch (mask[i]) {
      case 0xff:
        return `${high}${low}`;
      case 0xf0:
        return `${high}.`;
      case 0x0f:
        return `.${low}`;
      case 0x00:
        return '..';
      default:
        return `${hex2(byte)}/${hex2(mask[i]!)}`;
    }
  }).join(' ');
}
