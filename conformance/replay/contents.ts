/** Whether two cards' contents of one file differ only in what belongs to the card: keys, serial numbers, dates. */
import { parseTlvs, sameBytes, type Tlv, TlvError } from '../../apdu/index.ts';
import { firstObject, type PublicKey, publicKeyIn } from './public-keys.ts';

export type Comparison =
  | { readonly verdict: 'equal' }
  /** Both hold a well-formed thing of the same kind. */
  | { readonly verdict: 'own'; readonly what: string; readonly keys?: readonly [PublicKey, PublicKey] }
  | { readonly verdict: 'different'; readonly offset: number };

/** Holds the contents against each other. */
export function compareContents(recorded: Uint8Array, answered: Uint8Array): Comparison {
  if (sameBytes(recorded, answered)) return { verdict: 'equal' };
  const [first, second] = [firstObject(recorded), firstObject(answered)];
  const keys = [first, second].map((object) => (object === undefined ? undefined : publicKeyIn(object)));
  if (keys[0] !== undefined && keys[1] !== undefined && keys[0].kind === keys[1].kind) {
    return { verdict: 'own', what: `a public key or certificate, ${keys[0].kind}`, keys: [keys[0], keys[1]] };
  }
  const [ours, theirs] = [objects(recorded), objects(answered)];
  const what = ours !== undefined && theirs !== undefined ? ownValues(ours, theirs, 0) : undefined;
  if (what !== undefined) return { verdict: 'own', what: [...new Set(what)].join(', ') };
  const offset = recorded.findIndex((byte, i) => byte !== answered[i]);
  return { verdict: 'different', offset: offset === -1 ? recorded.length : offset };
}

/** The data objects of a file, without what fills it up. */
function objects(bytes: Uint8Array): readonly Tlv[] | undefined {
  for (let end = bytes.length; end > 0; end--) {
    try {
      return parseTlvs(bytes.subarray(0, end));
    } catch (error) {
      if (!(error instanceof TlvError)) throw error;
      if (bytes[end - 1] !== 0x00 && bytes[end - 1] !== 0xff) return undefined;
    }
  }
  return undefined;
}

/** What differs, in words, when all of it may; undefined when something differs that may not. */
function ownValues(recorded: readonly Tlv[], answered: readonly Tlv[], depth: number): string[] | undefined {
  if (recorded.length !== answered.length) return undefined;
  const found: string[] = [];
  for (const [i, ours] of recorded.entries()) {
    const theirs = answered[i]!;
    if (ours.tag !== theirs.tag) return undefined;
    if (sameBytes(ours.value, theirs.value)) continue;
    const inner = ours.constructed ? inside(ours, theirs, depth) : leaf(ours, theirs, depth, i);
    if (inner === undefined) return undefined;
    found.push(...inner);
  }
  return found;
}

function inside(ours: Tlv, theirs: Tlv, depth: number): string[] | undefined {
  const [first, second] = [objects(ours.value), objects(theirs.value)];
  return first === undefined || second === undefined ? undefined : ownValues(first, second, depth + 1);
}

const OCTET_STRING = 0x04;
const TIMES: readonly number[] = [0x17, 0x18];
const KEY_IDENTIFIER_BYTES = 20;

function leaf(ours: Tlv, theirs: Tlv, depth: number, index: number): string[] | undefined {
  if (TIMES.includes(ours.tag) && isTime(ours.value) && isTime(theirs.value)) return ['a date'];
  if (ours.tag !== OCTET_STRING || ours.value.length !== theirs.value.length) return undefined;
  // TokenInfo ::= SEQUENCE { version, serialNumber OCTET STRING, … }, ISO/IEC 7816-15
  if (depth === 1 && index === 1) return ['a serial number'];
  return ours.value.length === KEY_IDENTIFIER_BYTES ? ['a key identifier'] : undefined;
}

const isTime = (value: Uint8Array): boolean => /^\d{12,14}Z$/.test(Buffer.from(value).toString('latin1'));
