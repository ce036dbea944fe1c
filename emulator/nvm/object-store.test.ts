import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sameBytes } from '../../apdu/index.ts';
import { BLOCK } from './block.ts';
import { type Change, OBJECT_OVERHEAD } from './change.ts';
import { CuttingFlash } from './cutting-flash.ts';
import { MemoryFlash } from './memory-flash.ts';
import { ObjectStore } from './object-store.ts';
import {
  blankChip,
  chipAfter,
  counts,
  deviceWith,
  FULL,
  LARGE,
  pattern,
  SMALL,
  stateOf,
} from './store.test-support.ts';
import { StoreFull } from './store-full.ts';

function newStore(options = SMALL): ObjectStore {
  return ObjectStore.open(blankChip(options), options);
}

describe('objects', () => {
  test('a new store holds what it was formatted with', () => {
    const store = newStore();
    expect([...store.ids()]).toEqual([1, 2]);
    expect(store.get(2)).toEqual(pattern(40, 2));
    expect(store.get(3)).toBeUndefined();
    expect([store.used, store.capacity, store.free]).toEqual([
      50 + 2 * OBJECT_OVERHEAD,
      200,
      150 - 2 * OBJECT_OVERHEAD,
    ]);
  });

  test('a change makes a new value and leaves others as they are', () => {
    const store = newStore();
    const [one, two] = [store.get(1)!, store.get(2)!];
    store.commit([{ patch: 1, offset: 9, bytes: Uint8Array.of(0xff) }]);
    expect(one).toEqual(pattern(10, 1));
    expect(store.get(1)).toEqual(pattern(10, 1).with(9, 0xff));
    expect(store.get(2)).toBe(two);
  });

  test('the store keeps nothing of what the caller gave', () => {
    const store = newStore();
    const bytes = Buffer.from([1, 2, 3]);
    store.commit([{ put: 5, bytes }]);
    bytes[0] = 9;
    expect(store.get(5)).toEqual(Uint8Array.of(1, 2, 3));
  });

  test('capacity is counted to the byte', () => {
    const store = newStore();
    const room = store.free - OBJECT_OVERHEAD;
    const before = store.image();
    expect(() => store.commit([{ remove: 1 }, { put: 1, bytes: new Uint8Array(11 + store.free) }])).toThrow(StoreFull);
    expect(() => store.commit([{ put: 3, bytes: new Uint8Array(room + 1) }])).toThrow(
      new StoreFull(store.capacity + 1, store.capacity),
    );
    expect(sameBytes(store.image(), before)).toBe(true);
    store.commit([{ put: 3, bytes: new Uint8Array(room) }]);
    expect(store.free).toBe(0);
    store.commit([{ remove: 3 }]);
    expect(store.free).toBe(room + OBJECT_OVERHEAD);
  });

  test('a change that cannot be made writes nothing and leaves the store usable', () => {
    const store = newStore();
    const before = store.image();
    const impossible: Change[] = [{ remove: 1 }, { patch: 1, offset: 0, bytes: Uint8Array.of(1) }];
    expect(() => store.commit(impossible)).toThrow(RangeError);
    expect(sameBytes(store.image(), before)).toBe(true);
    expect(store.dead).toBe(false);
    store.commit([{ remove: 1 }]);
    expect([...store.ids()]).toEqual([2]);
  });

  test('a store that does not take its first objects is not formatted', () => {
    const chip = blankChip(SMALL);
    const options = { capacity: 200, format: () => [[1, new Uint8Array(189)] as const] };
    expect(() => ObjectStore.open(chip, options)).toThrow(StoreFull);
    expect(sameBytes(chip.image(), blankChip(SMALL).image())).toBe(true);
  });
});

