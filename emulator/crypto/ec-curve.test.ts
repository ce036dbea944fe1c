import { describe, expect, it } from 'vitest';
import { concat } from '../../apdu/index.ts';
import { bitLength, toBytes } from './bigint-bytes.ts';
import { CURVES, type Curve, curveNamed } from './curves.ts';
import { type CurveParameters, findCurve, isOnCurve } from './ec-curve.ts';

const curves = CURVES.map((curve) => [curve.name, curve] as const);

function pointOf({ fieldBytes }: Curve, x: bigint, y: bigint): Uint8Array {
  return concat(Uint8Array.of(0x04), toBytes(x, fieldBytes), toBytes(y, fieldBytes));
}

function parametersOf(curve: Curve, extraLength = 0): CurveParameters {
  const number = (value: bigint) => toBytes(value, curve.orderBytes + extraLength);
  const { p, a, b, n, gx, gy } = curve;
  const g = concat(Uint8Array.of(0x04), number(gx), number(gy));
  return { p: number(p), a: number(a), b: number(b), g, n: number(n), h: toBytes(1n, 1 + extraLength) };
}

describe('the table of curves', () => {
  it('has fourteen, each name once', () => {
    expect(new Set(CURVES.map(({ name }) => name)).size).toBe(14);
  });

  it.each(curves)(
    '%s: lengths in bytes fit, order and field are of one size',
    (_, { p, n, fieldBytes, orderBytes }) => {
      expect(fieldBytes).toBe(Math.ceil(bitLength(p) / 8));
      expect(orderBytes).toBe(Math.ceil(bitLength(n) / 8));
      expect(Math.abs(bitLength(p) - bitLength(n))).toBeLessThanOrEqual(1);
    },
  );

  it('knows that the order of secp224k1 is a byte longer than its field', () => {
    expect(curveNamed('secp224k1')).toMatchObject({ fieldBytes: 28, orderBytes: 29 });
  });
});

describe('findCurve', () => {
  it.each(curves)('finds %s by its parameters, with and without leading zeros', (_, curve) => {
    expect(findCurve(parametersOf(curve))).toBe(curve);
    expect(findCurve(parametersOf(curve, 2))).toBe(curve);
    const bare = (bytes: Uint8Array) => bytes.subarray(bytes.findIndex((byte) => byte !== 0));
    const { p, b, n, h, ...rest } = parametersOf(curve);
    expect(findCurve({ ...rest, p: bare(p), b: bare(b), n: bare(n), h })).toBe(curve);
  });

  it.each(curves)('knows no curve that differs from %s in any one parameter', (_, curve) => {
    const right = parametersOf(curve);
    for (const name of ['p', 'a', 'b', 'g', 'n', 'h'] as const) {
      const wrong = right[name].slice();
      wrong[wrong.length - 1]! ^= 0x01;
      expect(findCurve({ ...right, [name]: wrong })).toBeUndefined();
    }
    const otherX = right.g.slice();
    otherX[curve.orderBytes]! ^= 0x01;
    expect(findCurve({ ...right, g: otherX })).toBeUndefined();
  });

  it.each<[string, (g: Uint8Array) => Uint8Array]>([
    ['empty', () => new Uint8Array(0)],
    ['04 alone', () => Uint8Array.of(0x04)],
    ['of even length', (g) => g.subarray(0, -1)],
    ['compressed', (g) => concat(Uint8Array.of(0x02), g.subarray(1, 33))],
    ['hybrid', (g) => concat(Uint8Array.of(0x07), g.subarray(1))],
  ])('wants the base point uncompressed, not %s', (_, change) => {
    const right = parametersOf(curveNamed('secp256r1'));
    expect(findCurve({ ...right, g: change(right.g) })).toBeUndefined();
  });
});

describe('isOnCurve', () => {
  it.each(curves)('%s: the base point and its negative, not their neighbours', (_, curve) => {
    const { gx, gy, p } = curve;
    expect(isOnCurve(curve, pointOf(curve, gx, gy))).toBe(true);
    expect(isOnCurve(curve, pointOf(curve, gx, p - gy))).toBe(true);
    expect(isOnCurve(curve, pointOf(curve, gx ^ 1n, gy))).toBe(false);
    expect(isOnCurve(curve, pointOf(curve, gx, gy ^ 1n))).toBe(false);
    expect(isOnCurve(curve, pointOf(curve, 0n, 0n))).toBe(false);
  });

  it('wants coordinates below p', () => {
    const curve = curveNamed('secp521r1');
    const { gx, gy, p } = curve;
    expect(isOnCurve(curve, pointOf(curve, gx + p, gy))).toBe(false);
    expect(isOnCurve(curve, pointOf(curve, gx, gy + p))).toBe(false);
  });

  it('wants 04 and full length', () => {
    const curve = curveNamed('secp256r1');
    const point = pointOf(curve, curve.gx, curve.gy);
    const longer = concat(Uint8Array.of(4, 0), point.subarray(1, 33), Uint8Array.of(0), point.subarray(33));
    for (const wrong of [new Uint8Array(0), Uint8Array.of(0), point.subarray(0, 33), point.subarray(1), longer]) {
      expect(isOnCurve(curve, wrong)).toBe(false);
    }
    expect(isOnCurve(curve, point.with(0, 0x06))).toBe(false);
  });
});
