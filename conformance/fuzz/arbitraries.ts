/** Inputs that nearly mean something: well-formed ones, and the same with a few bytes or characters changed. */
import fc from 'fast-check';
import { concat, TAG, tlv, toHex } from '../../apdu/index.ts';

export const byte: fc.Arbitrary<number> = fc.nat(255);

/** Up to `maxLength` bytes of anything. */
export const bytes = (maxLength: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ maxLength });

interface Change {
  readonly kind: 'set' | 'remove' | 'insert' | 'repeat' | 'cut';
  /** Taken modulo what there is. */
  readonly at: number;
  readonly count: number;
  readonly item: number;
}

const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('set', 'remove', 'insert', 'repeat', 'cut'),
    at: fc.nat(0xffff),
    count: fc.integer({ min: 1, max: 8 }),
    item: byte,
  }),
  { maxLength: 4 },
);

function changed<Item>(items: readonly Item[], { kind, at, count, item }: Change, itemOf: (n: number) => Item): Item[] {
  const result = [...items];
  const place = at % (items.length + 1);
  // biome-ignore format: a table reads best with its columns aligned
  switch (kind) {
    case 'set':    if (place < items.length) result[place] = itemOf(item); break;
    case 'remove': result.splice(place, count); break;
    case 'insert': result.splice(place, 0, ...new Array<Item>(count).fill(itemOf(item))); break;
    case 'repeat': result.splice(place, 0, ...items.slice(place, place + count)); break;
    case 'cut':    result.length = place; break;
  }
  return result;
}

/** What another arbitrary gives, as it is or with up to four changes. */
export function damaged(base: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const apply = ([whole, list]: readonly [Uint8Array, readonly Change[]]): Uint8Array =>
    Uint8Array.from(list.reduce<number[]>((items, change) => changed(items, change, (n) => n), [...whole]));
  return fc.oneof({ weight: 1, arbitrary: base }, { weight: 3, arbitrary: fc.tuple(base, changes).map(apply) });
}

/** Characters that parsers look at, and some that they should not stumble over. */
const CHARACTERS = [
  ...' \t\r\n"#:=<>()[]{}|.,;*?\\/-+@%09afAFxX',
  '\u0000',
  '\u00e9',
  '\u20ac',
  '\ufeff',
  '\ud800',
  '\u{1f4a9}',
];

/** A text, as it is or with up to four characters changed, removed or put in. */
export function damagedText(base: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const itemOf = (n: number): string => CHARACTERS[n % CHARACTERS.length]!;
  const apply = ([whole, list]: readonly [string, readonly Change[]]): string =>
    list.reduce<string[]>((items, change) => changed(items, change, itemOf), [...whole]).join('');
  return fc.oneof({ weight: 1, arbitrary: base }, { weight: 3, arbitrary: fc.tuple(base, changes).map(apply) });
}

/** Lines, as they are or with up to four of them repeated, removed or out of place. */
export function damagedLines(base: fc.Arbitrary<string[]>): fc.Arbitrary<string[]> {
  const apply = ([whole, list]: readonly [string[], readonly Change[]]): string[] =>
    list.reduce<string[]>((items, change) => changed(items, change, (n) => whole[n % whole.length] ?? ''), whole);
  return fc.oneof({ weight: 1, arbitrary: base }, { weight: 2, arbitrary: fc.tuple(base, changes).map(apply) });
}

const tag: fc.Arbitrary<number> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...Object.values(TAG)) },
  byte.filter((value) => (value & 0x1f) !== 0x1f),
  fc.integer({ min: 0x7f1f, max: 0x7f7f }),
);

/** A series of data objects, up to three deep. */
export const dataObjects: fc.Arbitrary<Uint8Array> = fc.letrec<{ series: Uint8Array; value: Uint8Array }>((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, bytes(20), tie('series')),
  series: fc
    .array(
      fc.tuple(tag, tie('value')).map(([name, value]) => tlv(name, value)),
      { maxLength: 4 },
    )
    .map((objects) => concat(...objects)),
})).series;

/** The same in hexadecimal. */
export const hexOf = (base: fc.Arbitrary<Uint8Array>): fc.Arbitrary<string> => base.map(toHex);