describe('commits', () => {
  test('however many changes: one record, twice, in separate blocks, then one sync', () => {
    const flash = new CuttingFlash(chipAfter(SMALL, []));
    const store = ObjectStore.open(flash, SMALL);
    const opened = flash.operations;
    store.commit([
      { put: 7, bytes: Uint8Array.of(1) },
      { remove: 1 },
      { patch: 2, offset: 0, bytes: Uint8Array.of(9) },
    ]);
    const [first, second, ...rest] = flash.trace.slice(opened);
    if (first?.kind !== 'write' || second?.kind !== 'write')
      throw new Error('the commit did not begin with two writes');
    expect(rest).toEqual([{ kind: 'sync' }]);
    expect([first.offset % BLOCK, second.offset % BLOCK]).toEqual([0, 0]);
    expect(first.offset).not.toBe(second.offset);
    expect(first.length).toBe(20 + 3 * OBJECT_OVERHEAD + 2);
  });

  test('memory is never ahead of the flash', () => {
    const chip = chipAfter(SMALL, []);
    let seen: Uint8Array | undefined;
    let store: ObjectStore | undefined;
    const look = () => {
      seen = store?.get(1);
    };
    store = ObjectStore.open(deviceWith(chip, { sync: look }), SMALL);
    store.commit([{ put: 1, bytes: Uint8Array.of(1) }]);
    expect(seen).toEqual(pattern(10, 1));
  });

  test('the largest commit fits the log: everything removed, everything replaced', () => {
    const store = newStore({
      capacity: 2_000,
      format: () => Array.from({ length: 166 }, (_, id) => [id, new Uint8Array(0)]),
    });
    const flash = new CuttingFlash(new MemoryFlash(store.image()));
    const opened = ObjectStore.open(flash, { capacity: 2_000, format: () => [] });
    const removals = [...opened.ids()].map((remove) => ({ remove }));
    opened.commit([...removals, { put: 500, bytes: pattern(1_988, 1) }]);
    expect(stateOf(ObjectStore.open(flash, { capacity: 2_000, format: () => [] }))).toBe(stateOf(opened));
    expect(opened.free).toBe(0);
  });

  test('an object that is changed over and over in one commit takes no more log than its last value', () => {
    const store = newStore();
    const changes = Array.from({ length: 5_000 }, (_, i) => ({ put: 1, bytes: pattern(10, i) }));
    store.commit([...changes, { put: 9, bytes: Uint8Array.of(1) }, { remove: 9 }]);
    expect(store.get(1)).toEqual(pattern(10, 4_999));
    expect(store.fork().get(9)).toBeUndefined();
    expect(ObjectStore.open(new MemoryFlash(store.image()), SMALL).get(1)).toEqual(pattern(10, 4_999));
  });

  test('64 KiB are put and found again', () => {
    const options = { capacity: 131_072, format: () => [] };
    const chip = blankChip(options);
    const store = ObjectStore.open(chip, options);
    for (let i = 0; i < 9; i++) store.commit([{ put: i % 2, bytes: pattern(65_500, i) }]);
    expect(stateOf(ObjectStore.open(chip, options))).toBe(stateOf(store));
    expect(store.get(0)).toEqual(pattern(65_500, 8));
  });

  test('10⁴ commits across checkpoints equal the model on a device that does not grow', () => {
    const chip = blankChip(SMALL);
    const store = ObjectStore.open(chip, SMALL);
    const model = new Map(SMALL.format());
    for (let i = 0; i < 10_000; i++) {
      const id = i % 7;
      const bytes = pattern(i % 12, i);
      store.commit([{ put: id, bytes }]);
      model.set(id, bytes);
      if (i % 500 === 0) expect(stateOf(ObjectStore.open(chip.fork(), SMALL))).toBe(stateOf(store));
    }
    expect(new Map([...store.ids()].map((id) => [id, store.get(id)]))).toEqual(model);
    expect(stateOf(ObjectStore.open(chip, SMALL))).toBe(stateOf(store));
    expect(chip.size).toBe(ObjectStore.deviceSize(SMALL.capacity));
  });
});

