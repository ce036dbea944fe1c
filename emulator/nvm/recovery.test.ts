/** What a device is taken for before a card is created on it, and the sentences in which others are refused. */
import { describe, expect, it, test } from 'vitest';
import { BLOCK } from './block.ts';
import { DeviceError, type DeviceErrorKind } from './device-error.ts';
import { HEADER_LENGTH } from './header.ts';
import { MemoryFlash } from './memory-flash.ts';
import { ObjectStore } from './object-store.ts';
import { formattedAs } from './recovery.ts';
import { seal } from './seal.ts';
import { blankChip, chipAfter, pattern, SMALL } from './store.test-support.ts';
import { StoreFull } from './store-full.ts';

const HEADERS_END = BLOCK + HEADER_LENGTH;

/** A store with a header changed, whose checksum holds. */
function withFormat(format: number, ...headers: readonly number[]): MemoryFlash {
  const chip = chipAfter(SMALL, []);
  for (const header of headers) {
    const bytes = chip.read(header, HEADER_LENGTH).with(11, format);
    seal(bytes);
    chip.write(header, bytes);
  }
  return chip;
}

describe('formattedAs', () => {
  it('tells the capacity, and the size at formatting', () => {
    const chip = chipAfter(SMALL, []);
    expect(formattedAs(chip)).toMatchObject({ capacity: SMALL.capacity, deviceSize: chip.size });
  });

  it('tells nothing of a blank device, of whatever size, and of one that was only marked', () => {
    expect(formattedAs(blankChip(SMALL))).toBeUndefined();
    expect(formattedAs(new MemoryFlash(HEADERS_END))).toBeUndefined();
    const marked = blankChip(SMALL);
    marked.write(0, chipAfter(SMALL, []).read(0, 8));
    expect(formattedAs(marked)).toBeUndefined();
  });

  it('refuses what has no room for headers, and what is something else', () => {
    expect(() => formattedAs(new MemoryFlash(HEADERS_END - 1))).toThrow(
      new DeviceError('too small', `this is no card image: it has ${HEADERS_END - 1} bytes`),
    );
    expect(() => formattedAs(new MemoryFlash(pattern(2 * BLOCK, 1)))).toThrow(DeviceError);
  });
});

test.each<[string, () => MemoryFlash, DeviceErrorKind, string]>([
  [
    'another format',
    () => withFormat(2, 0, BLOCK),
    'unknown format',
    'this card image was written by another version of proefpas; open it with that one',
  ],
  [
    'one header of another format, and none of ours',
    () => {
      const chip = withFormat(2, 0);
      chip.write(BLOCK, new Uint8Array(HEADER_LENGTH));
      return chip;
    },
    'unknown format',
    'this card image was written by another version of proefpas; open it with that one',
  ],
  [
    'something else',
    () => new MemoryFlash(pattern(ObjectStore.deviceSize(SMALL.capacity), 1)),
    'damaged',
    'this is no card image, or a damaged one: neither of its headers can be read',
  ],
  [
    'another capacity',
    () => chipAfter({ ...SMALL, capacity: 201 }, []),
    'other capacity',
    'this card image has a capacity of 201 bytes, not 200',
  ],
])('%s is refused in its own sentence', (_, chip, kind, message) => {
  expect(() => ObjectStore.open(chip(), SMALL)).toThrow(
    expect.objectContaining({ name: 'DeviceError', kind, message }),
  );
});

test('objects that do not fit are told with their bytes', () => {
  expect(new StoreFull(201, 200)).toMatchObject({
    name: 'StoreFull',
    message: 'the objects would take 201 bytes of a capacity of 200',
  });
});
