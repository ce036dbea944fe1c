/** Devices that were changed from outside, and what is made of them. */
import { sameBytes } from '../../apdu/index.ts';
import type { Change } from './change.ts';
import { DeviceError } from './device-error.ts';
import type { MemoryFlash } from './memory-flash.ts';
import { ObjectStore } from './object-store.ts';
import { SMALL, stateOf } from './store.test-support.ts';

export const PATCH: Change[] = [{ patch: 1, offset: 3, bytes: Uint8Array.of(0xaa) }];

/** What a device shows, or undefined when it is refused; a device that is refused and written to is an error. */
export function shownOrRefused(chip: MemoryFlash): string | undefined {
  const device = chip.fork();
  try {
    return stateOf(ObjectStore.open(device, SMALL));
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    if (!sameBytes(device.image(), chip.image())) throw new Error('a device was refused and written to');
    return undefined;
  }
}
