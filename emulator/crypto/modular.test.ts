import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gcd, mod, modInverse } from './modular.ts';

const moduli = fc.bigInt({ min: 2n, max: 1n << 200n });
const numbers = fc.bigInt({ min: -(1n << 250n), max: 1n << 250n });

describe('modular arithmetic', () => {
  it('remainders are from 0 up to the modulus', () => {
    const property = fc.property(numbers, moduli, (value, modulus) => {
      const rest = mod(value, modulus);
      expect(rest >= 0n && rest < modulus && (value - rest) % modulus === 0n).toBe(true);
    });
    fc.assert(property);
  });

  it('an inverse is one, reduced, and is there exactly when there is no factor in common', () => {
    const property = fc.property(numbers, moduli, fc.nat(1), (value, modulus, shift) => {
      const multiple = value << BigInt(shift);
      const inverse = modInverse(multiple, modulus);
      expect(inverse === undefined).toBe(gcd(mod(multiple, modulus), modulus) !== 1n);
      if (inverse === undefined) return;
      expect(inverse > 0n && inverse < modulus && mod(multiple * inverse, modulus) === 1n).toBe(true);
    });
    fc.assert(property);
  });

  it.each([
    [12n, 18n, 6n],
    [18n, 12n, 6n],
    [35n, 64n, 1n],
    [0n, 7n, 7n],
    [7n, 0n, 7n],
  ])('the greatest common divisor of %d and %d is %d', (a, b, expected) => {
    expect(gcd(a, b)).toBe(expected);
  });
});
