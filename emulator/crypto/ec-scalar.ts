/** Private numbers of elliptic curves: 0 < d < n, as big-endian bytes of the order's length. SEC 1 version 2.0 §3.2.1. */
import { bitLength, toBigInt, toBytes } from './bigint-bytes.ts';
import type { Curve } from './curves.ts';
import type { Drbg } from './hmac-drbg.ts';
import { KeyError } from './key-error.ts';

const isInRange = ({ n }: Curve, value: bigint): boolean => value > 0n && value < n;

/** A new private number. Numbers as long as the order in bits are drawn until one is in range. */
export function generateEcScalar(curve: Curve, drbg: Drbg): Uint8Array {
  const topBits = 0xff >> (8 * curve.orderBytes - bitLength(curve.n));
  for (;;) {
    const bytes = drbg.generate(curve.orderBytes);
    bytes[0]! &= topBits;
    if (isInRange(curve, toBigInt(bytes))) return bytes;
  }
}

/** A private number from outside, shorter than the order or with leading zeros. Throws `KeyError` when out of range. */
export function importEcScalar(curve: Curve, bytes: Uint8Array): Uint8Array {
  const value = toBigInt(bytes);
  if (!isInRange(curve, value)) throw new KeyError('scalar');
  return toBytes(value, curve.orderBytes);
}

/** The number itself. Throws `RangeError` unless it is in range and has the order's length. */
export function scalarValue(curve: Curve, d: Uint8Array): bigint {
  const value = toBigInt(d);
  if (d.length !== curve.orderBytes || !isInRange(curve, value)) throw new RangeError('no private number of the curve');
  return value;
}
