/** Makes a card of a profile: formats a new flash device, or opens what one holds. */
import { concat, sameBytes } from '../apdu/index.ts';
import {
  type Card,
  CardMachine,
  CardOs,
  type Clock,
  consoleLog,
  equalSecrets,
  type FlashDevice,
  formatCard,
  MemoryFlash,
  nativeEngine,
  OBJECT,
  ObjectStore,
  type SecretComparator,
  seedBytes,
} from '../emulator/index.ts';
import { osProfile, PUK_REFERENCE } from './os-profile.ts';
import { pkiApplet } from './pki-applet.ts';
import type { CardProfile } from './profile/card-profile.ts';

export interface CardOptions {
  readonly profile: CardProfile;
  /** 1–64 bytes, as such or in hexadecimal; the profile's own when left out. */
  readonly seed?: Uint8Array | string;
  /** Where the card lives; memory when left out. All zeroes: it is formatted. */
  readonly flash?: FlashDevice;
  /** Where time comes from for whatever the card dates. */
  readonly clock?: Clock;
  /** Compares a presented PIN or PUK with the stored one; in constant time when left out. */
  readonly compare?: SecretComparator;
}

/** The card's flash does not hold the card that was asked for. */
export class WrongCard extends Error {
  override readonly name = 'WrongCard';
}

const SERIAL_LENGTH = 8;

/** Follows from everything that makes this card another one, because hosts cache what they read by it. */
function serialNumber(profile: CardProfile, seed: Uint8Array): Uint8Array {
  const identity = new TextEncoder().encode(`${profile.name}\0${profile.variant}\0`);
  return nativeEngine.hash('sha256', concat(identity, seed)).slice(0, SERIAL_LENGTH);
}

/** Bytes of flash that a card of this profile needs. */
export function flashSize(profile: CardProfile): number {
  return ObjectStore.deviceSize(profile.capacity);
}

/**
 * Opens, formats or recovers a card. Throws `DeviceError` when the device is damaged or too small, `WrongCard` when it holds
 * a card of another profile or seed, `RangeError` or `SyntaxError` for a seed that is none.
 */
export function createCard(options: CardOptions): Card {
  const { profile, seed, flash = new MemoryFlash(flashSize(profile)), compare = equalSecrets } = options;
  const wanted = seedBytes(seed ?? profile.defaultSeed);
  const os = osProfile(profile);
  const store = ObjectStore.open(flash, {
    capacity: profile.capacity,
    format: () => formatCard(os, wanted, serialNumber(profile, wanted)),
  });
  const found = new TextDecoder().decode(store.get(OBJECT.profileName));
  if (found !== profile.name) throw new WrongCard(`this flash holds a card of profile ${found}, not ${profile.name}`);
  if (seed !== undefined && !sameBytes(store.get(OBJECT.seed)!, wanted)) {
    throw new WrongCard('this flash holds a card that was formatted with another seed; leave the seed out to open it');
  }
  const machine = new CardOs(os, store, nativeEngine, compare);
  return new CardMachine(machine, () => pkiApplet(profile.edgeVersion, PUK_REFERENCE), consoleLog);
}
