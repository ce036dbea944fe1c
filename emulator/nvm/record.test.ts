import { expect, test } from 'vitest';
import { sameBytes } from '../../apdu/index.ts';
import { BLOCK } from './block.ts';
import { MemoryFlash } from './memory-flash.ts';
import { beginsRecord, encodeRecord, readRecord, recordBlocks } from './record.ts';
import { seal } from './seal.ts';
import { pattern } from './store.test-support.ts';

const ROOM = 4;

function flashWith(bytes: Uint8Array): MemoryFlash {
  // What was there before means nothing.
  const flash = new MemoryFlash(new Uint8Array(ROOM * BLOCK).fill(0xa5));
  flash.write(0, bytes);
  return flash;
}

// biome-ignore format: a table reads best with its columns aligned
test.each([
  [    0, 1], [    1, 1], [4_075, 1], [4_076, 1],
  [4_077, 2], [8_167, 2], [8_168, 2], [8_169, 3], [16_352, 4], [16_353, 5],
])('a payload of %i bytes takes %i blocks', (length, blocks) => {
  expect(recordBlocks(length)).toBe(blocks);
  expect(Math.ceil(encodeRecord({ epoch: 1, sequence: 0, payload: new Uint8Array(length) }).length / BLOCK)).toBe(blocks);
});

test.each([0, 1, 13, 4_076, 4_077, 8_169, 16_352])('a payload of %i bytes is read as it was written', (length) => {
  const record = { epoch: 7, sequence: 3, payload: pattern(length, 1) };
  const flash = flashWith(encodeRecord(record));
  expect(readRecord(flash, 0, ROOM)).toEqual(record);
  expect(readRecord(flash, 0, recordBlocks(length) - 1)).toBeUndefined();
  expect(beginsRecord(flash, 0, 7)).toBe(true);
  expect(beginsRecord(flash, 0, 6)).toBe(false);
});

test('no changed byte of a record goes unnoticed', () => {
  const bytes = encodeRecord({ epoch: 1, sequence: 2, payload: pattern(4_100, 3) });
  const flash = flashWith(bytes);
  for (let i = 0; i < bytes.length; i++) {
    const changed = flash.fork();
    changed.write(i, Uint8Array.of(bytes[i]! ^ 0x10));
    expect(readRecord(changed, 0, ROOM)).toBeUndefined();
  }
});

test('what has no mark is no record, whatever its checksum says', () => {
  const bytes = encodeRecord({ epoch: 1, sequence: 2, payload: pattern(13, 3) }).with(0, 0x42);
  seal(bytes);
  expect(readRecord(flashWith(bytes), 0, ROOM)).toBeUndefined();
  expect(beginsRecord(flashWith(bytes), 0, 1)).toBe(false);
});

test('an object whose content looks like a record is never taken for one', () => {
  const forged = encodeRecord({ epoch: 2, sequence: 0, payload: pattern(13, 9) });
  for (let at = 4_000; at < 4_200; at++) {
    const payload = new Uint8Array(9_000);
    payload.set(forged, at);
    const bytes = encodeRecord({ epoch: 1, sequence: 0, payload });
    const flash = flashWith(bytes);
    for (let block = 1; block < ROOM; block++) expect(readRecord(flash, block * BLOCK, ROOM - block)).toBeUndefined();
    expect(sameBytes(readRecord(flash, 0, ROOM)!.payload, payload)).toBe(true);
  }
});
