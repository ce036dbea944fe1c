import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sameBytes } from '../../apdu/index.ts';
import { MemoryFlash } from './memory-flash.ts';
import { pattern } from './store.test-support.ts';

const SIZE = 10_000;

test('new flash is all zero, or a copy of an image', () => {
  expect(new MemoryFlash(SIZE).image()).toEqual(new Uint8Array(SIZE));
  const image = Uint8Array.from({ length: SIZE }, (_, i) => i % 251);
  const flash = new MemoryFlash(image);
  image[5000] = 0xff;
  expect(flash.read(4999, 3)).toEqual(Uint8Array.of(4999 % 251, 5000 % 251, 5001 % 251));
});

test('what is read or written belongs to the caller', () => {
  const flash = new MemoryFlash(SIZE);
  const bytes = Uint8Array.of(1, 2, 3);
  flash.write(4095, bytes);
  bytes[1] = 9;
  flash.read(4095, 3)[2] = 9;
  expect(flash.read(4094, 5)).toEqual(Uint8Array.of(0, 1, 2, 3, 0));
});

test.each([
  [-1, 1],
  [SIZE, 1],
  [SIZE - 1, 2],
])('%i + %i bytes do not lie inside', (offset, length) => {
  const flash = new MemoryFlash(SIZE);
  const error = new RangeError(`${length} bytes at ${offset} do not lie inside a flash of ${SIZE} bytes`);
  expect(() => flash.read(offset, length)).toThrow(error);
  expect(() => flash.write(offset, new Uint8Array(length))).toThrow(error);
});

const action = fc.oneof(
  fc.record({ fork: fc.nat(20) }),
  fc.record({
    write: fc.nat(20),
    offset: fc.nat(SIZE - 1),
    length: fc.integer({ min: 1, max: 5000 }),
  }),
);

test('a flash and its forks behave as arrays of their own', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
      const pairs = [{ flash: new MemoryFlash(SIZE), model: new Uint8Array(SIZE) }];
      for (const act of actions) {
        const { flash, model } = pairs[('fork' in act ? act.fork : act.write) % pairs.length]!;
        if ('fork' in act) {
          pairs.push({ flash: flash.fork(), model: model.slice() });
        } else {
          const bytes = pattern(Math.min(act.length, SIZE - act.offset), act.length);
          flash.write(act.offset, bytes);
          model.set(bytes, act.offset);
        }
      }
      for (const { flash, model } of pairs) expect(sameBytes(flash.image(), model)).toBe(true);
    }),
    { numRuns: 50 },
  );
});
