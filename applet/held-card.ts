/** Which card a flash device holds, for whoever has to choose the profile to open it with. */
import { sameBytes } from '../apdu/index.ts';
import { formattedAs, type MemoryFlash, OBJECT, ObjectStore } from '../emulator/index.ts';
import { storedForm, storedQuirks } from './create-card.ts';
import type { CardProfile } from './profile/card-profile.ts';
import { serialNumber } from './serial-number.ts';

export interface HeldCard {
  /** Name of the profile that it was formatted with. */
  readonly profileName: string;
  /** Told by GET DATA. */
  readonly serialNumber: Uint8Array;
  /** Names of the quirks that it was made with, known or not. */
  readonly quirks: readonly string[];
  /** Name of its layout, known or not; none for `iso`. */
  readonly layout: string;
  /** Its answer to reset in hexadecimal; none for the card's own. */
  readonly atr: string;
  /** Bytes that its objects take, and may take. */
  readonly used: number;
  readonly capacity: number;
  /** Whether nothing of a cut or of a changed byte is left that the next opening would do away with. */
  isUntouched(): boolean;
  /** Whether it was made of exactly this profile, variant included. */
  isOf(profile: CardProfile): boolean;
}

/**
 * The card on a device, which is left as it is; undefined when there is none yet. Throws `DeviceError` when the device is
 * damaged.
 */
export function heldCard(flash: MemoryFlash): HeldCard | undefined {
  const formatted = formattedAs(flash);
  if (formatted === undefined) return undefined;
  const { capacity } = formatted;
  const copy = flash.fork();
  const store = ObjectStore.open(copy, { capacity, format: () => [] });
  const profileName = new TextDecoder().decode(store.get(OBJECT.profileName));
  const serial = store.get(OBJECT.serialNumber) ?? new Uint8Array(0);
  const seed = store.get(OBJECT.seed) ?? new Uint8Array(0);
  return {
    profileName,
    serialNumber: serial.slice(),
    quirks: storedQuirks(store),
    ...storedForm(store),
    used: store.used,
    capacity,
    isUntouched: () => sameBytes(copy.image(), flash.image()),
    isOf: (profile) => profile.name === profileName && sameBytes(serialNumber(profile, seed), serial),
  };
}
