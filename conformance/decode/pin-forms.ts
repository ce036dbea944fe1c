/**
 * The ways in which a PIN is written: as text, packed, in a block of ISO 9564-1, in two bytes a character. One that is known in
 * one of them is known in all.
 */
import { fromHex, startsWith, toHex } from '../../apdu/index.ts';

export interface PinForm {
  /** Ends the name of a value in this form; empty for text as it is. */
  readonly suffix: string;
  /** Undefined where the text cannot be written so. */
  readonly encode: (text: string) => Uint8Array | undefined;
  /** What a field says in this form, if anything; left out where bytes alone do not tell the form. */
  readonly read?: (field: Uint8Array) => string | undefined;
}

/** A PIN as it stands in a field: what it says, and the bytes that say so, without what fills the field up. */
export interface ReadPin {
  readonly text: string;
  readonly value: Uint8Array;
  readonly form: PinForm;
}

const isDigits = (text: string): boolean => /^[0-9]+$/.test(text);
const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

/** Digits in half a byte each. Four of them are too few bytes to be told from others, unless filler stands behind. */
function packed(text: string): Uint8Array | undefined {
  // One digit again and again is what erased memory and filler look like.
  if (!isDigits(text) || /^(.)\1*$/.test(text)) return undefined;
  const digits = text.length % 2 === 0 ? text : `${text}F`;
  return fromHex(digits.padEnd(text.length <= 4 ? 8 : 6, 'F'));
}

/** Control digit, length, digits: all of a block of format 1 that is not random. ISO 9564-1 */
function block(control: string, text: string): string | undefined {
  return isDigits(text) && text.length >= 4 && text.length <= 12
    ? `${control}${text.length.toString(16)}${text}`
    : undefined;
}

function filledBlock(text: string): Uint8Array | undefined {
  const digits = block('2', text);
  return digits === undefined ? undefined : fromHex(digits.padEnd(16, 'F'));
}

function openBlock(text: string): Uint8Array | undefined {
  const digits = text.length % 2 === 0 ? block('1', text) : undefined;
  return digits === undefined ? undefined : fromHex(digits);
}

/** A value without the 00 or FF that it is filled up with. */
export function withoutFiller(data: Uint8Array): { readonly value: Uint8Array; readonly filler: number } {
  const filler = data.at(-1) === 0xff ? 0xff : 0x00;
  let length = data.length;
  while (length > 0 && data[length - 1] === filler) length--;
  return { value: data.subarray(0, length), filler };
}

/** The digits that a block says there are. */
function readBlock(field: Uint8Array): string | undefined {
  const [, length, digits] = (field.length === 8 ? /^[12](.)(.*)$/.exec(toHex(field)) : null) ?? [];
  return digits?.slice(0, Number.parseInt(length!, 16) || 0);
}

const wide = (field: Uint8Array): Buffer => Buffer.from(field.subarray(0, field.length & ~1));
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const fromUtf16 = (bytes: Buffer): string => bytes.toString('utf16le').replace(/[\0\uffff]+$/, '');

const halves = (text: string): Uint8Array | undefined =>
  isDigits(text) ? fromHex(text.replace(/./g, 'F$&')) : undefined;

function readHalves(field: Uint8Array): string | undefined {
  const digits = toHex(withoutFiller(field).value);
  return /^(?:F[0-9])+$/.test(digits) ? digits.replaceAll('F', '') : undefined;
}

/** Half a byte of filler is F, and so are whole bytes of it. */
function readPacked(field: Uint8Array): string | undefined {
  const { value, filler } = withoutFiller(field);
  return filler === 0xff || value.length === field.length ? /^([0-9]+)F*$/.exec(toHex(value))?.[1] : undefined;
}

/** In the order in which a field is tried. */
// biome-ignore format: a table reads best with its columns aligned
export const PIN_FORMS: readonly PinForm[] = [
  { suffix: '_BLOCK2',   encode: filledBlock,                                           read: readBlock },
  { suffix: '_BLOCK1',   encode: openBlock,                                             read: readBlock },
  { suffix: '_UTF16',    encode: (text) => new Uint8Array(utf16(text)),                 read: (field) => fromUtf16(wide(field)) },
  { suffix: '_UTF16BE',  encode: (text) => new Uint8Array(utf16(text).swap16()),        read: (field) => fromUtf16(wide(field).swap16()) },
  { suffix: '',          encode: latin1,                                                read: (field) => Buffer.from(withoutFiller(field).value).toString('latin1') },
  { suffix: '_HALVES',   encode: halves,                                                read: readHalves },
  { suffix: '_BCD',      encode: packed,                                                read: readPacked },
  { suffix: '_HEX',      encode: (text) => latin1(toHex(latin1(text))) },
  { suffix: '_HEX_LOW',  encode: (text) => latin1(toHex(latin1(text)).toLowerCase()) },
];

const READABLE = /^[\x20-\x7e]{2,}$/;

/** Undefined for a value that is no text in any form. */
export function readPin(field: Uint8Array): ReadPin | undefined {
  for (const form of PIN_FORMS) {
    const text = form.read?.(field);
    const value = text !== undefined && READABLE.test(text) ? form.encode(text) : undefined;
    if (value !== undefined && startsWith(field, value))
      return { text: text!, value: field.subarray(0, value.length), form };
  }
  return undefined;
}
