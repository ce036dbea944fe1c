/**
 * RSA keys of the TEST authorities. They are public: everybody who knows the phrase has the key, so what they sign proves
 * nothing. Each prime is the first suitable one from a start that follows from the phrase; only its distance from there is
 * kept, so that nobody has to search for it.
 */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { toHex } from '../../apdu/index.ts';
import { HmacDrbg } from '../../emulator/index.ts';

export interface TestKeyRecipe {
  /** What the key follows from. */
  readonly phrase: string;
  /** Length of the modulus. */
  readonly bits: 2048 | 4096;
  /** How far the primes p and q lie from their starts. */
  readonly distances: readonly [number, number];
}

/** Public exponent of every TEST key. */
export const PUBLIC_EXPONENT = 65_537n;

/** Where the search for a prime starts: odd, `bits` long, the two leading bits set so that products have full length. */
export function primeStart(phrase: string, prime: 'p' | 'q', bits: number): bigint {
  const drbg = new HmacDrbg(new TextEncoder().encode(`proefpas TEST key, ${phrase}, ${prime}`));
  return BigInt(`0x${toHex(drbg.generate(bits / 8))}`) | (3n << BigInt(bits - 2)) | 1n;
}

/** The inverse of a number modulo another to which it is coprime: the extended Euclidean algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [rest, divisor, now, next] = [modulus, value % modulus, 0n, 1n];
  while (divisor !== 0n) {
    const quotient = rest / divisor;
    [rest, divisor] = [divisor, rest - quotient * divisor];
    [now, next] = [next, now - quotient * next];
  }
  return ((now % modulus) + modulus) % modulus;
}

/** Base64url of a number in as few bytes as it takes, RFC 7518 §2 Base64urlUInt. */
function base64urlUint(value: bigint): string {
  const digits = value.toString(16);
  return Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex').toString('base64url');
}

/** The private key that a recipe describes. */
export function testKey({ phrase, bits, distances }: TestKeyRecipe): KeyObject {
  const p = primeStart(phrase, 'p', bits / 2) + BigInt(distances[0]);
  const q = primeStart(phrase, 'q', bits / 2) + BigInt(distances[1]);
  const d = inverse(PUBLIC_EXPONENT, (p - 1n) * (q - 1n));
  const parts = { n: p * q, e: PUBLIC_EXPONENT, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const jwk = Object.entries(parts).map(([name, value]) => [name, base64urlUint(value)]);
  return createPrivateKey({ format: 'jwk', key: { kty: 'RSA', ...Object.fromEntries(jwk) } });
}
