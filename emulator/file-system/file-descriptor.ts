/**
 * The file descriptor, tag 82 of the file control parameters. ISO/IEC 7816-4:2005 §5.3.3
 *
 *   descriptor byte [data coding byte [longest record, 1–2 bytes [number of records, 1–2 bytes]]]
 */
import { toNumber } from '../../apdu/index.ts';
import { MAX_RECORDS, type RecordLayout } from './records.ts';

/** EF structures that b3–b1 of the descriptor byte tell apart. */
export type EfStructure = 'transparent' | 'linear fixed' | 'linear variable' | 'cyclic';

/** What WRITE does: b7–b6 of the data coding byte. "or" where the byte is absent, and for the card's own way. */
export type WriteFunction = 'one-time' | 'or' | 'and';

export interface FileDescriptor {
  readonly kind: 'df' | 'ef';
  /** Only for an EF. */
  readonly structure: EfStructure | undefined;
  /** Only for an EF with records. */
  readonly records: RecordLayout | undefined;
  readonly writeFunction: WriteFunction;
}

// biome-ignore format: a table reads best with its columns aligned
const STRUCTURES: ReadonlyMap<number, EfStructure> = new Map([
  [1, 'transparent'],
  [2, 'linear fixed'],    [3, 'linear fixed'],
  [4, 'linear variable'], [5, 'linear variable'],
  [6, 'cyclic'],          [7, 'cyclic'],
]);

const WRITE_FUNCTIONS: readonly WriteFunction[] = ['one-time', 'or', 'or', 'and'];

/** The byte of which erased content consists: what WRITE can still set to anything. */
export function erasedByte(writeFunction: WriteFunction): number {
  return writeFunction === 'and' ? 0xff : 0x00;
}

/** Record length and count among the bytes after descriptor and data coding byte. */
function recordNumbers(bytes: Uint8Array): { length: number; count: number | undefined } {
  const lengthBytes = bytes.length === 1 ? 1 : 2;
  const countBytes = bytes.subarray(lengthBytes);
  return {
    length: toNumber(bytes.subarray(0, lengthBytes)),
    count: countBytes.length === 0 ? undefined : toNumber(countBytes),
  };
}

/** The layout of an EF with records; its size in bytes is the template's, or follows from length and number. */
function recordLayout(bytes: Uint8Array, structure: EfStructure, size: number | undefined): RecordLayout | undefined {
  const fixed = structure !== 'linear variable';
  const { length, count } = recordNumbers(bytes);
  if (length === 0) return undefined;
  const fitting = fixed ? Math.floor((size ?? 0) / length) : MAX_RECORDS;
  const most = count ?? Math.min(fitting, MAX_RECORDS);
  if (most < 1 || most > MAX_RECORDS || (size === undefined && count === undefined)) return undefined;
  const room = fixed ? length * most : (size ?? length * most);
  return { length, count: most, size: room, fixed, cyclic: structure === 'cyclic' };
}

/**
 * Reads the value of tag 82 with the size that the template gives, in bytes. Undefined for a kind that this card does not
 * have, and for records without a length, without a number that can be told, or with more than 254.
 */
export function parseFileDescriptor(value: Uint8Array, size: number | undefined): FileDescriptor | undefined {
  if (value.length < 1 || value.length > 6) return undefined;
  const byte = value[0]!;
  const writeFunction = value.length === 1 ? 'or' : WRITE_FUNCTIONS[(value[1]! >> 5) & 0x03]!;
  if ((byte & 0xbf) === 0x38) return { kind: 'df', structure: undefined, records: undefined, writeFunction };
  const structure = STRUCTURES.get(byte & 0x07);
  // Only working EFs (00) and internal ones (08).
  if (structure === undefined || (byte & 0xb0) !== 0) return undefined;
  if (structure === 'transparent') return { kind: 'ef', structure, records: undefined, writeFunction };
  const records = recordLayout(value.subarray(2), structure, size);
  return records && { kind: 'ef', structure, records, writeFunction };
}
