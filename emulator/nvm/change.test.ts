import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Change, decodeChanges, encodeChanges, outcomeOf, shortened } from './change.ts';
import { pattern } from './store.test-support.ts';

const id = fc.nat(0xffff);
const bytes = fc.uint8Array({ maxLength: 40 });

test('changes are read as they were written', () => {
  const change: fc.Arbitrary<Change> = fc.oneof(
    fc.record({ put: id, bytes }),
    fc.record({ patch: id, offset: fc.nat(), bytes }),
    fc.record({ remove: id }),
  );
  fc.assert(
    fc.property(fc.array(change), (changes) => {
      expect(decodeChanges(encodeChanges(changes))).toEqual(changes);
    }),
  );
});

test('any bytes are changes or a RangeError', () => {
  const encoded = encodeChanges([{ put: 1, bytes: pattern(5, 1) }, { remove: 2 }]);
  const mutated = fc.tuple(fc.nat(encoded.length - 1), fc.nat(255)).map(([at, value]) => encoded.with(at, value));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 60 }), mutated), (input) => {
      try {
        expect(encodeChanges(decodeChanges(input)).length).toBe(input.length);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
    { numRuns: 2_000 },
  );
  // The last one, a removal, has a head only; without it the first one lacks a byte.
  expect(() => decodeChanges(encoded.subarray(0, -13))).toThrow(new RangeError('a change reaches beyond the end'));
  expect(() => decodeChanges(encoded.subarray(0, -1))).toThrow(RangeError);
  expect(() => decodeChanges(encoded.with(1, 4))).toThrow('4 with 5 bytes is no kind of change');
  // A removal has no bytes.
  expect(() => decodeChanges(encoded.with(1, 3))).toThrow('3 with 5 bytes is no kind of change');
  expect(() => decodeChanges(new Uint8Array(12))).toThrow('0 with 0 bytes is no kind of change');
});

const BEFORE = new Map([[1, Uint8Array.of(1, 2, 3)]]);

// biome-ignore format: a table reads best with its columns aligned
test.each<[string, Change, string]>([
  ['patching what does not exist', { patch: 2, offset: 0, bytes: Uint8Array.of(1) }, 'object 2 does not exist'],
  ['removing what does not exist', { remove: 2 }, 'object 2 does not exist'],
  ['patching beyond the end', { patch: 1, offset: 2, bytes: Uint8Array.of(1, 2) }, '2 bytes at 2 do not lie inside an object of 3 bytes'],
  ['patching before the beginning', { patch: 1, offset: -1, bytes: Uint8Array.of(1) }, '1 bytes at -1 do not lie inside an object of 3 bytes'],
  ['patching between bytes', { patch: 1, offset: 0.5, bytes: Uint8Array.of(1) }, '1 bytes at 0.5 do not lie inside an object of 3 bytes'],
  ['a number that is too high', { put: 0x10000, bytes: Uint8Array.of(1) }, '65536 is not the number of an object'],
  ['a negative number', { put: -1, bytes: Uint8Array.of(1) }, '-1 is not the number of an object'],
  ['a number that is not whole', { put: 0.5, bytes: Uint8Array.of(1) }, '0.5 is not the number of an object'],
])('%s is a RangeError', (_, change, message) => {
  expect(() => outcomeOf(BEFORE, [change])).toThrow(new RangeError(message));
});

test('the highest number is one of an object, and a patch may end where the object does', () => {
  const changes = [
    { put: 0xffff, bytes: Uint8Array.of(4) },
    { patch: 1, offset: 1, bytes: Uint8Array.of(8, 9) },
  ];
  expect([...outcomeOf(BEFORE, changes)]).toEqual([
    [0xffff, Uint8Array.of(4)],
    [1, Uint8Array.of(1, 8, 9)],
  ]);
});

test('changes build on each other, and leave the values before them alone', () => {
  const changes: Change[] = [
    { put: 2, bytes: Uint8Array.of(5, 6) },
    { patch: 2, offset: 1, bytes: Uint8Array.of(7) },
    { put: 3, bytes: Uint8Array.of(8) },
    { remove: 3 },
    { patch: 1, offset: 0, bytes: Uint8Array.of(9) },
  ];
  const outcome = outcomeOf(BEFORE, changes);
  expect([...outcome]).toEqual([
    [2, Uint8Array.of(5, 7)],
    [3, undefined],
    [1, Uint8Array.of(9, 2, 3)],
  ]);
  expect(BEFORE.get(1)).toEqual(Uint8Array.of(1, 2, 3));
  expect(shortened(BEFORE, changes, outcome)).toEqual([
    { put: 2, bytes: Uint8Array.of(5, 7) },
    { put: 1, bytes: Uint8Array.of(9, 2, 3) },
  ]);
});
