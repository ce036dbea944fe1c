/** Makes a card of a profile: formats a new flash device, or opens what one holds. */
import { sameBytes } from '../apdu/index.ts';
import {
  type Card,
  CardMachine,
  CardOs,
  type Clock,
  consoleLog,
  equalSecrets,
  type FlashDevice,
  formatCard,
  type Log,
  MemoryFlash,
  nativeEngine,
  OBJECT,
  ObjectStore,
  type SecretComparator,
  seedBytes,
} from '../emulator/index.ts';
import { osProfile } from './os-profile.ts';
import { pkiApplet } from './pki-applet.ts';
import type { CardProfile } from './profile/card-profile.ts';
import { quirksNamed } from './quirks/behaviour-of.ts';
import { serialNumber } from './serial-number.ts';

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
  /** Who is told of an assertion that failed in the card; standard error when left out. */
  readonly log?: Log;
  /** The card behaves as ours do, whatever quirks it has and keeps: for those who personalise it. */
  readonly withoutQuirks?: true;
}

/** The card's flash does not hold the card that was asked for. */
export class WrongCard extends Error {
  override readonly name = 'WrongCard';
}

/** Bytes of flash that a card of this profile needs. */
export function flashSize(profile: CardProfile): number {
  return ObjectStore.deviceSize(profile.capacity);
}

/** Names of the quirks that a card keeps. */
export function storedQuirks(store: ObjectStore): string[] {
  const names = new TextDecoder().decode(store.get(OBJECT.quirks));
  return names.split(' ').filter((name) => name !== '');
}

/** The profile with the quirks that the card keeps. Throws `WrongCard` when others were asked for, `RangeError` for an unknown one. */
function withStoredQuirks(profile: CardProfile, store: ObjectStore): CardProfile {
  const quirks = quirksNamed(storedQuirks(store));
  if (profile.quirks.length > 0 && profile.quirks.join() !== quirks.join()) {
    const had = quirks.length === 0 ? 'without quirks' : `with ${quirks.join(' and ')}`;
    throw new WrongCard(`this flash holds a card that was made ${had}; name no quirks to open it as it is`);
  }
  return { ...profile, quirks };
}

/**
 * Opens, formats or recovers a card; one that is opened without naming quirks has those that it was made with. Throws
 * `DeviceError` when the device is damaged or too small, `WrongCard` when it holds a card of another profile, seed or quirks,
 * `RangeError` for quirks that exclude each other, `RangeError` or `SyntaxError` for a seed that is none.
 */
export function createCard(options: CardOptions): Card {
  const {
    seed,
    flash = new MemoryFlash(flashSize(options.profile)),
    compare = equalSecrets,
    log = consoleLog,
  } = options;
  const asked = { ...options.profile, quirks: quirksNamed(options.profile.quirks) };
  const wanted = seedBytes(seed ?? asked.defaultSeed);
  const os = osProfile(asked);
  const store = ObjectStore.open(flash, {
    capacity: asked.capacity,
    format: () => formatCard(os, wanted, serialNumber(asked, wanted), asked.quirks.join(' ')),
  });
  const found = new TextDecoder().decode(store.get(OBJECT.profileName));
  if (found !== asked.name) throw new WrongCard(`this flash holds a card of profile ${found}, not ${asked.name}`);
  if (seed !== undefined && !sameBytes(store.get(OBJECT.seed)!, wanted)) {
    throw new WrongCard('this flash holds a card that was formatted with another seed; leave the seed out to open it');
  }
  const profile = withStoredQuirks(asked, store);
  const behaving = options.withoutQuirks === true ? { ...profile, quirks: [] } : profile;
  const machine = new CardOs(osProfile(behaving), store, nativeEngine, compare);
  return new CardMachine(machine, () => [pkiApplet(profile.edgeVersion)], log);
}
