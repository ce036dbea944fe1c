/** What WRITE BINARY and WRITE RECORD do to bytes that are there. ISO/IEC 7816-4:2005 §7.2.4 and §7.3.4; tag 82, data coding byte */
import { SW } from '../../apdu/index.ts';
import { erasedByte, refuse, type WriteFunction } from '../../emulator/index.ts';

/** The bytes after writing over as many others. Refuses 6985 when they may be written once only and are not erased. */
export function written(before: Uint8Array, bytes: Uint8Array, writeFunction: WriteFunction): Uint8Array {
  const erased = erasedByte(writeFunction);
  switch (writeFunction) {
    case 'or':
      return bytes.map((byte, i) => byte | before[i]!);
    case 'and':
      return bytes.map((byte, i) => byte & before[i]!);
    case 'one-time':
      return before.every((byte) => byte === erased) ? bytes : refuse(SW.conditionsNotSatisfied);
  }
}
