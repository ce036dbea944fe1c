/** Where a command carries a PIN, a PUK or a key, as far as its instruction tells. ISO/IEC 7816-4:2005 §7.5, §7.4.3. */
import { INS, parsedTlvs, type Tlv } from '../../apdu/index.ts';
import { type PinForm, type ReadPin, readPin, withoutFiller } from './pin-forms.ts';
import { hidesData } from './secrets.ts';

/** What a value was when it was first presented. */
export type Role = 'PIN' | 'PUK' | 'NEW_PIN' | 'WRONG' | 'KEY';

export interface Shown {
  readonly role: Role;
  /** Without what it is filled up with. */
  readonly value: Uint8Array;
  /** What a PIN says, and how it is written; left out for a value that is no text. */
  readonly text?: string;
  readonly form?: PinForm;
  /** As it stands in the data field. */
  readonly field: Uint8Array;
  readonly filler: number;
  /** Where in the data field; undefined for a value inside one that is shown as a whole. */
  readonly at?: number;
}

export interface Field {
  readonly start: number;
  readonly end: number;
}

/** Where the data field stands, also in a command whose length does not fit: then everything after the header. */
export function dataField(bytes: Uint8Array): Field | undefined {
  if (bytes.length <= 5) return undefined;
  const isExtended = bytes[4] === 0 && bytes.length > 7;
  const start = isExtended ? 7 : 5;
  const length = isExtended ? bytes[5]! * 256 + bytes[6]! : bytes[4]!;
  return { start, end: Math.min(start + length, bytes.length) };
}

/** The secrets of a command, in their order. `isKnown` tells old and new value apart where nothing lies between them. */
export function presented(
  bytes: Uint8Array,
  status: number | undefined,
  isKnown: (value: Uint8Array) => boolean,
): readonly Shown[] {
  if (!hidesData(bytes)) return NONE;
  const field = dataField(bytes);
  if (field === undefined) return NONE;
  const data = bytes.subarray(field.start, field.end);
  if (data.length === 0) return NONE;
  // Only these say that the value was wrong; a blocked PIN may be refused though it is right.
  const refused = status === 0x6300 || ((status ?? 0) & 0xfff0) === 0x63c0;
  const old = (role: Role): Role => (refused ? 'WRONG' : role);
  const p1 = bytes[2]!;
  switch (bytes[1]) {
    case INS.changeReferenceData:
      return p1 === 0x01 ? [shown(data, 'NEW_PIN', 0)] : both(data, old('PIN'), isKnown);
    case INS.resetRetryCounter:
      if (p1 === 0x02) return [shown(data, 'NEW_PIN', 0)];
      return p1 === 0x01 ? [shown(data, old('PUK'), 0)] : both(data, old('PUK'), isKnown);
    case INS.putData:
    case INS.putDataOdd:
      return [{ role: 'KEY', value: data, field: data, filler: 0, at: 0 }, ...inside(data)];
    default:
      return [shown(data, old('PIN'), 0)];
  }
}

const NONE: readonly Shown[] = [];

const TEXT_FORMS: readonly string[] = ['', '_UTF16', '_UTF16BE', '_BLOCK2'];

/** A PIN in whatever form; else what is left without filler. */
const shown = (field: Uint8Array, role: Role, at: number): Shown => ({
  role,
  field,
  at,
  ...withoutFiller(field),
  ...readPin(field),
});

/** Old and new one behind the other: cut where a known value ends, else in the middle. */
function both(data: Uint8Array, role: Role, isKnown: (value: Uint8Array) => boolean): Shown[] {
  const middle = data.length >> 1;
  const filled =
    data.length % 2 === 0 && (data.at(-1) === 0x00 || data.at(-1) === 0xff || data.at(middle - 1) === 0x00);
  let cut = middle;
  for (let length = 1; !filled && length < data.length; length++) if (isKnown(data.subarray(0, length))) cut = length;
  return [shown(data.subarray(0, cut), role, 0), shown(data.subarray(cut), 'NEW_PIN', cut)];
}

/** Templates of private keys and the objects in them that are secret. ISO/IEC 7816-8:2004 §5.4; E0 for EC as IsoApplet has it. */
// biome-ignore format: a table reads best with its columns aligned
const PRIVATE: ReadonlyMap<number, readonly number[]> = new Map([
  [0x7f48, [0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97]],
  [0xe0,   [0x88]],
]);
const KEY_DATA = 0x5f48;

/** Longest PIN that cards take. */
const LONGEST_PIN = 16;

/** What PUT DATA writes that may stand elsewhere by itself: parts of private keys, and what looks like a PIN. */
function inside(data: Uint8Array): Shown[] {
  const values = [
    data,
    ...leaves(data, 0).flatMap(({ tag, parent, value }) =>
      isPrivate(tag, parent) || value.length <= LONGEST_PIN ? [value] : [],
    ),
  ];
  return values.flatMap((field, i) => {
    const { filler } = withoutFiller(field);
    const isPart = i > 0 && field.length > LONGEST_PIN;
    if (isPart) return [{ role: 'KEY' as const, value: field, field, filler }];
    const pin = readPin(field);
    return pin !== undefined && isPinLike(pin) ? [{ role: 'KEY' as const, field, filler, ...pin }] : [];
  });
}

const isPrivate = (tag: number, parent: number): boolean =>
  tag === KEY_DATA || PRIVATE.get(parent)?.includes(tag) === true;

/** Digits, or letters and digits. */
function isPinLike({ text, form }: ReadPin): boolean {
  // Numbers of few bytes are packed digits by chance.
  if (!TEXT_FORMS.includes(form.suffix)) return false;
  return text.length >= 4 && text.length <= LONGEST_PIN && /^[0-9A-Za-z]*[0-9][0-9A-Za-z]*$/.test(text);
}

interface Leaf extends Pick<Tlv, 'tag' | 'value'> {
  readonly parent: number;
}

function leaves(data: Uint8Array, parent: number): Leaf[] {
  const objects = parsedTlvs(data) ?? [];
  return objects.flatMap(({ tag, value, constructed }) =>
    constructed ? leaves(value, tag) : [{ tag, value, parent }],
  );
}