describe('forks', () => {
  test('go their own way', () => {
    const store = newStore();
    store.commit([{ put: 3, bytes: Uint8Array.of(3) }]);
    const fork = store.fork();
    expect(fork.get(2)).toBe(store.get(2));
    expect(sameBytes(fork.image(), store.image())).toBe(true);
    store.commit([{ put: 1, bytes: Uint8Array.of(1) }]);
    fork.commit([{ put: 1, bytes: Uint8Array.of(2) }, { remove: 3 }]);
    for (const one of [store, fork]) {
      expect(stateOf(ObjectStore.open(new MemoryFlash(one.image()), SMALL))).toBe(stateOf(one));
    }
    expect([store.get(1), fork.get(1)]).toEqual([Uint8Array.of(1), Uint8Array.of(2)]);
    expect([store.free - fork.free]).toEqual([-1 - OBJECT_OVERHEAD]);
  });

  test('of a store on any other device are in memory', () => {
    const flash = new CuttingFlash(chipAfter(SMALL, []));
    const fork = ObjectStore.open(flash, SMALL).fork();
    const operations = flash.operations;
    for (const changes of counts(FULL + 3)) fork.commit(changes);
    expect(flash.operations).toBe(operations);
  });
});

const change = fc.oneof(
  { weight: 3, arbitrary: fc.record({ put: fc.nat(5), bytes: fc.uint8Array({ maxLength: 60 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ patch: fc.nat(5), offset: fc.nat(10), bytes: fc.uint8Array({ maxLength: 10 }) }),
  },
  { weight: 1, arbitrary: fc.record({ remove: fc.nat(5) }) },
);
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ commit: fc.array(change, { maxLength: 4 }) }) },
  { weight: 1, arbitrary: fc.constantFrom('reopen' as const, 'fork' as const) },
);

/** The rules of a commit, told in another way: copy everything, change it, look whether it fits. */
function modelCommit(model: Map<number, number[]>, changes: readonly Change[], capacity: number) {
  const after = new Map([...model].map(([id, bytes]) => [id, [...bytes]]));
  for (const one of changes) {
    if ('put' in one) after.set(one.put, [...one.bytes]);
    else if ('remove' in one) {
      if (!after.delete(one.remove)) return RangeError;
    } else {
      const bytes = after.get(one.patch);
      if (bytes === undefined || one.offset + one.bytes.length > bytes.length) return RangeError;
      bytes.splice(one.offset, one.bytes.length, ...one.bytes);
    }
  }
  const used = [...after.values()].reduce((sum, bytes) => sum + OBJECT_OVERHEAD + bytes.length, 0);
  return used > capacity ? StoreFull : after;
}

test('any sequence of commits, with reopening and forks in between, equals a plain map', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      let chip = blankChip(SMALL);
      let store = ObjectStore.open(chip, SMALL);
      let model = new Map(Array.from(SMALL.format(), ([id, bytes]) => [id, [...bytes]]));
      for (const one of steps) {
        if (one === 'reopen') store = ObjectStore.open(chip, SMALL);
        else if (one === 'fork') {
          store = store.fork();
          chip = new MemoryFlash(store.image());
          store = ObjectStore.open(chip, SMALL);
        } else {
          const expected = modelCommit(model, one.commit, SMALL.capacity);
          if (expected instanceof Map) {
            store.commit(one.commit);
            model = expected;
          } else expect(() => store.commit(one.commit)).toThrow(expected);
        }
        expect(new Map([...store.ids()].map((id) => [id, [...store.get(id)!]]))).toEqual(model);
      }
    }),
    { numRuns: 200 },
  );
});

test('a store of several blocks equals a plain map', () => {
  const chip = blankChip(LARGE);
  const store = ObjectStore.open(chip, LARGE);
  for (let i = 0; i < 40; i++) {
    store.commit([
      { put: 2 + (i % 3), bytes: pattern((i * 997) % 2_000, i) },
      { patch: 1, offset: i * 25, bytes: pattern(900, i) },
    ]);
    expect(stateOf(ObjectStore.open(chip.fork(), LARGE))).toBe(stateOf(store));
  }
});
