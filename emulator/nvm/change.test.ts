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
  expect(() => decodeChanges(encoded.subarray(0, -1))).toThrow(RangeError);
  expect(() => decodeChanges(encoded.with(1, 4))).toThrow('4 with 5 bytes is no kind of change');
  // A removal has no bytes.
  expect(() => decodeChanges(encoded.with(1, 3))).toThrow('3 with 5 bytes is no kind of change');
});

const BEFORE = new Map([[1, Uint8Array.of(1, 2, 3)]]);

test.each<[string, Change]>([
  ['patching what does not exist', { patch: 2, offset: 0, bytes: Uint8Array.of(1) }],
  ['removing what does not exist', { remove: 2 }],
  ['patching beyond the end', { patch: 1, offset: 2, bytes: Uint8Array.of(1, 2) }],
  ['patching before the beginning', { patch: 1, offset: -1, bytes: Uint8Array.of(1) }],
  ['patching between bytes', { patch: 1, offset: 0.5, bytes: Uint8Array.of(1) }],
  ['a number that is too high', { put: 0x10000, bytes: Uint8Array.of(1) }],
  ['a negative number', { put: -1, bytes: Uint8Array.of(1) }],
])('%s is a RangeError', (_, change) => {
  expect(() => outcomeOf(BEFORE, [change])).toThrow(RangeError);
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
