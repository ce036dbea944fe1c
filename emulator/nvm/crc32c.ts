/** CRC-32C (Castagnoli), as in RFC 3720 §B.4, four bytes at a time. */

/** The polynomial 1EDC6F41, bits reversed. */
const POLYNOMIAL = 0x82f63b78;

/** Table k: the effect of a byte that is followed by k others. */
function tables(): readonly [Int32Array, Int32Array, Int32Array, Int32Array] {
  const all = [new Int32Array(256), new Int32Array(256), new Int32Array(256), new Int32Array(256)] as const;
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ ((crc & 1) * POLYNOMIAL);
    all[0][byte] = crc;
  }
  for (let k = 1; k < 4; k++) {
    for (let byte = 0; byte < 256; byte++) {
      const crc = all[k - 1]![byte]!;
      all[k]![byte] = (crc >>> 8) ^ all[0][crc & 0xff]!;
    }
  }
  return all;
}

const [TABLE_0, TABLE_1, TABLE_2, TABLE_3] = tables();

/** CRC-32C of some bytes, 0 to FFFFFFFF. `before` is the CRC of what precedes them, when they continue something. */
export function crc32c(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  const end = bytes.length;
  const endOfFours = end - (end % 4);
  let i = 0;
  for (; i < endOfFours; i += 4) {
    crc ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    crc = TABLE_3[crc & 0xff]! ^ TABLE_2[(crc >>> 8) & 0xff]! ^ TABLE_1[(crc >>> 16) & 0xff]! ^ TABLE_0[crc >>> 24]!;
  }
  for (; i < end; i++) crc = (crc >>> 8) ^ TABLE_0[(crc ^ bytes[i]!) & 0xff]!;
  return ~crc >>> 0;
}
