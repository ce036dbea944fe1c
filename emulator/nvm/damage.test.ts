/** Damage of each kind: the device is refused as what it is, and a smaller one than is needed too. */
import { describe, expect, test } from 'vitest';
import { BLOCK } from './block.ts';
import { OBJECT_OVERHEAD } from './change.ts';
import { crc32c } from './crc32c.ts';
import { CuttingFlash } from './cutting-flash.ts';
import { PATCH, shownOrRefused } from './damage.test-support.ts';
import { DeviceError } from './device-error.ts';
import { layoutFor } from './layout.ts';
import { MemoryFlash } from './memory-flash.ts';
import { ObjectStore } from './object-store.ts';
import { encodeRecord } from './record.ts';
import { SEAL_OFFSET, seal } from './seal.ts';
import { blankChip, chipAfter, counts, FULL, pattern, SMALL, shownBy, stateOf } from './store.test-support.ts';

const { imageOffsets, trackOffsets } = layoutFor(SMALL.capacity);

const NOT_THEIR_CHECKSUM = expect.objectContaining({
  name: 'DeviceError',
  kind: 'damaged',
  message: 'this card image is damaged: its objects do not match their checksum',
});

function kindOf(chip: MemoryFlash, options = SMALL): string {
  try {
    ObjectStore.open(chip, options);
  } catch (error) {
    if (error instanceof DeviceError) return error.kind;
    throw error;
  }
  return 'opened';
}

describe('the log', () => {
  const wreck = (chip: MemoryFlash, record: number) => {
    for (const track of trackOffsets) chip.write(track + record * BLOCK + 21, Uint8Array.of(0x55));
    return chip;
  };

  test('a record that is lost in both copies before another is damage', () => {
    expect(() => ObjectStore.open(wreck(chipAfter(SMALL, counts(3)), 1), SMALL)).toThrow(
      new DeviceError('damaged', 'this card image is damaged: a change is missing from its log'),
    );
    expect(kindOf(wreck(chipAfter(SMALL, counts(3)), 0))).toBe('damaged');
  });

  test('that is full is whole: opening it writes nothing', () => {
    const flash = new CuttingFlash(chipAfter(SMALL, counts(FULL)));
    ObjectStore.open(flash, SMALL);
    expect(flash.trace).toEqual([{ kind: 'sync' }]);
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
    expect(() => ObjectStore.open(chip, SMALL)).toThrow(
      new DeviceError('damaged', 'this card image is damaged: the objects take more than the capacity'),
    );
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

  test('an image of which a byte is changed is damage, and the sentence says so', () => {
    const chip = chipAfter(SMALL, []);
    const last = imageOffsets[0] + chip.read(0, 40)[27]! - 1;
    chip.write(last, Uint8Array.of(chip.read(last, 1)[0]! ^ 0x01));
    expect(() => ObjectStore.open(chip, SMALL)).toThrow(NOT_THEIR_CHECKSUM);
  });

  test('an image that fills the capacity is no damage', () => {
    const full = { capacity: 200, format: () => [[1, pattern(200 - OBJECT_OVERHEAD, 1)] as const] };
    const chip = blankChip(full);
    expect(stateOf(ObjectStore.open(chip, full))).toBe(shownBy(chip, full));
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
    expect(() => ObjectStore.open(chip, SMALL)).toThrow(NOT_THEIR_CHECKSUM);
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
