/** Hexadecimal as logs print it: with and without spaces, in columns, with a second column of characters. */

const SPACE = 0x20;
const TAB = 0x09;

/** The value of a digit by its character; −1 for all others. */
const DIGIT = Int8Array.from({ length: 65536 }, (_, code) => {
  const value = code < 128 ? Number.parseInt(String.fromCharCode(code), 16) : Number.NaN;
  return Number.isNaN(value) ? -1 : value;
});

/** The byte that two digits stand for; negative when they are none. */
export function pair(text: string, at: number): number {
  if (at + 1 >= text.length) return -1;
  return (DIGIT[text.charCodeAt(at)]! << 4) | DIGIT[text.charCodeAt(at + 1)]!;
}

/** From here on digits and nothing else, as bytes; undefined when it is not so, or too short to be worth asking. */
function denseHex(text: string, from: number): Uint8Array | undefined {
  const length = text.length - from;
  if (length < 40 || length % 2 !== 0 || text.charCodeAt(from + 2) === SPACE) return undefined;
  const bytes = Buffer.from(from === 0 ? text : text.slice(from), 'hex');
  return 2 * bytes.length === length ? bytes : undefined;
}

/** The whole text as bytes; undefined when it holds anything but pairs of digits and white space, or nothing. */
export function wholeHex(text: string): Uint8Array | undefined {
  const { length } = text;
  const dense = denseHex(text, 0);
  if (dense !== undefined) return dense;
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

/** The bytes that stand from `from` on, up to what is no pair of digits or stands behind two spaces. */
export function leadingHex(text: string, from = 0): Uint8Array {
  let at = from;
  while (text.charCodeAt(at) === SPACE || text.charCodeAt(at) === TAB) at++;
  const dense = denseHex(text, at);
  if (dense !== undefined) return dense;
  const bytes = new Uint8Array((text.length - from) >> 1);
  let count = 0;
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
