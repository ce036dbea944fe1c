/** One byte is changed: the same state is shown, or the device is refused, untouched. */
import { expect, test } from 'vitest';
import { BLOCK } from './block.ts';
import type { Change } from './change.ts';
import { CuttingFlash } from './cutting-flash.ts';
import { PATCH, shownOrRefused } from './damage.test-support.ts';
import { layoutFor } from './layout.ts';
import type { MemoryFlash } from './memory-flash.ts';
import { ObjectStore } from './object-store.ts';
import { chipAfter, counts, FULL, SMALL, shownBy, stateOf } from './store.test-support.ts';

const { imageOffsets, trackOffsets } = layoutFor(SMALL.capacity);

function changed(chip: MemoryFlash, offset: number, mask: number): MemoryFlash {
  const other = chip.fork();
  other.write(offset, Uint8Array.of(chip.read(offset, 1)[0]! ^ mask));
  return other;
}

// biome-ignore format: a table reads best with its columns aligned
const CHIPS: readonly (readonly [string, number])[] = [
  ['newly formatted',                       0],
  ['with a full log',                       FULL],
  ['one commit after its second checkpoint', 2 * FULL + 1],
];

test.each(CHIPS)('a store %s is the same or refused when any byte is changed', (_, commits) => {
  const chip = chipAfter(SMALL, counts(commits));
  const state = shownBy(chip, SMALL);
  const wrong: string[] = [];
  const refused = new Set<number>();
  for (let offset = 0; offset < chip.size; offset++) {
    const found = shownOrRefused(changed(chip, offset, 1 << (offset % 8)));
    if (found === undefined) refused.add(Math.floor(offset / BLOCK));
    else if (found !== state) wrong.push(`byte ${offset}: ${found}`);
  }
  expect(wrong).toEqual([]);
  // Everything is there twice but for the image in use.
  expect(refused.size).toBe(1);
  expect(imageOffsets).toContain([...refused][0]! * BLOCK);
});

/** Where headers and images of a small store lie, and how many bytes of them are tried. */
const HEADERS_AND_IMAGES = [
  ...[0, BLOCK].map((offset) => [offset, 40] as const),
  ...imageOffsets.map((offset) => [offset, 16] as const),
];

/** Where the first records lie. */
const RECORDS = trackOffsets.flatMap((track) => [0, 1, 2].map((block) => [track + block * BLOCK, 40] as const));

test('what was recovered from a cut is the same or refused when a byte is changed', () => {
  // The record that lies where the next one goes differs from it in one bit, besides its epoch.
  const chip = chipAfter(SMALL, counts(2 * FULL + 2));
  const commit: Change[] = [{ patch: 1, offset: 3, bytes: Uint8Array.of(7) }];
  const wrong: string[] = [];
  for (const cutAt of [2, 3, 4]) {
    const flash = new CuttingFlash(chip, cutAt);
    expect(() => ObjectStore.open(flash, SMALL).commit(commit)).toThrow();
    for (const torn of flash.afterCuts({ random: 4 })) {
      const state = stateOf(ObjectStore.open(torn, SMALL));
      for (const [offset, length] of [...HEADERS_AND_IMAGES, ...RECORDS]) {
        for (let i = offset; i < offset + length; i++) {
          const found = shownOrRefused(changed(torn, i, 0x01));
          if (found !== undefined && found !== state) wrong.push(`cut at ${cutAt}, byte ${i}: ${found}`);
        }
      }
    }
  }
  expect(wrong).toEqual([]);
});

test('a cut checkpoint with a changed byte shows the state before or after, or is refused', () => {
  const chip = chipAfter(SMALL, counts(FULL));
  const states = [shownBy(chip, SMALL), shownBy(chipAfter(SMALL, [...counts(FULL), PATCH]), SMALL)];
  const wrong: string[] = [];
  for (let cutAt = 1; cutAt <= 10; cutAt++) {
    const flash = new CuttingFlash(chip, cutAt);
    expect(() => ObjectStore.open(flash, SMALL).commit(PATCH)).toThrow();
    for (const torn of flash.afterCuts({ random: 0 })) {
      for (const [offset, length] of HEADERS_AND_IMAGES) {
        for (let i = offset; i < offset + length; i++) {
          const found = shownOrRefused(changed(torn, i, 0x01));
          if (found !== undefined && !states.includes(found)) wrong.push(`cut at ${cutAt}, byte ${i}: ${found}`);
        }
      }
    }
  }
  expect(wrong).toEqual([]);
});
