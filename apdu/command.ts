/**
 * Command APDU: the seven encodings of ISO/IEC 7816-3:2006 §12.1 (ISO/IEC 7816-4:2005 §5.1).
 *
 *   1   header            2S  header Le            2E  header 00 Le Le
 *   3S  header Lc data    4S  header Lc data Le    3E  header 00 Lc Lc data    4E  header 00 Lc Lc data Le Le
 *
 * Strict and total: any byte string is one of the seven, or an `ApduError`.
 */
import { concat, u16 } from './bytes.ts';

export type CommandEncoding = '1' | '2S' | '2E' | '3S' | '3E' | '4S' | '4E';

/** A command APDU taken apart. `data` is a view of the bytes that were parsed. */
export interface Command {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  /** Command data field, Nc = `data.length`, 0–65535 bytes. */
  readonly data: Uint8Array;
  /** Ne, the most response data bytes wanted: 0 when there is no Le field, Le 00 → 256, extended Le 0000 → 65536. */
  readonly ne: number;
  readonly encoding: CommandEncoding;
}

/** The bytes are no command APDU. A card answers 6700. */
export class ApduError extends Error {
  override readonly name = 'ApduError';
  /** What is wrong: too short for a header, or a body that none of the encodings explains. */
  readonly kind: 'header' | 'body';
  /** Where, in bytes from the start. */
  readonly offset: number;
  constructor(kind: 'header' | 'body', offset: number, message: string) {
    super(message);
    this.kind = kind;
    this.offset = offset;
  }
}

const NO_DATA = new Uint8Array(0);

/** Takes a command APDU apart. Throws `ApduError`. */
export function parseCommand(bytes: Uint8Array): Command {
  const n = bytes.length;
  if (n < 4) throw new ApduError('header', n, `a command APDU has a header of 4 bytes, here are ${n}`);
  const cla = bytes[0]!;
  const ins = bytes[1]!;
  const p1 = bytes[2]!;
  const p2 = bytes[3]!;
  if (n === 4) return { cla, ins, p1, p2, data: NO_DATA, ne: 0, encoding: '1' };
  const b5 = bytes[4]!;
  if (n === 5) return { cla, ins, p1, p2, data: NO_DATA, ne: b5 || 256, encoding: '2S' };
  if (b5 !== 0) {
    if (n === 5 + b5) return { cla, ins, p1, p2, data: bytes.subarray(5), ne: 0, encoding: '3S' };
    if (n === 6 + b5) {
      return { cla, ins, p1, p2, data: bytes.subarray(5, n - 1), ne: bytes[n - 1]! || 256, encoding: '4S' };
    }
    throw new ApduError('body', 4, `Lc ${b5} does not fit ${n - 5} bytes after it`);
  }
  const extended = n >= 7 ? bytes[5]! * 256 + bytes[6]! : 0;
  if (n === 7) return { cla, ins, p1, p2, data: NO_DATA, ne: extended || 65536, encoding: '2E' };
  if (extended !== 0) {
    if (n === 7 + extended) return { cla, ins, p1, p2, data: bytes.subarray(7), ne: 0, encoding: '3E' };
    if (n === 9 + extended) {
      const ne = bytes[n - 2]! * 256 + bytes[n - 1]! || 65536;
      return { cla, ins, p1, p2, data: bytes.subarray(7, n - 2), ne, encoding: '4E' };
    }
  }
  throw new ApduError('body', 4, `extended Lc ${extended} does not fit ${Math.max(0, n - 7)} bytes after it`);
}

/** The same; undefined when the bytes are no command APDU. */
export function parsedCommand(bytes: Uint8Array): Command | undefined {
  try {
    return parseCommand(bytes);
  } catch (error) {
    if (error instanceof ApduError) return undefined;
    throw error;
  }
}

/** What `encodeCommand` takes: a header, and data and Ne where there are any. */
export interface CommandFields {
  readonly cla?: number;
  readonly ins: number;
  readonly p1?: number;
  readonly p2?: number;
  readonly data?: Uint8Array;
  /** 0 (none) to 65536. */
  readonly ne?: number;
}

/**
 * The shortest encoding that carries the fields; `extended` asks for the extended form. Throws `RangeError` when Nc is
 * over 65535 or Ne over 65536.
 */
export function encodeCommand(fields: CommandFields, extended = false): Uint8Array {
  const { cla = 0x00, ins, p1 = 0x00, p2 = 0x00, data = NO_DATA, ne = 0 } = fields;
  const nc = data.length;
  if (nc > 65535) throw new RangeError(`Nc ${nc} is over 65535`);
  if (ne < 0 || ne > 65536) throw new RangeError(`Ne ${ne} is not 0..65536`);
  const header = Uint8Array.of(cla, ins, p1, p2);
  if (nc === 0 && ne === 0) return header;
  if (!extended && nc <= 255 && ne <= 256) {
    const le = ne > 0 ? Uint8Array.of(ne) : NO_DATA;
    return nc > 0 ? concat(header, Uint8Array.of(nc), data, le) : concat(header, le);
  }
  const le = ne > 0 ? u16(ne) : NO_DATA;
  return nc > 0 ? concat(header, Uint8Array.of(0), u16(nc), data, le) : concat(header, Uint8Array.of(0), le);
}
