/** An RSA private key from outside, in the form of the Chinese remainder theorem. RFC 8017 §3.2, second representation. */
import { checkPrimeSync } from 'node:crypto';
import { bitLength, toBigInt } from './bigint-bytes.ts';
import { KeyError } from './key-error.ts';
import { modInverse } from './modular.ts';
import { type RsaPrivateKey, rsaKeyFromPrimes } from './rsa-key.ts';

/** Unsigned big-endian numbers; leading zeros do not matter. */
export interface RsaCrtParts {
  readonly p: Uint8Array;
  readonly q: Uint8Array;
  /** q⁻¹ mod p. */
  readonly qi: Uint8Array;
  /** d mod (p − 1). */
  readonly dp: Uint8Array;
  /** d mod (q − 1). */
  readonly dq: Uint8Array;
}

/** Largest public exponent: beyond this OpenSSL, and so most verifiers, refuse keys above 3,072 bits. */
const MAX_EXPONENT_BITS = 64;

/**
 * The public exponent that two CRT exponents belong to. No exponent is sent: it is the inverse of dp modulo p − 1, as long
 * as it is below p − 1, which `MAX_EXPONENT_BITS` makes sure of.
 */
function publicExponent(p: bigint, q: bigint, dp: bigint, dq: bigint): bigint {
  const e = modInverse(dp, p - 1n);
  if (e === undefined || e < 3n || bitLength(e) > MAX_EXPONENT_BITS) throw new KeyError('exponent');
  if (dp >= p - 1n || dq >= q - 1n || (e * dq) % (q - 1n) !== 1n) throw new KeyError('exponent');
  return e;
}

/**
 * The whole key that CRT parts and the length of the modulus in bits determine. Every part is checked, the primes last as
 * they cost most. Throws `KeyError`, which names the first fault in the order of `KeyErrorReason`.
 */
export function rsaKeyFromCrt(parts: RsaCrtParts, bits: number): RsaPrivateKey {
  const [p, q, qi, dp, dq] = [parts.p, parts.q, parts.qi, parts.dp, parts.dq].map(toBigInt) as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  if (bitLength(p) !== bits / 2 || bitLength(q) !== bits / 2) throw new KeyError('prime length');
  if (p === q) throw new KeyError('equal primes');
  if (bitLength(p * q) !== bits) throw new KeyError('modulus length');
  if (qi >= p || (q * qi) % p !== 1n) throw new KeyError('coefficient');
  const key = rsaKeyFromPrimes(p, q, publicExponent(p, q, dp, dq), bits);
  if (key === undefined) throw new KeyError('exponent');
  if (!checkPrimeSync(p) || !checkPrimeSync(q)) throw new KeyError('composite');
  return key;
}
