import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalSecrets } from './compare.ts';

describe('equalSecrets', () => {
  it('is equality of bytes and length', () => {
    const secret = fc.uint8Array({ maxLength: 4, max: 1 });
    const property = fc.property(secret, secret, (a, b) => {
      expect(equalSecrets(a, b)).toBe(Buffer.from(a).equals(b));
    });
    fc.assert(property, { numRuns: 1000, examples: [[Uint8Array.of(1), Uint8Array.of(1)]] });
  });

  it('sees a difference at any place, and the bits of any place', () => {
    const secret = new Uint8Array(16).fill(0x31);
    expect(equalSecrets(secret, secret.slice())).toBe(true);
    for (let bit = 0; bit < 128; bit++) {
      const other = secret.slice();
      other[bit >> 3]! ^= 1 << (bit & 7);
      expect(equalSecrets(secret, other)).toBe(false);
    }
  });

  it('does not take padding for content', () => {
    expect(equalSecrets(Uint8Array.of(1, 0), Uint8Array.of(1))).toBe(false);
    expect(equalSecrets(new Uint8Array(0), new Uint8Array(16))).toBe(false);
    expect(equalSecrets(new Uint8Array(0), new Uint8Array(0))).toBe(true);
  });

  it('leaves its arguments as they are', () => {
    const [a, b] = [Uint8Array.of(1, 2), Uint8Array.of(1, 2, 3)];
    equalSecrets(a, b);
    expect([a, b]).toEqual([Uint8Array.of(1, 2), Uint8Array.of(1, 2, 3)]);
  });
});
