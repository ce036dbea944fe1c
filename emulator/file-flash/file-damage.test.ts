/** A file of which a byte was changed shows the same state or is refused, untouched; so does one of another length. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { toHex } from '../../apdu/index.ts';
import { type Change, DeviceError, ObjectStore } from '../nvm/index.ts';
import { FileFlash } from './file-flash.ts';

const STORE = {
  capacity: 3_000,
  format: () => [
    [1, Uint8Array.of(3, 0x31, 0x32, 0x33, 0x34)] as const,
    [2, new Uint8Array(2_000).fill(0x5a)] as const,
  ],
};
const SIZE = ObjectStore.deviceSize(STORE.capacity);

const folder = mkdtempSync(join(tmpdir(), 'file-damage-'));
const whole = join(folder, 'whole.img');
const path = join(folder, 'card.img');

afterAll(() => rmSync(folder, { recursive: true }));

function stateOf(store: ObjectStore): string {
  return [...store.ids()].map((id) => `${id}=${toHex(store.get(id)!)}`).join(' ');
}

/** Opens the file as a card would; the state, or the sentence with which it is refused. */
function shown(): { state: string } | { refused: string } {
  const before = readFileSync(path);
  let flash: FileFlash | undefined;
  try {
    flash = FileFlash.openExisting(path)!;
    return { state: stateOf(ObjectStore.open(flash, STORE)) };
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    if (!readFileSync(path).equals(before)) throw new Error('a file was refused and changed');
    return { refused: error.message };
  } finally {
    flash?.close();
  }
}

const flash = FileFlash.open(whole, { size: SIZE });
const store = ObjectStore.open(flash, STORE);
const COMMITS: Change[][] = Array.from({ length: 9 }, (_, i) => [{ patch: 1, offset: 0, bytes: Uint8Array.of(i % 4) }]);
for (const commit of COMMITS) store.commit(commit);
const state = stateOf(store);
flash.close();
const image = readFileSync(whole);

const position = fc.nat(SIZE - 1);
// Most of a file is zero, where little can go wrong: half of the changes go where something is.
const written = fc.constantFrom(...[...image.keys()].filter((at) => image[at] !== 0));

it('any one byte changed, to any value', () => {
  const outcomes = { same: 0, refused: 0 };
  fc.assert(
    fc.property(fc.oneof(position, written), fc.integer({ min: 1, max: 255 }), (at, mask) => {
      writeFileSync(
        path,
        image.map((byte, i) => (i === at ? byte ^ mask : byte)),
      );
      const found = shown();
      if ('refused' in found) {
        outcomes.refused++;
        expect(found.refused).toContain('damaged');
      } else {
        outcomes.same++;
        expect(found.state).toBe(state);
      }
    }),
    { numRuns: 300, examples: [0, 8, 4096, 4104].map((at): [number, number] => [at, 1]) },
  );
  expect(Math.min(outcomes.same, outcomes.refused)).toBeGreaterThan(0);
});

it('cut short or extended, by any number of bytes', () => {
  fc.assert(
    fc.property(fc.oneof(position, fc.integer({ min: SIZE + 1, max: 2 * SIZE })), (length) => {
      copyFileSync(whole, path);
      truncateSync(path, length);
      const found = shown();
      expect(found).toEqual({ refused: expect.stringMatching(new RegExp(`card\\.img.* ${length} bytes`)) });
    }),
    { numRuns: 100, examples: [[0], [1], [SIZE - 1], [SIZE + 1]] },
  );
});
