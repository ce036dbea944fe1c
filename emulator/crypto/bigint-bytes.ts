/** Unsigned big-endian numbers as bytes and as bigint. RFC 8017 §4: I2OSP, OS2IP. */
import { fromHex, toHex } from '../../apdu/index.ts';

/** The number; no bytes are 0. */
export function toBigInt(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`);
}

/** The number in exactly `length` bytes. Throws `RangeError` when it is negative or does not fit. */
export function toBytes(value: bigint, length: number): Uint8Array {
  const digits = value.toString(16);
  if (value < 0n || digits.length > 2 * length) throw new RangeError(`a number does not fit into ${length} bytes`);
  return fromHex(digits.padStart(2 * length, '0'));
}

/** How many bits the number has: the position of its highest bit, counted from 1; 0 has none. */
export function bitLength(value: bigint): number {
  const digits = value.toString(16);
  return 4 * (digits.length - 1) + 32 - Math.clz32(Number.parseInt(digits[0]!, 16));
}

/** How many bytes the number needs, at least one. */
export function byteLength(value: bigint): number {
  return Math.ceil(value.toString(16).length / 2);
}
