/** The Miller–Rabin test. FIPS 186-4 §C.3.1, with fixed bases in place of random ones. */
import type { CryptoEngine } from './engine.ts';

/**
 * Fixed, so that both engines come to the same verdict. That is sound for candidates drawn at random and for these only: a
 * number from outside may have been made to pass.
 */
const BASES = [2n, 3n, 5n, 7n, 11n] as const;

/** Whether an odd number above 11, drawn at random, is prime. The engine gives the modular power and nothing else. */
export function isProbablePrime(candidate: bigint, engine: Pick<CryptoEngine, 'modPow'>): boolean {
  const minusOne = candidate - 1n;
  let twos = 0;
  while (((minusOne >> BigInt(twos)) & 1n) === 0n) twos++;
  const odd = minusOne >> BigInt(twos);
  return BASES.every((base) => {
    let power = engine.modPow(base, odd, candidate);
    if (power === 1n) return true;
    for (let i = 1; power !== minusOne; i++) {
      if (i === twos) return false;
      power = (power * power) % candidate;
    }
    return true;
  });
}
