import { describe, expect, it } from 'vitest';
import { concat, fromHex } from '../../apdu/index.ts';
import { toBytes } from './bigint-bytes.ts';
import { CURVES, curveNamed } from './curves.ts';
import { generateEcScalar, importEcScalar, scalarValue } from './ec-scalar.ts';
import { type Drbg, HmacDrbg } from './hmac-drbg.ts';
import { KeyError } from './key-error.ts';

/** Gives the strings it was made with, one for each request. */
function scripted(...strings: readonly Uint8Array[]): Drbg & { readonly left: () => number } {
  const rest = [...strings];
  return {
    generate(length) {
      const next = rest.shift();
      if (next?.length !== length) throw new Error(`nothing scripted for ${length} bytes`);
      return next.slice();
    },
    left: () => rest.length,
  };
}

describe('generateEcScalar', () => {
  it.each(CURVES.map((curve) => [curve.name, curve] as const))('%s: numbers in range, none twice', (_, curve) => {
    const drbg = new HmacDrbg(Uint8Array.of(1));
    const numbers = Array.from({ length: 30 }, () => scalarValue(curve, generateEcScalar(curve, drbg)));
    expect(new Set(numbers).size).toBe(30);
  });

  it('draws again while the number is 0 or not below the order', () => {
    const curve = curveNamed('secp256r1');
    const drbg = scripted(new Uint8Array(32), toBytes(curve.n, 32), new Uint8Array(32).fill(0xff), toBytes(5n, 32));
    expect(generateEcScalar(curve, drbg)).toEqual(toBytes(5n, 32));
    expect(drbg.left()).toBe(0);
  });

  it('takes the largest number, n − 1', () => {
    const curve = curveNamed('brainpoolP320r1');
    expect(generateEcScalar(curve, scripted(toBytes(curve.n - 1n, 40)))).toEqual(toBytes(curve.n - 1n, 40));
  });

  it('cuts what it draws to the bits of the order', () => {
    const curve = curveNamed('secp521r1');
    const drawn = concat(Uint8Array.of(0xfe), new Uint8Array(65).fill(0x11));
    expect(generateEcScalar(curve, scripted(drawn))).toEqual(drawn.with(0, 0x00));
  });
});

describe('importEcScalar', () => {
  const curve = curveNamed('secp192k1');

  it('pads short numbers and drops leading zeros', () => {
    expect(importEcScalar(curve, Uint8Array.of(7))).toEqual(toBytes(7n, 24));
    expect(importEcScalar(curve, concat(new Uint8Array(9), toBytes(curve.n - 1n, 24)))).toEqual(
      toBytes(curve.n - 1n, 24),
    );
  });

  it.each<[string, Uint8Array]>([
    ['empty', new Uint8Array(0)],
    ['0', new Uint8Array(24)],
    ['the order', toBytes(curve.n, 24)],
    ['longer than the order', fromHex(`01${'00'.repeat(24)}`)],
  ])('refuses a number that is %s', (_, bytes) => {
    expect(() => importEcScalar(curve, bytes)).toThrow(KeyError);
  });
});
