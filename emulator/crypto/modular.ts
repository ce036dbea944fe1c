/** Integer arithmetic that has no place in an engine: remainders, greatest common divisor, inverse. */
import { bitLength } from './bigint-bytes.ts';

/** The remainder that is not negative. */
export function mod(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/**
 * The inverse of a value modulo a modulus above 1, or undefined when they have a factor in common. Euclid's algorithm, by
 * Lehmer's steps: several quotients are found from the leading bits alone, where they are the same whatever the bits behind.
 * Knuth, The Art of Computer Programming, volume 2, §4.5.2, algorithm L.
 */
export function modInverse(value: bigint, modulus: bigint): bigint | undefined {
  let [r0, r1] = [modulus, mod(value, modulus)];
  let [t0, t1] = [0n, 1n];
  while (r1 !== 0n) {
    const [a, b, c, d] = lehmerStep(r0, r1) ?? [0n, 1n, 1n, -(r0 / r1)];
    [r0, r1] = [a * r0 + b * r1, c * r0 + d * r1];
    [t0, t1] = [a * t0 + b * t1, c * t0 + d * t1];
  }
  return r0 === 1n ? mod(t0, modulus) : undefined;
}

/** Leading bits that are looked at: few enough that every number below stays exact. */
const LEADING_BITS = 50;

/** What several steps of Euclid's algorithm come to, as a matrix; undefined when the leading bits do not settle even one. */
function lehmerStep(r0: bigint, r1: bigint): readonly [bigint, bigint, bigint, bigint] | undefined {
  const shift = BigInt(Math.max(0, bitLength(r0) - LEADING_BITS));
  if (shift === 0n) return undefined;
  let [x, y] = [Number(r0 >> shift), Number(r1 >> shift)];
  let [a, b, c, d] = [1, 0, 0, 1];
  while (y + c !== 0 && y + d !== 0) {
    const quotient = Math.floor((x + a) / (y + c));
    if (quotient !== Math.floor((x + b) / (y + d))) break;
    [a, c] = [c, a - quotient * c];
    [b, d] = [d, b - quotient * d];
    [x, y] = [y, x - quotient * y];
  }
  return b === 0 ? undefined : [BigInt(a), BigInt(b), BigInt(c), BigInt(d)];
}
