import { checkPrimeSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isProbablePrime } from './miller-rabin.ts';
import { nativeEngine } from './native-engine.ts';

describe('isProbablePrime', () => {
  it('agrees with OpenSSL on odd numbers around 2^256, whatever the power of two in n − 1', () => {
    const base = 1n << 256n;
    let primes = 0;
    for (let offset = -2001n; offset <= 2001n; offset += 2n) {
      const isPrime = checkPrimeSync(base + offset);
      expect(isProbablePrime(base + offset, nativeEngine)).toBe(isPrime);
      if (isPrime) primes++;
    }
    expect(primes).toBeGreaterThan(5);
  });

  it.each([
    ['2^127 − 1', (1n << 127n) - 1n, true],
    ['5 · 2^75 + 1', 5n * (1n << 75n) + 1n, true],
    ['(2^61 − 1)²', ((1n << 61n) - 1n) ** 2n, false],
    ['2^64 + 1, with many twos in n − 1', (1n << 64n) + 1n, false],
    ['(6k + 1)(12k + 1)(18k + 1), a Carmichael number', carmichael(), false],
  ])('%s', (_, candidate, expected) => {
    expect(checkPrimeSync(candidate)).toBe(expected);
    expect(isProbablePrime(candidate, nativeEngine)).toBe(expected);
  });
});

/** A product of three primes that passes Fermat's test for every base without a factor in common. */
function carmichael(): bigint {
  for (let k = 1n << 40n; ; k++) {
    const factors = [6n, 12n, 18n].map((times) => times * k + 1n);
    if (factors.every((factor) => checkPrimeSync(factor))) return factors.reduce((product, factor) => product * factor);
  }
}
