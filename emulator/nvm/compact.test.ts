/** What was overwritten or removed is nowhere on the device after `compact`, and the state is the same, also when that is cut. */
import { expect, test } from 'vitest';
import { CardMute } from '../../apdu/index.ts';
import { BLOCK } from './block.ts';
import { CuttingFlash, TEAR_UNIT } from './cutting-flash.ts';
import type { MemoryFlash } from './memory-flash.ts';
import { ObjectStore } from './object-store.ts';
import { chipAfter, counts, FULL, LARGE, SMALL, shownBy, stateOf } from './store.test-support.ts';

/** Found again by eye and by search. */
const SECRET = Buffer.from('an old secret value');
const KEPT = Buffer.from('a value that stays!');

const holds = (flash: MemoryFlash, bytes: Buffer): boolean => Buffer.from(flash.image()).includes(bytes);

/** A store of several blocks whose secret was overwritten, or removed, before or after checkpoints, near or far from the start. */
function chipWithHistory(checkpoints: number): MemoryFlash {
  const large = { put: 4, bytes: new Uint8Array(BLOCK + 2000) };
  const commits = [
    [large, { put: 3, bytes: SECRET }],
    [{ put: 2, bytes: SECRET }],
    ...counts(checkpoints * 3).map((count) => [large, ...count]),
    [{ remove: 4 }],
    [{ put: 2, bytes: KEPT }],
    [{ remove: 3 }],
  ];
  return chipAfter(LARGE, commits);
}

test.each([0, 1, 2, 3])('nothing of before is left, %i checkpoints after it was written', (checkpoints) => {
  const chip = chipWithHistory(checkpoints);
  expect(holds(chip, SECRET)).toBe(true);
  const state = shownBy(chip, LARGE);
  const store = ObjectStore.open(chip, LARGE);
  store.compact();
  expect([holds(chip, SECRET), holds(chip, KEPT)]).toEqual([false, true]);
  expect([stateOf(store), shownBy(chip, LARGE)]).toEqual([state, state]);
  store.commit([{ put: 9, bytes: KEPT }]);
  expect(shownBy(chip, LARGE)).toBe(stateOf(store));
});

/** Which of the unsynced units a cut leaves: there are too many of them to try each. */
const SURVIVORS: readonly ((unit: number) => boolean)[] = [
  () => false,
  () => true,
  ...Array.from({ length: 8 }, (_, bit) => (unit: number) => ((unit / TEAR_UNIT) >> bit) % 2 === 0),
  ...Array.from({ length: 8 }, (_, bit) => (unit: number) => ((unit / TEAR_UNIT) >> bit) % 2 === 1),
  ...Array.from({ length: 12 }, (_, block) => (unit: number) => Math.floor(unit / BLOCK) === block),
  ...Array.from({ length: 12 }, (_, block) => (unit: number) => Math.floor(unit / BLOCK) !== block),
];

test('a cut at any operation leaves the same state', () => {
  const chip = chipAfter(SMALL, counts(2 * FULL + 1));
  const state = shownBy(chip, SMALL);
  let cutAt = 1;
  for (let done = false; !done; cutAt++) {
    const flash = new CuttingFlash(chip, cutAt);
    try {
      ObjectStore.open(flash, SMALL).compact();
      done = true;
    } catch (error) {
      expect(error).toBeInstanceOf(CardMute);
    }
    for (const survives of SURVIVORS) expect(shownBy(flash.afterCut(survives), SMALL)).toBe(state);
  }
  // sync; image, sync, headers with a sync each; two images and two tracks erased, sync
  expect(cutAt - 2).toBe(12);
});
