/** One byte is changed, or the end is missing: the same state is shown or the device is refused, untouched. */
import { describe, expect, test } from 'vitest';
import { sameBytes } from '../../apdu/index.ts';
import { BLOCK } from './block.ts';
import type { Change } from './change.ts';
import { crc32c } from './crc32c.ts';
import { CuttingFlash } from './cutting-flash.ts';
import { DeviceError } from './device-error.ts';
import { layoutFor } from './layout.ts';
import { MemoryFlash } from './memory-flash.ts';
import { ObjectStore } from './object-store.ts';
import { encodeRecord } from './record.ts';
import { SEAL_OFFSET, seal } from './seal.ts';
import { blankChip, chipAfter, counts, FULL, pattern, SMALL, shownBy, stateOf } from './store.test-support.ts';

const PATCH: Change[] = [{ patch: 1, offset: 3, bytes: Uint8Array.of(0xaa) }];
const { imageOffsets, trackOffsets } = layoutFor(SMALL.capacity);

function changed(chip: MemoryFlash, offset: number, mask: number): MemoryFlash {
  const other = chip.fork();
  other.write(offset, Uint8Array.of(chip.read(offset, 1)[0]! ^ mask));
  return other;
}

/** What a device shows, or undefined when it is refused; a device that is refused and written to is an error. */
function shownOrRefused(chip: MemoryFlash): string | undefined {
  const device = chip.fork();
  try {
    return stateOf(ObjectStore.open(device, SMALL));
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    if (!sameBytes(device.image(), chip.image())) throw new Error('a device was refused and written to');
    return undefined;
  }
}

