/** Templates that files, keys and PINs are made of. */
import fc from 'fast-check';
import { concat, fromHex, tlv } from '../../apdu/index.ts';
import { byte, bytes, dataObjects } from './arbitraries.ts';

const one = byte.map((value) => Uint8Array.of(value));
const object = (tag: number, value: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> =>
  value.map((content) => tlv(tag, content));

/** Some of the objects, in any order. */
function some(...objects: readonly fc.Arbitrary<Uint8Array>[]): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(...objects)
    .chain((all) => fc.shuffledSubarray(all))
    .map((chosen) => concat(...chosen));
}

/** Value of tag AB: access mode objects with conditions behind them. */
export const rules: fc.Arbitrary<Uint8Array> = fc
  .array(
    fc.tuple(
      fc.oneof(
        object(0x80, one),
        fc.tuple(fc.integer({ min: 0x81, max: 0x8f }), bytes(4)).map(([tag, value]) => tlv(tag, value)),
      ),
      fc.oneof(
        fc
          .constantFrom(
            '9000',
            '9700',
            'A406830101950108',
            'A406830181950108',
            'A000',
            'AF0E A406830101950108 A403830102',
          )
          .map((hex) => fromHex(hex)),
        dataObjects,
      ),
    ),
    { maxLength: 4 },
  )
  .map((pairs) => concat(...pairs.flat()));

/** Control parameters as CREATE FILE takes them, template 62 or 6F around them or not. */
export const controlParameters: fc.Arbitrary<Uint8Array> = fc
  .tuple(
    some(
      object(0x80, bytes(3)),
      object(0x82, bytes(6)),
      fc.constantFrom('820101', '820138', '82054241000404', '82054641000404').map((hex) => fromHex(hex)),
      object(0x83, bytes(3)),
      object(0x84, bytes(17)),
      object(0x86, bytes(8)),
      object(0x88, bytes(2)),
      object(0x8a, one),
      object(0x8c, bytes(9)),
      object(0xab, rules),
    ),
    fc.constantFrom(0x62, 0x6f, 0),
  )
  .map(([content, template]) => (template === 0 ? content : tlv(template, content)));

/** What PUT DATA takes to open a personalisation. */
export const personalisations: fc.Arbitrary<Uint8Array> = some(
  object(0x81, bytes(17)),
  object(0x86, bytes(9)),
  object(
    0xa1,
    some(
      object(0x83, one),
      object(0x91, one),
      object(0x92, one),
      object(0x93, one),
      object(0x94, one),
      object(0x96, one),
      object(0xab, rules),
    ),
  ),
  fc.constant(fromHex('A112830101910103920104930110940100960101')),
  object(0xa2, some(object(0x84, one), object(0x95, one), object(0x96, one), object(0xab, rules))),
  fc.constant(fromHex('A209840101950107960100')),
);
