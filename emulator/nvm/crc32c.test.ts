import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex } from '../../apdu/index.ts';
import { crc32c } from './crc32c.ts';

// RFC 3720 §B.4 prints the bytes of the CRC in the order in which they are sent, the lowest first.
// biome-ignore format: a table reads best with its columns aligned
test.each([
  ['nothing',          '',                                                                 0x00000000],
  ['the usual check',  '313233343536373839',                                               0xe3069283],
  ['32 bytes of 00',   '00'.repeat(32),                                                    0x8a9136aa],
  ['32 bytes of FF',   'FF'.repeat(32),                                                    0x62a8ab43],
  ['32 bytes rising',  '000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F', 0x46dd794e],
])('CRC of %s', (_, bytes, crc) => {
  expect(crc32c(fromHex(bytes))).toBe(crc);
});

test('a CRC may be taken in parts, at any alignment', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), fc.nat(50), (bytes, at) => {
      expect(crc32c(bytes.subarray(at), crc32c(bytes.subarray(0, at)))).toBe(crc32c(bytes));
    }),
  );
});
