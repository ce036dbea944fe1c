/** What the tests of the object store share: small stores, and their state as something to compare. */
import { toHex } from '../../apdu/index.ts';
import type { Change } from './change.ts';
import { crc32c } from './crc32c.ts';
import type { FlashDevice } from './flash-device.ts';
import { MemoryFlash } from './memory-flash.ts';
import { ObjectStore } from './object-store.ts';
import type { StoreOptions } from './recovery.ts';

/** Some bytes that differ from their neighbours and from those of another seed. */
export function pattern(length: number, seed: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 7 + seed * 31 + (i >> 8)) & 0xff);
}

/** One block for each record and each image, so that every byte can be tried. */
export const SMALL: StoreOptions = {
  capacity: 200,
  format: () => [
    [1, pattern(10, 1)],
    [2, pattern(40, 2)],
  ],
};

/** Images and records of several blocks. */
export const LARGE: StoreOptions = { capacity: 10_000, format: () => [[1, pattern(2_000, 1)]] };

/** The objects in order, long ones by their checksum. */
export function stateOf(store: ObjectStore): string {
  return [...store.ids()]
    .sort((a, b) => a - b)
    .map((id) => {
      const bytes = store.get(id)!;
      return `${id}=${bytes.length > 100 ? `${bytes.length}:${crc32c(bytes)}` : toHex(bytes)}`;
    })
    .join(' ');
}

/** The state that a device shows when it is opened; the device itself is left alone. */
export function shownBy(chip: MemoryFlash, options: StoreOptions): string {
  return stateOf(ObjectStore.open(chip.fork(), options));
}

/** A blank device for a store. */
export function blankChip({ capacity }: StoreOptions): MemoryFlash {
  return new MemoryFlash(ObjectStore.deviceSize(capacity));
}

/** A device that holds a store after some commits. */
export function chipAfter(options: StoreOptions, commits: readonly (readonly Change[])[]): MemoryFlash {
  const chip = blankChip(options);
  const store = ObjectStore.open(chip, options);
  for (const changes of commits) store.commit(changes);
  return chip;
}

/** So many small commits fill the log of a small store. */
export const FULL = 4;

/** Commits that count up in a byte of object 1. */
export function counts(number: number): Change[][] {
  return Array.from({ length: number }, (_, i) => [{ patch: 1, offset: 3, bytes: Uint8Array.of(i) }]);
}

/** A device that does one thing differently. */
export function deviceWith(device: FlashDevice, other: Partial<FlashDevice>): FlashDevice {
  return {
    size: device.size,
    read: (offset, length) => device.read(offset, length),
    write: (offset, bytes) => device.write(offset, bytes),
    sync: () => device.sync(),
    ...other,
  };
}
