/** The ASN.1 values that keys and signatures are made of, in DER. ITU-T X.690. */
import { concat, tlv } from '../../apdu/index.ts';

/** INTEGER from an unsigned big-endian number: as short as possible, never negative. X.690 §8.3 */
export function derInteger(number: Uint8Array): Uint8Array {
  const start = number.findIndex((byte) => byte !== 0);
  const bare = start === -1 ? Uint8Array.of(0) : number.subarray(start);
  return bare[0]! >= 0x80 ? tlv(0x02, Uint8Array.of(0), bare) : tlv(0x02, bare);
}

/** One arc in base 128, most significant first, all bytes but the last marked. */
function base128(arc: number): number[] {
  const digits = [arc & 0x7f];
  for (let rest = arc >> 7; rest > 0; rest >>= 7) digits.unshift(0x80 | (rest & 0x7f));
  return digits;
}

/** OBJECT IDENTIFIER from dotted notation, arcs below 2^31. X.690 §8.19 */
export function derObjectIdentifier(dotted: string): Uint8Array {
  const [first, second, ...rest] = dotted.split('.').map(Number) as [number, number, ...number[]];
  return tlv(0x06, Uint8Array.from([40 * first + second, ...rest].flatMap(base128)));
}

/** SEQUENCE of encoded values. */
export function derSequence(...values: readonly Uint8Array[]): Uint8Array {
  return tlv(0x30, ...values);
}

/** BIT STRING of whole bytes. */
export function derBitString(bytes: Uint8Array): Uint8Array {
  return tlv(0x03, concat(Uint8Array.of(0), bytes));
}

export const DER_NULL: Uint8Array = tlv(0x05);
