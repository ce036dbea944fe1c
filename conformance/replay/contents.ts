/** Whether two cards' contents of one file differ only in what belongs to the card: keys, serial numbers, dates. */
import { sameBytes, type Tlv } from '../../apdu/index.ts';
import { firstObject, objects, type PublicKey, publicKeyIn } from './public-keys.ts';

export type Comparison =
  | { readonly verdict: 'equal'; readonly keys: KeyPair | undefined }
  /** Both hold a well-formed thing of the same kind. */
  | { readonly verdict: 'own'; readonly what: string; readonly keys: KeyPair | undefined }
  | {
      readonly verdict: 'different';
      readonly keys?: undefined;
      /** Both hold a key: the recorded card's kind, and this card's, which is another one. */
      readonly kinds?: readonly [string, string];
      /** Where in the recorded content something differs that may not; undefined when that is no matter of single places. */
      readonly offsets?: readonly number[];
    };

/** What is told of contents that differ in dates only. */
export const DATE = 'a date';

/** The recorded card's key, and this card's in its place. */
export type KeyPair = readonly [PublicKey, PublicKey];

/** Holds the contents against each other. */
export function compareContents(recorded: Uint8Array, answered: Uint8Array): Comparison {
  const [before, now] = [keyOf(recorded), keyOf(answered)];
  const keys: KeyPair | undefined = before?.kind === now?.kind && before && now ? [before, now] : undefined;
  if (sameBytes(recorded, answered)) return { verdict: 'equal', keys };
  if (before !== undefined && now !== undefined && before.kind !== now.kind) {
    return { verdict: 'different', kinds: [before.kind, now.kind] };
  }
  // The same key in another wrapping is no key of this card's own.
  if (keys !== undefined && sameBytes(keys[0].value, keys[1].value)) return { verdict: 'different' };
  const [ours, theirs] = [objects(recorded), objects(answered)];
  if (ours === undefined || theirs === undefined) return { verdict: 'different' };
  const base = recorded.byteOffset;
  const offsets: number[] = [];
  const what = ownValues(ours, theirs, { depth: 0, certificate: keys !== undefined, base, offsets });
  if (offsets.length > 0) return { verdict: 'different', offsets };
  if (keys === undefined) return { verdict: 'own', what: [...new Set(what)].join(', '), keys };
  return { verdict: 'own', what: `a public key or certificate, ${keys[0].kind}`, keys };
}

function keyOf(bytes: Uint8Array): PublicKey | undefined {
  const object = firstObject(bytes);
  return object === undefined ? undefined : publicKeyIn(object);
}

/** Where a data object stands, and whether a certificate or key is around it. */
interface Place {
  readonly depth: number;
  readonly certificate: boolean;
  /** Where the file begins in its buffer. */
  readonly base: number;
  /** Takes the places of what may not differ, in bytes from the file's begin. */
  readonly offsets: number[];
}

/** What differs and may, in words. */
function ownValues(recorded: readonly Tlv[], answered: readonly Tlv[], place: Place): string[] {
  const found: string[] = [];
  const surplus = recorded[answered.length];
  if (surplus !== undefined) place.offsets.push(surplus.value.byteOffset - place.base);
  for (const [i, theirs] of answered.entries()) {
    const ours = recorded[i];
    if (ours === undefined) {
      place.offsets.push((recorded.at(-1)?.value.byteOffset ?? place.base) - place.base);
      return found;
    }
    if (ours.tag !== theirs.tag) {
      place.offsets.push(startOf(ours) - place.base);
      continue;
    }
    if (sameBytes(ours.value, theirs.value)) continue;
    const inner = ours.constructed ? inside(ours, theirs, place) : leaf(ours, theirs, place, i);
    if (inner !== undefined) found.push(...inner);
    else place.offsets.push(ours.value.byteOffset - place.base + firstOther(ours.value, theirs.value));
  }
  return found;
}

/** Where the tag stands, as DER writes what is in front of a value. */
function startOf({ tag, value }: Tlv): number {
  const lengthBytes = value.length < 0x80 ? 1 : value.length < 0x100 ? 2 : 3;
  return value.byteOffset - lengthBytes - (tag > 0xff ? 2 : 1);
}

function firstOther(recorded: Uint8Array, answered: Uint8Array): number {
  return Math.max(
    0,
    recorded.findIndex((byte, i) => byte !== answered[i]),
  );
}

function inside(ours: Tlv, theirs: Tlv, place: Place): string[] | undefined {
  const [first, second] = [objects(ours.value), objects(theirs.value)];
  return first && second && ownValues(first, second, { ...place, depth: place.depth + 1 });
}

const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const TIMES: readonly number[] = [0x17, 0x18];
const KEY_IDENTIFIER_BYTES = 20;

function leaf(ours: Tlv, theirs: Tlv, place: Place, index: number): string[] | undefined {
  const sameLength = ours.value.length === theirs.value.length;
  if (TIMES.includes(ours.tag)) return isTime(ours.value) && isTime(theirs.value) ? [DATE] : undefined;
  // Certificate ::= SEQUENCE { TBSCertificate, AlgorithmIdentifier, BIT STRING }, RFC 5280 §4.1: its serial number and
  // signature have no fixed length; RSAPublicKey ::= SEQUENCE { modulus INTEGER, … }, RFC 8017 §A.1.1.
  if (place.certificate && ours.tag === BIT_STRING && (sameLength || place.depth === 1)) return ['a key or signature'];
  if (place.certificate && ours.tag === INTEGER && place.depth <= 2) return ['a serial number or modulus'];
  if (ours.tag !== OCTET_STRING || !sameLength) return undefined;
  // TokenInfo ::= SEQUENCE { version, serialNumber OCTET STRING, … }, ISO/IEC 7816-15
  if (place.depth === 1 && index === 1 && !place.certificate) return ['a serial number'];
  if (ours.value.length === KEY_IDENTIFIER_BYTES) return ['a key identifier'];
  return place.certificate ? inside(ours, theirs, place) : undefined;
}

const isTime = (value: Uint8Array): boolean => /^\d{12,14}Z$/.test(Buffer.from(value).toString('latin1'));
