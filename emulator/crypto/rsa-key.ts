/** An RSA private key with everything that can be known of it. RFC 8017 §3.2. */
import { byteLength, toBigInt, toBytes } from './bigint-bytes.ts';
import { gcd, modInverse } from './modular.ts';

/**
 * Unsigned big-endian numbers: n and d as long as the modulus, e without leading zeros, the others half as long as the
 * modulus. The object stands for the key: an engine may keep what it derives from it.
 */
export interface RsaPrivateKey {
  /** Length of the modulus in bits. */
  readonly bits: number;
  readonly n: Uint8Array;
  readonly e: Uint8Array;
  readonly d: Uint8Array;
  readonly p: Uint8Array;
  readonly q: Uint8Array;
  /** d mod (p − 1). */
  readonly dp: Uint8Array;
  /** d mod (q − 1). */
  readonly dq: Uint8Array;
  /** q⁻¹ mod p. */
  readonly qi: Uint8Array;
}

/** The key of two different primes of equal length and a public exponent, or undefined when they make none. */
export function rsaKeyFromPrimes(p: bigint, q: bigint, e: bigint, bits: number): RsaPrivateKey | undefined {
  const d = modInverse(e, ((p - 1n) * (q - 1n)) / gcd(p - 1n, q - 1n));
  const qi = modInverse(q, p);
  if (d === undefined || qi === undefined) return undefined;
  const bytes = Math.ceil(bits / 8);
  const half = Math.ceil(bytes / 2);
  return {
    bits,
    n: toBytes(p * q, bytes),
    e: toBytes(e, byteLength(e)),
    d: toBytes(d, bytes),
    p: toBytes(p, half),
    q: toBytes(q, half),
    dp: toBytes(d % (p - 1n), half),
    dq: toBytes(d % (q - 1n), half),
    qi: toBytes(qi, half),
  };
}

/** Throws `RangeError` unless a block is as long as the modulus and, as a number, below it. */
export function assertRsaBlock({ n }: RsaPrivateKey, block: Uint8Array): void {
  if (block.length !== n.length) throw new RangeError(`an RSA block of ${block.length} bytes, not ${n.length}`);
  if (toBigInt(block) >= toBigInt(n)) throw new RangeError('an RSA block that is not below the modulus');
}
