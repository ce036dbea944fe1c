/** Hexadecimal as logs print it: with and without spaces, in columns, with a second column of characters. */
/** The whole text as bytes; undefined when it holds anything but pairs of digits and white space, or nothing. */
export function wholeHex(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length >> 1);
  let count = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code === SPACE || code === TAB) at++;
    else {
      const byte = pair(text, at);
      if (byte === undefined) return undefined;
      bytes[count++] = byte;
      at += 2;
    }
  }
  return count === 0 ? undefined : bytes.subarray(0, count);
}

/** The bytes with which the text begins, up to what is no pair of digits or stands behind two spaces. */
export function leadingHex(text: string): Uint8Array {
  const bytes: number[] = [];
  let at = text.length - text.trimStart().length;
  for (let byte = pair(text, at); byte !== undefined; byte = pair(text, at)) {
    if (/[g-z_]/i.test(text[at + 2] ?? '')) break;
    bytes.push(byte);
    at += text.charCodeAt(at + 2) === SPACE ? 3 : 2;
  }
  return Uint8Array.from(bytes);
}

const SPACE = 0x20;
const TAB = 0x09;

/** The byte that two digits stand for; undefined when they are none. */
function pair(text: string, at: number): number | undefined {
  const high = digit(text.charCodeAt(at));
  const low = digit(text.charCodeAt(at + 1));
  return high === -1 || low === -1 ? undefined : high * 16 + low;
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
const printable = (byte: number): number => (byte >= 0x20 && byte < 0x7f ? byte : 0x2e);

/**
 * A row of up to 16 bytes in columns of three, and the same bytes as characters behind it. A short row may or may not be
 * filled to 16 columns; without its characters it is taken for bytes only. Undefined when it is no such row.
 */
export function dumpRow(text: string): Uint8Array | undefined {
  const count = text.length / 4;
  // The first character is looked at first: most rows without characters are told by it.
  const mayBe = Number.isInteger(count) && printable(pair(text, 0) ?? 0) === text.charCodeAt(3 * count);
  const short = mayBe ? columnHex(text, count) : undefined;
  const isShown = short?.every((byte, i) => text.charCodeAt(3 * short.length + i) === printable(byte));
  if (isShown === true) return short;
  if (text.length <= 3 * ROW) return wholeHex(text);
  const shown = text.slice(0, 3 * ROW).trimEnd();
  return columnHex(`${shown} `, Math.floor((shown.length + 1) / 3));
}
