import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findTlv, parsedTlvs, parseTlv, parseTlvs, TlvError, tlv } from './ber-tlv.ts';
import { fromHex, toHex } from './bytes.ts';

describe('BER-TLV', () => {
  it('reads back what it wrote', () => {
    const tag = fc.constantFrom(0x80, 0x6f, 0x5f2d, 0x7f49, 0x5f8101);
    const value = fc
      .constantFrom(0, 1, 127, 128, 255, 256, 65535, 65536)
      .map((length) => new Uint8Array(length).fill(7));
    fc.assert(
      fc.property(tag, value, (number, bytes) => {
        const object = parseTlv(tlv(number, bytes));
        expect(object.tag).toBe(number);
        expect(object.value.length).toBe(bytes.length);
      }),
    );
  });

  it('finds along a path', () => {
    expect(toHex(findTlv(fromHex('7F49058203010001'), 0x7f49, 0x82)!)).toBe('010001');
    expect(findTlv(fromHex('8001AA'), 0x81)).toBeUndefined();
  });

  // biome-ignore format: a table reads best with its columns aligned
  it.each([
    ['80',           'truncated'],
    ['8002AA',       'truncated'],
    ['8082 01',      'truncated'],
    ['8080AA',       'length'],
    ['80850000000000', 'length'],
    ['5F1E00',       'tag'],
    ['5F80 01 00',   'tag'],
    ['5F81 81 01 00', 'tag'],
  ])('refuses %s', (bytes, kind) => {
    expect(() => parseTlvs(fromHex(bytes))).toThrow(expect.objectContaining({ name: 'TlvError', kind }));
    expect(parsedTlvs(fromHex(bytes))).toBeUndefined();
  });

  it('parses or refuses any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          parseTlvs(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(TlvError);
        }
      }),
    );
  });
});
