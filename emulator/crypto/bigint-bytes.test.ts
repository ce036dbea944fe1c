import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../apdu/index.ts';
import { bitLength, byteLength, toBigInt, toBytes } from './bigint-bytes.ts';

describe('numbers and bytes', () => {
  it('are inverse to each other at a fixed length', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(toBytes(toBigInt(bytes), bytes.length || 1)).toEqual(bytes.length === 0 ? Uint8Array.of(0) : bytes);
    });
    fc.assert(property);
  });

  it.each([
    [0n, 0, 1],
    [1n, 1, 1],
    [0x7fn, 7, 1],
    [0xffn, 8, 1],
    [0x100n, 9, 2],
    [1n << 520n, 521, 66],
  ])('%d has %i bits and needs %i bytes', (value, bits, bytes) => {
    expect([bitLength(value), byteLength(value)]).toEqual([bits, bytes]);
  });

  it('are big-endian and padded in front', () => {
    expect(toBytes(0x0102n, 4)).toEqual(fromHex('00000102'));
    expect(toBigInt(fromHex('00000102'))).toBe(0x0102n);
  });

  it.each([
    [0x100n, 1],
    [-1n, 4],
    [-(1n << 40n), 3],
  ])('%d does not fit into %i bytes', (value, length) => {
    expect(() => toBytes(value, length)).toThrow(RangeError);
  });
});