function kindOf(chip: MemoryFlash, options = SMALL): string {
  try {
    ObjectStore.open(chip, options);
  } catch (error) {
    if (error instanceof DeviceError) return error.kind;
    throw error;
  }
  return 'opened';
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

describe('the log', () => {
  const wreck = (chip: MemoryFlash, record: number) => {
    for (const track of trackOffsets) chip.write(track + record * BLOCK + 21, Uint8Array.of(0x55));
    return chip;
  };

  test('a record that is lost in both copies before another is damage', () => {
    expect(kindOf(wreck(chipAfter(SMALL, counts(3)), 1))).toBe('damaged');
    expect(kindOf(wreck(chipAfter(SMALL, counts(3)), 0))).toBe('damaged');
  });

  test('a record of a later epoch is damage', () => {
    const chip = chipAfter(SMALL, counts(3));
    chip.write(
      trackOffsets[1] + (FULL - 1) * BLOCK,
      encodeRecord({ epoch: 2, sequence: 0, payload: new Uint8Array(0) }),
    );
    expect(kindOf(chip)).toBe('damaged');
  });

  test('both headers of an epoch lost, but not its records: damage, not the state before', () => {
    const before = chipAfter(SMALL, counts(FULL));
    const chip = chipAfter(SMALL, [...counts(FULL), PATCH]);
    for (const header of [0, BLOCK]) chip.write(header, before.read(header, BLOCK));
    expect(kindOf(chip)).toBe('damaged');
  });

  test.each([0, BLOCK])('of two headers that differ, wherever the older one lies (%i), the newer counts', (offset) => {
    const before = chipAfter(SMALL, counts(FULL));
    const chip = chipAfter(SMALL, [...counts(FULL), PATCH]);
    const state = shownBy(chip, SMALL);
    chip.write(offset, before.read(offset, BLOCK));
    expect(shownOrRefused(chip)).toBe(state);
  });

  test('records of an older epoch are not replayed', () => {
    const chip = chipAfter(SMALL, [...counts(FULL), [{ put: 1, bytes: Uint8Array.of(7) }]]);
    expect(ObjectStore.open(chip, SMALL).get(1)).toEqual(Uint8Array.of(7));
  });

  test('a record that could not have been written is damage', () => {
    for (const payload of [Uint8Array.of(1), pattern(40, 1), new Uint8Array(12)]) {
      const chip = chipAfter(SMALL, []);
      for (const track of trackOffsets) chip.write(track, encodeRecord({ epoch: 1, sequence: 0, payload }));
      expect(kindOf(chip)).toBe('damaged');
    }
  });

  test('objects beyond the capacity are damage', () => {
    const payload = new Uint8Array(12 + 300);
    new DataView(payload.buffer).setUint16(0, 1);
    new DataView(payload.buffer).setUint32(8, 300);
    const chip = chipAfter(SMALL, []);
    for (const track of trackOffsets) chip.write(track, encodeRecord({ epoch: 1, sequence: 0, payload }));
    expect(kindOf(chip)).toBe('damaged');
  });
});

describe('the device', () => {
  test('too small: the sentence says both numbers', () => {
    const size = ObjectStore.deviceSize(SMALL.capacity);
    expect(() => ObjectStore.open(new MemoryFlash(size - 1), SMALL)).toThrow(
      new DeviceError('too small', `the flash has ${size - 1} bytes; this card needs ${size}`),
    );
  });

  test('larger is accepted, and cut short afterwards refused at any length', () => {
    const size = ObjectStore.deviceSize(SMALL.capacity) + 5_000;
    const chip = new MemoryFlash(size);
    ObjectStore.open(chip, SMALL).commit(PATCH);
    expect(kindOf(chip)).toBe('opened');
    for (let length = 0; length < size; length += 499) {
      expect(kindOf(new MemoryFlash(chip.read(0, length)))).toBe('too small');
    }
    expect(kindOf(new MemoryFlash(chip.read(0, size - 1)))).toBe('too small');
    expect(() => ObjectStore.open(new MemoryFlash(chip.read(0, size - 1)), SMALL)).toThrow(
      `${size - 1} bytes are left of ${size}`,
    );
  });

  test('of another capacity', () => {
    expect(kindOf(chipAfter(SMALL, []), { ...SMALL, capacity: 199 })).toBe('other capacity');
  });

  test('of an unknown format', () => {
    const chip = chipAfter(SMALL, []);
    for (const header of [0, BLOCK]) {
      const bytes = chip.read(header, 40).with(11, 2);
      seal(bytes);
      chip.write(header, bytes);
    }
    expect(kindOf(chip)).toBe('unknown format');
  });

  test('an image slot that does not exist is damage, whatever its checksum says', () => {
    const chip = chipAfter(SMALL, []);
    for (const header of [0, BLOCK]) {
      const bytes = chip.read(header, 40).with(23, 2);
      seal(bytes);
      chip.write(header, bytes);
    }
    expect(kindOf(chip)).toBe('damaged');
  });

  test('an image longer than the capacity is damage', () => {
    const chip = chipAfter(SMALL, []);
    const image = chip.read(imageOffsets[0], 300);
    for (const header of [0, BLOCK]) {
      const bytes = chip.read(header, 40);
      new DataView(bytes.buffer).setUint32(24, 300);
      new DataView(bytes.buffer).setUint32(28, crc32c(image));
      seal(bytes);
      chip.write(header, bytes);
    }
    expect(kindOf(chip)).toBe('damaged');
  });

  test('that is something else is left alone', () => {
    const middle = ObjectStore.deviceSize(SMALL.capacity) - 1;
    for (const offset of [middle, BLOCK, SEAL_OFFSET, 0]) {
      const chip = blankChip(SMALL);
      chip.write(offset, Uint8Array.of(0x42));
      expect(shownOrRefused(chip)).toBeUndefined();
    }
  });

  test('that was only marked is formatted, also when the mark is torn', () => {
    for (let length = 1; length <= 8; length++) {
      const chip = blankChip(SMALL);
      chip.write(0, chipAfter(SMALL, []).read(0, length));
      chip.write(imageOffsets[0], pattern(50, 1));
      expect(shownOrRefused(chip)).toBe(shownBy(chipAfter(SMALL, []), SMALL));
    }
  });
});
