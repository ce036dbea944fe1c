/** The power goes at every operation, and of what was not synced every kind of part survives. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CardMute } from '../../apdu/index.ts';
import type { Change } from './change.ts';
import { CuttingFlash } from './cutting-flash.ts';
import type { MemoryFlash } from './memory-flash.ts';
import { ObjectStore } from './object-store.ts';
import type { StoreOptions } from './recovery.ts';
import { blankChip, chipAfter, counts, FULL, LARGE, pattern, SMALL, shownBy, stateOf } from './store.test-support.ts';

interface Scene {
  readonly chip: MemoryFlash;
  readonly options: StoreOptions;
  /** What happens once the store is open. */
  readonly act?: (store: ObjectStore) => void;
  /** The states before and after it. */
  readonly states: readonly string[];
}

/** Every device that a cut at every operation of a scene may leave, with the device that was cut. */
function* cuts({ chip, options, act }: Scene): Generator<{ flash: CuttingFlash; at: string; done: boolean }> {
  for (let cutAt = 1; ; cutAt++) {
    const flash = new CuttingFlash(chip, cutAt);
    let done = true;
    try {
      const store = ObjectStore.open(flash, options);
      act?.(store);
    } catch (error) {
      if (!(error instanceof CardMute)) throw error;
      done = false;
    }
    yield { flash, at: `cut at ${cutAt}`, done };
    if (done) return;
  }
}

/** Opens a device and says what it shows, or why it is refused. */
function shown(chip: MemoryFlash, options: StoreOptions): string {
  try {
    return shownBy(chip, options);
  } catch (error) {
    return `${error}`;
  }
}

/** After a cut: the state before or after, and once acknowledged only the state after. */
function tornStates(scene: Scene): string[] {
  const wrong: string[] = [];
  for (const { flash, at, done } of cuts(scene)) {
    const legal = done ? scene.states.slice(-1) : scene.states;
    let outcome = 0;
    for (const chip of flash.afterCuts()) {
      const state = shown(chip, scene.options);
      if (!legal.includes(state)) wrong.push(`${at}, outcome ${outcome}: ${state}`);
      outcome++;
    }
  }
  return wrong;
}

/** After a kill, what the next process shows survives the loss of power that follows. */
function forgottenStates(scene: Scene): string[] {
  const wrong: string[] = [];
  for (const { flash, at } of cuts(scene)) {
    const killed = flash.afterKill();
    const state = stateOf(ObjectStore.open(killed, scene.options));
    if (!scene.states.includes(state)) wrong.push(`${at}, then killed: ${state}`);
    for (const chip of killed.afterCuts()) {
      const later = shown(chip, scene.options);
      if (later !== state) wrong.push(`${at}, then killed: first ${state}, then ${later}`);
    }
  }
  return wrong;
}

/** A cut during the recovery from a cut changes nothing about what is recovered; nor does it keep the next commit. */
function lostRecoveries(scene: Scene, commit: readonly Change[]): string[] {
  const { options } = scene;
  const wrong: string[] = [];
  for (const { flash, at } of cuts(scene)) {
    for (const chip of flash.afterCuts({ random: 4 })) {
      const state = shown(chip, options);
      for (const again of cuts({ chip, options, states: [] })) {
        for (const after of again.flash.afterCuts({ random: 4 })) {
          const later = shown(after, options);
          if (later !== state) wrong.push(`${at}, recovery ${again.at}: ${state}, then ${later}`);
        }
      }
      const store = ObjectStore.open(chip, options);
      store.commit(commit);
      if (shown(chip, options) !== stateOf(store)) wrong.push(`${at}: the next commit was lost`);
    }
  }
  return wrong;
}

function sceneOf(options: StoreOptions, chip: MemoryFlash, changes: readonly Change[]): Scene {
  const store = ObjectStore.open(chip.fork(), options);
  const before = stateOf(store);
  store.commit(changes);
  return { chip, options, act: (opened) => opened.commit(changes), states: [before, stateOf(store)] };
}

const PATCH: Change[] = [{ patch: 1, offset: 3, bytes: Uint8Array.of(0xaa) }];
const TWO_OBJECTS: Change[] = [
  { put: 1, bytes: pattern(12, 9) },
  { patch: 2, offset: 35, bytes: pattern(5, 9) },
];
const SEVERAL_BLOCKS: Change[] = [{ put: 2, bytes: pattern(4_300, 9) }, { remove: 1 }];

