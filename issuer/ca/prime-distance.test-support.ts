/** The search that a recipe saves: how far the first suitable prime lies from its start. Run it to make a new recipe. */
import { checkPrimeSync } from 'node:crypto';
import { PUBLIC_EXPONENT, primeStart } from './test-key.ts';

const SMALL_PRIMES = Array.from({ length: 20_000 }, (_, n) => n).filter(
  (n) => n > 2 && !Array.from({ length: Math.floor(Math.sqrt(n)) - 1 }, (_, i) => i + 2).some((d) => n % d === 0),
);

/** Distance from the start to the first prime p for which p − 1 is no multiple of the public exponent. */
export function primeDistance(phrase: string, prime: 'p' | 'q', bits: number): number {
  const start = primeStart(phrase, prime, bits);
  const remainders = SMALL_PRIMES.map((small) => [small, Number(start % BigInt(small))] as const);
  for (let distance = 0; ; distance += 2) {
    if (remainders.some(([small, remainder]) => (remainder + distance) % small === 0)) continue;
    const candidate = start + BigInt(distance);
    if (candidate % PUBLIC_EXPONENT !== 1n && checkPrimeSync(candidate)) return distance;
  }
}
