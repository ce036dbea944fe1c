/**
 * BER-TLV data objects as smartcards use them. ISO/IEC 7816-4:2005 §5.2.2: tags of one to three bytes, lengths of one to
 * five bytes. The indefinite length is refused, a length longer than need be is accepted, and what is written is minimal.
 */
import { concat } from './bytes.ts';

/** A data object. `value` is a view of the bytes that were parsed. */
export interface Tlv {
  /** The tag's bytes as one number: 0x84, 0x5F2D, 0x7F49. */
  readonly tag: number;
  readonly value: Uint8Array;
  /** The value is a series of data objects (bit 20h of the first tag byte). */
  readonly constructed: boolean;
}

export type TlvErrorKind = 'tag' | 'length' | 'truncated';

/** The bytes are no series of data objects. */
export class TlvError extends Error {
  override readonly name = 'TlvError';
  readonly kind: TlvErrorKind;
  /** Where, in bytes from the start of the series. */
  readonly offset: number;
  constructor(kind: TlvErrorKind, offset: number, message: string) {
    super(`${message} at offset ${offset}`);
    this.kind = kind;
    this.offset = offset;
  }
}

/** A tag or length field that was read, and where the next field begins. */
interface Field {
  readonly value: number;
  readonly next: number;
}

function readTag(bytes: Uint8Array, start: number): Field {
  const first = bytes[start]!;
  if ((first & 0x1f) !== 0x1f) return { value: first, next: start + 1 };
  const second = bytes[start + 1];
  if (second === undefined) throw new TlvError('truncated', start, 'tag is cut short');
  if (second < 0x80) {
    if (second < 0x1f) throw new TlvError('tag', start, 'tag number below 31 in the long form');
    return { value: first * 0x100 + second, next: start + 2 };
  }
  if (second === 0x80) throw new TlvError('tag', start, 'tag number with a leading zero');
  const third = bytes[start + 2];
  if (third === undefined) throw new TlvError('truncated', start, 'tag is cut short');
  if (third >= 0x80) throw new TlvError('tag', start, 'tag longer than three bytes');
  return { value: first * 0x10000 + second * 0x100 + third, next: start + 3 };
}

function readLength(bytes: Uint8Array, start: number): Field {
  const first = bytes[start];
  if (first === undefined) throw new TlvError('truncated', start, 'length is missing');
  if (first < 0x80) return { value: first, next: start + 1 };
  if (first === 0x80) throw new TlvError('length', start, 'indefinite length');
  if (first > 0x84) throw new TlvError('length', start, 'length field longer than five bytes');
  const next = start + 1 + (first & 0x7f);
  if (next > bytes.length) throw new TlvError('truncated', start, 'length is cut short');
  let value = 0;
  for (let i = start + 1; i < next; i++) value = value * 256 + bytes[i]!;
  return { value, next };
}

/** Reads the data object at an offset, and tells where the next one would begin. Throws `TlvError`. */
export function readTlv(bytes: Uint8Array, start: number): { readonly tlv: Tlv; readonly next: number } {
  const tag = readTag(bytes, start);
  const length = readLength(bytes, tag.next);
  const next = length.next + length.value;
  if (next > bytes.length) throw new TlvError('truncated', start, `value of ${length.value} bytes runs over the end`);
  const constructed = (bytes[start]! & 0x20) !== 0;
  return { tlv: { tag: tag.value, value: bytes.subarray(length.next, next), constructed }, next };
}

/** Reads a series of data objects that uses the bytes up exactly. Throws `TlvError`. */
export function parseTlvs(bytes: Uint8Array): Tlv[] {
  const series: Tlv[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const { tlv, next } = readTlv(bytes, offset);
    series.push(tlv);
    offset = next;
  }
  return series;
}

/** The same; undefined when the bytes are no such series. */
export function parsedTlvs(bytes: Uint8Array): Tlv[] | undefined {
  try {
    return parseTlvs(bytes);
  } catch (error) {
    if (error instanceof TlvError) return undefined;
    throw error;
  }
}

/** Reads exactly one data object. Throws `TlvError` when there is none or more than one. */
export function parseTlv(bytes: Uint8Array): Tlv {
  if (bytes.length === 0) throw new TlvError('truncated', 0, 'no data object');
  const { tlv, next } = readTlv(bytes, 0);
  if (next !== bytes.length) throw new TlvError('length', next, 'bytes after the data object');
  return tlv;
}

/**
 * The value reached by a path of tags, the first of each level, or undefined. Throws `TlvError` when a level on the way
 * is no series of data objects.
 */
export function findTlv(bytes: Uint8Array, ...path: readonly number[]): Uint8Array | undefined {
  let value: Uint8Array | undefined = bytes;
  for (const tag of path) {
    value = parseTlvs(value).find((object) => object.tag === tag)?.value;
    if (value === undefined) return undefined;
  }
  return value;
}

function tagBytes(tag: number): Uint8Array {
  if (tag > 0xffff) return Uint8Array.of(tag >> 16, tag >> 8, tag);
  return tag > 0xff ? Uint8Array.of(tag >> 8, tag) : Uint8Array.of(tag);
}

function lengthBytes(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  if (length < 0x100) return Uint8Array.of(0x81, length);
  if (length < 0x10000) return Uint8Array.of(0x82, length >> 8, length);
  if (length < 0x1000000) return Uint8Array.of(0x83, length >> 16, length >> 8, length);
  return Uint8Array.of(0x84, length >>> 24, length >> 16, length >> 8, length);
}

/** One data object with a minimal length; several values are joined, so that templates nest as in the standard. */
export function tlv(tag: number, ...values: readonly Uint8Array[]): Uint8Array {
  const value = concat(...values);
  return concat(tagBytes(tag), lengthBytes(value.length), value);
}
