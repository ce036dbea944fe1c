/** Hexadecimal as logs print it: with and without spaces, in columns, with a second column of characters. */

const SPACE = 0x20;
const TAB = 0x09;

/** The value of a digit by its character; −1 for all others. */
const DIGIT = Int8Array.from({ length: 256 }, (_, code) => {
  const value = code < 128 ? Number.parseInt(String.fromCharCode(code), 16) : Number.NaN;
  return Number.isNaN(value) ? -1 : value;
});

/** The characters of the text that is read, where each is looked at in a fraction of the time; and the bytes it comes to. */
let characters: Buffer = Buffer.allocUnsafe(1 << 16);
let found = new Uint8Array(1 << 15);

/** Takes a text in; how many characters it has. */
function load(text: string): number {
  if (text.length >= characters.length) {
    characters = Buffer.allocUnsafe(2 * text.length);
    found = new Uint8Array(text.length);
  }
  const length = characters.write(text, 0, 'latin1');
  // Behind the end stands no digit.
  characters[length] = 0;
  return length;
}

/** The byte that two digits of the loaded text stand for; negative when they are none. */
const loaded = (at: number): number => (DIGIT[characters[at]!]! << 4) | DIGIT[characters[at + 1]!]!;

/** The byte that two digits stand for; negative when they are none. */
export function pair(text: string, at: number): number {
  const [high, low] = [text.charCodeAt(at), text.charCodeAt(at + 1)];
  return high < 256 && low < 256 ? (DIGIT[high]! << 4) | DIGIT[low]! : -1;
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
  const dense = denseHex(text, 0);
  if (dense !== undefined) return dense;
  const length = load(text);
  let count = 0;
  for (let at = 0; at < length; ) {
    const code = characters[at];
    if (code === SPACE || code === TAB) at++;
    else {
      const byte = loaded(at);
      if (byte < 0) return undefined;
      found[count++] = byte;
      at += 2;
    }
  }
  return count === 0 ? undefined : found.slice(0, count);
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
  const length = load(text);
  let count = 0;
  for (let byte = at < length ? loaded(at) : -1; byte >= 0; byte = at < length ? loaded(at) : -1) {
    const next = at + 2 < length ? characters[at + 2]! : 0;
    if (isLetter(next)) break;
    found[count++] = byte;
    at += next === SPACE ? 3 : 2;
  }
  return found.slice(0, count);
}

/** Exactly `count` bytes in columns of three characters, `41 42 `; undefined when they are not there. */
export function columnHex(text: string, count: number): Uint8Array | undefined {
  if (text.length < 3 * count - 1) return undefined;
  const length = load(text);
  for (let i = 0; i < count; i++) {
    const at = 3 * i;
    const byte = loaded(at);
    if (byte < 0 || (characters[at + 2] !== SPACE && at + 2 < length)) return undefined;
    found[i] = byte;
  }
  return found.slice(0, count);
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
