/** Hexadecimal as logs print it: with and without spaces, in columns, with a second column of characters. */
import { fromHex } from '../../apdu/index.ts';

/** The whole text as bytes; undefined when it holds anything but pairs of digits and white space, or nothing. */
export function wholeHex(text: string): Uint8Array | undefined {
  return /^\s*[0-9A-Fa-f]{2}(?:\s*[0-9A-Fa-f]{2})*\s*$/.test(text) ? fromHex(text) : undefined;
}

/** The bytes with which the text begins, up to what is no pair of digits or stands behind two spaces. */
export function leadingHex(text: string): Uint8Array {
  const start = text.length - text.trimStart().length;
  let end = start;
  while (/^[0-9A-Fa-f]{2}/.test(text.slice(end, end + 2)) && !/[g-z_]/i.test(text[end + 2] ?? '')) {
    end += text[end + 2] === ' ' ? 3 : 2;
  }
  return fromHex(text.slice(start, end));
}

/** Exactly `count` bytes in columns of three characters, `41 42 `; undefined when they are not there. */
export function columnHex(text: string, count: number): Uint8Array | undefined {
  const columns = text.slice(0, 3 * count);
  if (columns.trimEnd().length < 3 * count - 1) return undefined;
  const bytes = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const high = digit(columns.charCodeAt(3 * i));
    const low = digit(columns.charCodeAt(3 * i + 1));
    const space = columns.charCodeAt(3 * i + 2);
    if (high === -1 || low === -1 || (space !== 0x20 && !(i === count - 1 && Number.isNaN(space)))) return undefined;
    bytes[i] = high * 16 + low;
  }
  return bytes;
}

function digit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

const ROW = 16;
const printable = (byte: number): string => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.');

/**
 * A row of up to 16 bytes in columns of three, and the same bytes as characters behind it. A short row may or may not be
 * filled to 16 columns; without its characters it is taken for bytes only. Undefined when it is no such row.
 */
export function dumpRow(text: string): Uint8Array | undefined {
  if (text.length > 3 * ROW) {
    const shown = text.slice(0, 3 * ROW).trimEnd();
    return columnHex(`${shown} `, Math.floor((shown.length + 1) / 3));
  }
  const short = text.length % 4 === 0 ? columnHex(text, text.length / 4) : undefined;
  if (short !== undefined && [...short].map(printable).join('') === text.slice(3 * short.length)) return short;
  return wholeHex(text);
}
