/**
 * Records of an EF as they are stored. ISO/IEC 7816-4:2005 §5.3.1: numbers 1–254; linear: in order of creation, cyclic: the
 * newest is number 1.
 *
 * Stored: how many (1 byte), then for each, in order of its number, its length (2 bytes) and its bytes; the rest of the space
 * that the EF was created with is 00.
 */
import { concat, toNumber, u16 } from '../../apdu/index.ts';

/** The highest record number. */
export const MAX_RECORDS = 254;

/** What an EF's records may be. */
export interface RecordLayout {
  /** The length of every record, or of the longest where lengths vary. */
  readonly length: number;
  /** Most records, 1–254. */
  readonly count: number;
  /** Most bytes of all records together. */
  readonly size: number;
  readonly fixed: boolean;
  readonly cyclic: boolean;
}

const HEAD = 2;

/** Bytes that an EF of a layout takes when it is full. */
export function recordSpace({ count, size }: RecordLayout): number {
  return 1 + HEAD * count + size;
}

export function decodeRecords(content: Uint8Array): Uint8Array[] {
  let offset = 1;
  return Array.from({ length: content[0]! }, () => {
    const start = offset + HEAD;
    offset = start + toNumber(content.subarray(offset, start));
    return content.subarray(start, offset);
  });
}

/** The stored form, as long as the EF's space. */
export function encodeRecords(records: readonly Uint8Array[], layout: RecordLayout): Uint8Array {
  const content = new Uint8Array(recordSpace(layout));
  content.set(concat(Uint8Array.of(records.length), ...records.flatMap((record) => [u16(record.length), record])));
  return content;
}
