/** RSA key generation from a seed: the same generator state gives the same key with either engine. */
import type { CryptoEngine } from './engine.ts';
import type { Drbg } from './hmac-drbg.ts';
import { findPrime } from './prime-search.ts';
import { type RsaPrivateKey, rsaKeyFromPrimes } from './rsa-key.ts';

/** Public exponent of every generated key. */
const PUBLIC_EXPONENT = 65_537n;

const MIN_BITS = 512;
const MAX_BITS = 4_096;

/**
 * A new key whose modulus has exactly `bits` bits: 512 to 4,096, a multiple of 16. Throws `RangeError` for another length.
 * The primes keep the distance that FIPS 186-4 §B.3.1 demands; p is the larger one.
 */
export function generateRsaKey(bits: number, drbg: Drbg, engine: Pick<CryptoEngine, 'modPow'>): RsaPrivateKey {
  if (bits < MIN_BITS || bits > MAX_BITS || bits % 16 !== 0) throw new RangeError(`RSA keys of ${bits} bits`);
  const half = bits / 2;
  const minDistance = 1n << BigInt(half - 100);
  const fitsExponent = (candidate: bigint) => candidate % PUBLIC_EXPONENT !== 1n;
  const first = findPrime(half, drbg, engine, fitsExponent);
  const isFarFromFirst = (candidate: bigint) =>
    candidate > first ? candidate - first >= minDistance : first - candidate >= minDistance;
  const second = findPrime(half, drbg, engine, (candidate) => fitsExponent(candidate) && isFarFromFirst(candidate));
  const [p, q] = first > second ? [first, second] : [second, first];
  return rsaKeyFromPrimes(p, q, PUBLIC_EXPONENT, bits)!;
}
