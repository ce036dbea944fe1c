/** The bytes of a command or a name: `00 A4 04 00 lc(${AID}) 00`. */
import { concat, fromHex, toNumber } from '../../apdu/index.ts';
import type { Scanner } from './scanner.ts';
import type { Bytes, BytesTerm } from './trace.ts';

export const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
export const NUMBER = /\d{1,9}/y;
/** A tag stands right before what it tags. */
const TAG = /(?:[0-9A-Fa-f]{2}){1,3}(?=\{|:\()/y;
const HEX = /(?:[0-9A-Fa-f]{2})+(?![0-9A-Za-z_.])/y;
const FUNCTION = /(?:lc|pad|sha1|sha256|sha384|sha512)(?=\()/y;

/** Terms, up to what no term begins with. White space between them says nothing, nor does how hexadecimal is cut up. */
export function parseBytes(scanner: Scanner): Bytes {
  const terms: BytesTerm[] = [];
  for (let term = parseTerm(scanner); term !== undefined; term = parseTerm(scanner)) {
    const last = terms.at(-1);
    if (term.kind === 'hex' && last?.kind === 'hex') {
      terms[terms.length - 1] = { kind: 'hex', bytes: concat(last.bytes, term.bytes) };
    } else terms.push(term);
    scanner.space();
  }
  return terms;
}

function parseTerm(scanner: Scanner): BytesTerm | undefined {
  const text = scanner.string();
  if (text !== undefined) return { kind: 'text', text };
  const name = parseReference(scanner);
  if (name !== undefined) return { kind: 'name', name };
  const tag = parseTag(scanner);
  if (tag !== undefined) return { kind: 'tlv', tag, value: parseValue(scanner) };
  const hex = scanner.match(HEX);
  if (hex !== undefined) return { kind: 'hex', bytes: fromHex(hex) };
  const called = scanner.match(FUNCTION);
  return called === undefined ? undefined : parseCall(scanner, called as CalledFunction);
}

/** `${NAME}` */
export function parseReference(scanner: Scanner): string | undefined {
  if (!scanner.take('${')) return undefined;
  const name = scanner.expect(NAME, 'name');
  if (!scanner.take('}')) scanner.fail("'}' after the name expected");
  return name;
}

/** A tag of one to three bytes; what follows it is `{` or `:(`. */
export function parseTag(scanner: Scanner): number | undefined {
  const start = scanner.position;
  const tag = scanner.match(TAG);
  if (tag === undefined) return undefined;
  const bytes = fromHex(tag);
  if (!isTag(bytes)) scanner.failAt(start, `${tag} is no BER-TLV tag of one to three bytes`);
  return toNumber(bytes);
}

/** ISO/IEC 7816-4:2005 §5.2.2.1. */
function isTag(bytes: Uint8Array): boolean {
  if ((bytes[0]! & 0x1f) !== 0x1f) return bytes.length === 1;
  if (bytes.length === 2) return bytes[1]! >= 0x1f && bytes[1]! < 0x80;
  return bytes.length === 3 && bytes[1]! > 0x80 && bytes[2]! < 0x80;
}

/** `{ data objects }`, or `:( any bytes )`. */
function parseValue(scanner: Scanner): Bytes {
  const start = scanner.position;
  const braces = scanner.take('{');
  if (!braces) scanner.take(':(');
  scanner.space();
  const value = parseBytes(scanner);
  if (braces && value.some(({ kind }) => kind !== 'tlv')) {
    scanner.failAt(start, 'between braces stand data objects only; other values stand in :( )');
  }
  close(scanner, braces ? '}' : ')');
  return value;
}

export function close(scanner: Scanner, bracket: string): void {
  if (!scanner.take(bracket)) scanner.fail(`'${bracket}' expected`);
}

type CalledFunction = 'lc' | 'pad' | 'sha1' | 'sha256' | 'sha384' | 'sha512';

function parseCall(scanner: Scanner, called: CalledFunction): BytesTerm {
  scanner.take('(');
  scanner.space();
  const argument = parseBytes(scanner);
  if (called !== 'pad') {
    close(scanner, ')');
    return called === 'lc' ? { kind: 'lc', argument } : { kind: 'hash', hash: called, argument };
  }
  comma(scanner);
  const length = Number(scanner.expect(NUMBER, 'length'));
  scanner.space();
  comma(scanner);
  const filler = Number.parseInt(scanner.expect(/[0-9A-Fa-f]{2}/y, 'filling byte'), 16);
  scanner.space();
  close(scanner, ')');
  return { kind: 'pad', argument, length, filler };
}

function comma(scanner: Scanner): void {
  close(scanner, ',');
  scanner.space();
}
