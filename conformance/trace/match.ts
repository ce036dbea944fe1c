/** Holds an answer against a pattern: what is kept of it, or where it departs. */
import { parseTlvs, type Tlv, TlvError, toHex } from '../../apdu/index.ts';
import { type Names, namedValue, textBytes } from './evaluate.ts';
import { formatPattern } from './format-trace.ts';
import type { Pattern, PatternObject, PatternTerm, StatusPattern } from './trace.ts';

/** Where an answer departs from its pattern. */
export interface Departure {
  /** In bytes from the start of the data field. */
  readonly offset: number;
  /** "3F expected, 2F found" */
  readonly message: string;
}

/** What an answer that fits leaves behind, by name. */
export type Captures = Map<string, Uint8Array>;

class Departed extends Error implements Departure {
  readonly offset: number;
  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

/** What is kept of data that fits the pattern, or the first place where it does not. Throws `UnknownName`. */
export function matchPattern(pattern: Pattern, data: Uint8Array, names: Names): Captures | Departure {
  const captures: Captures = new Map();
  try {
    matchAll(pattern, data, 0, { names, captures });
    return captures;
  } catch (error) {
    if (error instanceof Departed) return { offset: error.offset, message: error.message };
    throw error;
  }
}

interface Context {
  readonly names: Names;
  readonly captures: Captures;
}

/** `data` begins at `start` of the whole answer. */
function matchAll(pattern: Pattern, data: Uint8Array, start: number, context: Context): void {
  let at = 0;
  for (const term of pattern) at += matchTerm(term, data.subarray(at), start + at, context);
  if (at < data.length)
    throw new Departed(start + at, `${data.length - at} bytes too many: ${toHex(data.subarray(at, at + 16))}`);
}

/** The number of bytes that the term takes. */
function matchTerm(term: PatternTerm, data: Uint8Array, start: number, context: Context): number {
  switch (term.kind) {
    case 'masked':
      return matchMasked(term.bits, term.mask, data, start);
    case 'text':
      return matchMasked(textBytes(term.text), undefined, data, start);
    case 'name':
      return matchMasked(
        context.captures.get(term.name) ?? namedValue(term.name, context.names),
        undefined,
        data,
        start,
      );
    case 'rest':
      return data.length;
    case 'capture': {
      const length = Math.min(term.most, data.length);
      if (length < term.least)
        throw new Departed(start, `${term.name} has ${term.least} bytes at least, here are ${length}`);
      context.captures.set(term.name, data.slice(0, length));
      return length;
    }
    case 'object':
    case 'set':
      return matchFirstObject(term, data, start, context);
  }
}

function matchMasked(bits: Uint8Array, mask: Uint8Array | undefined, data: Uint8Array, start: number): number {
  for (const [i, bit] of bits.entries()) {
    const found = data[i];
    const care = mask?.[i] ?? 0xff;
    if (found === undefined) throw new Departed(start + i, `the data ends ${bits.length - i} bytes too early`);
    if ((found & care) !== bit) {
      const want = formatPattern([{ kind: 'masked', bits: Uint8Array.of(bit), mask: Uint8Array.of(care) }]);
      throw new Departed(start + i, `${want} expected, ${toHex(Uint8Array.of(found))} found`);
    }
  }
  return bits.length;
}

function objects(data: Uint8Array, start: number): Tlv[] {
  try {
    return parseTlvs(data);
  } catch (error) {
    if (error instanceof TlvError) throw new Departed(start + error.offset, `no BER-TLV: ${error.message}`);
    throw error;
  }
}

/** A data object at the start of the data, whatever follows it. */
function matchFirstObject(term: PatternObject, data: Uint8Array, start: number, context: Context): number {
  const [first] = objects(data, start);
  if (first === undefined) throw new Departed(start, `${tagText(term.tag)} expected, but the data ends`);
  matchObject(term, first, data, start, context);
  return endOf(first, data);
}

const tagText = (tag: number): string => `data object ${tag.toString(16).toUpperCase().padStart(2, '0')}`;

/** Values are views of the data they stand in. */
const startOf = (object: Tlv, data: Uint8Array): number => object.value.byteOffset - data.byteOffset;
const endOf = (object: Tlv, data: Uint8Array): number => startOf(object, data) + object.value.length;

function matchObject(term: PatternObject, object: Tlv, data: Uint8Array, start: number, context: Context): void {
  if (object.tag !== term.tag) throw new Departed(start, `${tagText(term.tag)} expected, ${tagText(object.tag)} found`);
  const inside = start + startOf(object, data);
  if (term.kind === 'object') matchAll(term.value, object.value, inside, context);
  else matchSet(term.members, term.open, object.value, inside, context);
}

/** Each member takes the first data object of its tag that is still free. */
function matchSet(
  members: readonly PatternObject[],
  open: boolean,
  data: Uint8Array,
  start: number,
  context: Context,
): void {
  const free = objects(data, start);
  for (const member of members) {
    const index = free.findIndex(({ tag }) => tag === member.tag);
    if (index === -1) throw new Departed(start, `${tagText(member.tag)} is missing`);
    const [object] = free.splice(index, 1);
    matchObject(member, object!, data, start, context);
  }
  const [extra] = free;
  if (extra !== undefined && !open)
    throw new Departed(start + startOf(extra, data), `${tagText(extra.tag)} is one too many`);
}

/** Whether one of the status words fits; the digit it keeps, if any, goes into `captures`. */
export function matchStatus(statuses: readonly StatusPattern[], sw: number, captures: Captures): boolean {
  const word = toHex(Uint8Array.of(sw >> 8, sw));
  const fitting = statuses.find(({ digits }) => [...digits].every((digit, i) => digit === '.' || digit === word[i]));
  if (fitting?.capture !== undefined) captures.set(fitting.capture, Uint8Array.of(sw & 0x0f));
  return fitting !== undefined;
}
