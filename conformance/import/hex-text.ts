/** Hexadecimal as logs print it: with and without spaces, in columns, with a second column of characters. */

const SPACE = 0x20;
const TAB = 0x09;

/** The value of a digit by its character; −1 for all others. */
const DIGIT = Int8Array.from({ length: 128 }, (_, code) => {
  const value = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(value) ? -1 : value;
});

/** The byte that two digits stand for; negative when they are none. */
function pair(text: string, at: number): number {
  const high = text.charCodeAt(at);
  const low = text.charCodeAt(at + 1);
  // Comparisons with NaN, behind the end of the text, are false.
  return high < 128 && low < 128 ? (DIGIT[high]! << 4) | DIGIT[low]! : -1;
}

/** The whole text as bytes; undefined when it holds anything but pairs of digits and white space, or nothing. */
export function wholeHex(text: string): Uint8Array | undefined {
  const { length } = text;
  if (text.charCodeAt(2) !== SPACE && length % 2 === 0 && length > 32) {
    const dense = Buffer.from(text, 'hex');
    if (2 * dense.length === length) return dense;
  }
  const bytes = new Uint8Array(length >> 1);
  let count = 0;
  for (let at = 0; at < length; ) {
    const code = text.charCodeAt(at);
    if (code === SPACE || code === TAB) at++;
    else {
      const byte = pair(text, at);
      if (byte < 0) return undefined;
      bytes[count++] = byte;
      at += 2;
    }
  }
  return count === 0 ? undefined : bytes.subarray(0, count);
}

/** Whether a word goes on here that is no hexadecimal. */
function isLetter(code: number): boolean {
  const letter = code | 0x20;
  return code === 0x5f || (letter > 0x66 && letter <= 0x7a);
}

/** The bytes with which the text begins, up to what is no pair of digits or stands behind two spaces. */
export function leadingHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length >> 1);
  let count = 0;
  let at = 0;
  while (text.charCodeAt(at) === SPACE || text.charCodeAt(at) === TAB) at++;
  for (let byte = pair(text, at); byte >= 0; byte = pair(text, at)) {
    const next = text.charCodeAt(at + 2);
    if (isLetter(next)) break;
    bytes[count++] = byte;
    at += next === SPACE ? 3 : 2;
  }
  return bytes.subarray(0, count);
}

/** Exactly `count` bytes in columns of three characters, `41 42 `; undefined when they are not there. */
export function columnHex(text: string, count: number): Uint8Array | undefined {
  if (text.length < 3 * count - 1) return undefined;
  const bytes = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const byte = pair(text, 3 * i);
    const space = text.charCodeAt(3 * i + 2);
    if (byte < 0 || (space !== SPACE && !(i === count - 1 && Number.isNaN(space)))) return undefined;
    bytes[i] = byte;
  }
  return bytes;
}

const ROW = 16;
const printable = (byte: number): number => (byte >= 0x20 && byte < 0x7f ? byte : 0x2e);

/**
 * A row of up to 16 bytes in columns of three, and the same bytes as characters behind it. A short row may or may not be
 * filled to 16 columns; without its characters it is taken for bytes only. Undefined when it is no such row.
 */
export function dumpRow(text: string): Uint8Array | undefined {
  if (pair(text, 0) < 0) return undefined;
  const count = text.length >> 2;
  // The first character is looked at first: most rows without characters are told by it.
  const mayBe = text.length % 4 === 0 && printable(pair(text, 0)) === text.charCodeAt(3 * count);
  const short = mayBe ? columnHex(text, count) : undefined;
  const isShown = short?.every((byte, i) => text.charCodeAt(3 * short.length + i) === printable(byte));
  if (isShown === true) return short;
  if (text.length <= 3 * ROW) return wholeHex(text);
  const shown = text.slice(0, 3 * ROW).trimEnd();
  return columnHex(`${shown} `, Math.floor((shown.length + 1) / 3));
}
