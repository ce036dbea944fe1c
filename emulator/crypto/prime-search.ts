/** Random primes from a seeded generator: a start value, a sieve over the odd numbers above it, a test for what is left. */
import { bitLength, toBigInt } from './bigint-bytes.ts';
import type { CryptoEngine } from './engine.ts';
import type { Drbg } from './hmac-drbg.ts';
import { isProbablePrime } from './miller-rabin.ts';

/** Primes to sieve with lie below this; half or four times as much is no faster. */
const SIEVE_LIMIT = 8_192;

/** How many odd numbers from one start value are looked at. One in three hundred windows has no prime of 2,048 bits. */
const WINDOW = 4_096;

/** Odd primes below `SIEVE_LIMIT`. */
const SMALL_PRIMES: readonly number[] = (() => {
  const isComposite = new Uint8Array(SIEVE_LIMIT);
  const primes: number[] = [];
  for (let number = 3; number < SIEVE_LIMIT; number += 2) {
    if (isComposite[number] === 1) continue;
    primes.push(number);
    for (let multiple = number * number; multiple < SIEVE_LIMIT; multiple += 2 * number) isComposite[multiple] = 1;
  }
  return primes;
})();

/** Marks, for each odd number start + 2i of the window, whether a small prime divides it. */
function sieve(start: bigint): Uint8Array {
  const isComposite = new Uint8Array(WINDOW);
  for (const prime of SMALL_PRIMES) {
    const missing = (prime - Number(start % BigInt(prime))) % prime;
    const first = missing % 2 === 0 ? missing / 2 : (missing + prime) / 2;
    for (let i = first; i < WINDOW; i += prime) isComposite[i] = 1;
  }
  return isComposite;
}

/** An odd number of exactly `bits` bits whose two highest bits are set, so that the product of two has 2 · `bits`. */
function drawStart(bits: number, drbg: Drbg): bigint {
  const bytes = drbg.generate(bits / 8);
  bytes[0]! |= 0xc0;
  bytes[bytes.length - 1]! |= 0x01;
  const start = toBigInt(bytes);
  bytes.fill(0);
  return start;
}

/**
 * A prime of exactly `bits` bits, a multiple of 8 and at least 64, the highest two set, for which `isWanted` holds. What is
 * drawn, and so the prime, follows from the generator's state alone.
 */
export function findPrime(
  bits: number,
  drbg: Drbg,
  engine: Pick<CryptoEngine, 'modPow'>,
  isWanted: (candidate: bigint) => boolean,
): bigint {
  for (;;) {
    const start = drawStart(bits, drbg);
    const isComposite = sieve(start);
    for (let i = 0; i < WINDOW; i++) {
      if (isComposite[i] === 1) continue;
      const candidate = start + BigInt(2 * i);
      if (bitLength(candidate) !== bits) break;
      if (isWanted(candidate) && isProbablePrime(candidate, engine)) return candidate;
    }
  }
}