const small = (before: number, changes: Change[]) => sceneOf(SMALL, chipAfter(SMALL, counts(before)), changes);

/** A log whose blocks hold records of older epochs that differ from new ones in their last byte only. */
const oldRecords = (): MemoryFlash => chipAfter(SMALL, counts(2 * FULL + 2));

/** A device whose formatting was cut late: content written, header A torn. */
function cutFormat(): MemoryFlash {
  const flash = new CuttingFlash(blankChip(SMALL), 6);
  expect(() => ObjectStore.open(flash, { ...SMALL, format: () => [[8, pattern(100, 8)]] })).toThrow();
  const headerA = flash.unsynced;
  return flash.afterCut((unit) => unit !== headerA[1]);
}

const formatted = (chip: MemoryFlash): Scene => ({ chip, options: SMALL, states: [shownBy(blankChip(SMALL), SMALL)] });

// biome-ignore format: a table reads best with its columns aligned
const SCENES: readonly (readonly [string, () => Scene])[] = [
  ['formatting',                       () => formatted(blankChip(SMALL))],
  ['formatting again after a cut',     () => formatted(cutFormat())],
  ['a commit',                         () => small(2, PATCH)],
  ['a commit of two objects',          () => small(2, TWO_OBJECTS)],
  ['a commit over older records',      () => sceneOf(SMALL, oldRecords(), PATCH)],
  ['the commit that fills the log',    () => small(FULL - 1, TWO_OBJECTS)],
  ['a checkpoint and a commit',        () => small(FULL, TWO_OBJECTS)],
];

describe.each(SCENES)('%s', (_, scene) => {
  test('is all or nothing', () => expect(tornStates(scene())).toEqual([]));
  test('is not forgotten once seen', () => expect(forgottenStates(scene())).toEqual([]));
  test('is recovered from, also when that is cut', () => expect(lostRecoveries(scene(), PATCH)).toEqual([]));
});

describe('a commit of several blocks', () => {
  const scene = () => sceneOf(LARGE, chipAfter(LARGE, [[{ put: 3, bytes: pattern(4_100, 3) }]]), SEVERAL_BLOCKS);
  test('is all or nothing', () => expect(tornStates(scene())).toEqual([]));
  test('is not forgotten once seen', () => expect(forgottenStates(scene())).toEqual([]));
});

test('a checkpoint of several blocks is all or nothing', () => {
  const commits = Array.from({ length: 4 }, (_, i) => [{ put: 2, bytes: pattern(4_200, i) }]);
  expect(tornStates(sceneOf(LARGE, chipAfter(LARGE, commits), SEVERAL_BLOCKS))).toEqual([]);
});

test('every operation of a scene is cut', () => {
  const operations = (scene: Scene) => [...cuts(scene)].length - 1;
  expect(operations(SCENES[0]![1]())).toBe(9); // sync, mark, sync, image, sync, header A, sync, header B, sync
  expect(operations(small(2, PATCH))).toBe(4); // sync; record twice, sync
  expect(operations(small(FULL, PATCH))).toBe(10); // sync; image, sync, headers with a sync each; record twice, sync
});

test('any sequence of commits with cuts in between keeps what was acknowledged', () => {
  const step = fc.record({ id: fc.nat(3), length: fc.nat(20), other: fc.boolean(), cutAt: fc.nat(25), seed: fc.nat() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
      let flash = new CuttingFlash(blankChip(SMALL));
      let store = ObjectStore.open(flash, SMALL);
      for (const { id, length, other, cutAt, seed } of steps) {
        const before = stateOf(store);
        const changes: Change[] = [{ put: id, bytes: pattern(length, seed) }];
        if (other) changes.push({ put: id + 1, bytes: pattern(5, seed) });
        const fork = store.fork();
        fork.commit(changes);
        const legal = [before, stateOf(fork)];
        flash.cutAt(flash.operations + cutAt + 1);
        try {
          store.commit(changes);
          legal.shift();
        } catch (error) {
          expect(error).toBeInstanceOf(CardMute);
          const outcomes = [...flash.afterCuts({ random: 8, seed })];
          flash = new CuttingFlash(outcomes[seed % outcomes.length]!);
          store = ObjectStore.open(flash, SMALL);
        }
        expect(legal).toContain(stateOf(store));
      }
    }),
    { numRuns: 200 },
  );
});
