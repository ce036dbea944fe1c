/** Makes a card of a profile: formats a new flash device, or opens what one holds. */
import { fromHex, sameBytes, toHex } from '../apdu/index.ts';
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
  STANDARD_BEHAVIOUR,
  seedBytes,
} from '../emulator/index.ts';
import { LAYOUTS, layoutNamed } from './layout/layout.ts';
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
  /** The card behaves as ours do, whatever quirks and habits it has and keeps: for those who personalise it. */
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

/** Name of the layout that a card keeps, none for `iso`, and its answer to reset, none for its own. */
export function storedForm(store: ObjectStore): { readonly layout: string; readonly atr: string } {
  return {
    layout: new TextDecoder().decode(store.get(OBJECT.layout)),
    atr: toHex(store.get(OBJECT.atr) ?? new Uint8Array(0)),
  };
}

/** The profile in the form that the card keeps. Throws `WrongCard` when another layout or ATR was asked for. */
function withStoredForm(profile: CardProfile, store: ObjectStore): CardProfile {
  const { atr, ...stored } = storedForm(store);
  const layout = layoutNamed(stored.layout);
  if (profile.layout !== 'iso' && profile.layout !== layout)
    throw new WrongCard(`this flash holds a card of layout ${layout}, not ${profile.layout}`);
  if (profile.atr !== '' && profile.atr !== atr)
    throw new WrongCard(
      `this flash holds a card with ${atr === '' ? 'its own ATR' : `ATR ${atr}`}, not ${profile.atr}`,
    );
  return { ...profile, layout, atr };
}

/** What a new card keeps of its profile besides the name. */
function keptObjects({ quirks, layout, atr }: CardProfile): [number, Uint8Array][] {
  const encoder = new TextEncoder();
  return [
    ...(quirks.length === 0 ? [] : [[OBJECT.quirks, encoder.encode(quirks.join(' '))] as [number, Uint8Array]]),
    ...(layout === 'iso' ? [] : [[OBJECT.layout, encoder.encode(layout)] as [number, Uint8Array]]),
    ...(atr === '' ? [] : [[OBJECT.atr, fromHex(atr)] as [number, Uint8Array]]),
  ];
}

/**
 * Opens, formats or recovers a card; one that is opened without naming quirks, layout or ATR has those that it was made with. Throws
 * `DeviceError` when the device is damaged or too small, `WrongCard` when it holds a card of another profile, seed, quirks, layout or ATR,
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
    format: () => formatCard(os, wanted, serialNumber(asked, wanted), keptObjects(asked)),
  });
  const found = new TextDecoder().decode(store.get(OBJECT.profileName));
  if (found !== asked.name) throw new WrongCard(`this flash holds a card of profile ${found}, not ${asked.name}`);
  if (seed !== undefined && !sameBytes(store.get(OBJECT.seed)!, wanted)) {
    throw new WrongCard('this flash holds a card that was formatted with another seed; leave the seed out to open it');
  }
  const profile = withStoredForm(withStoredQuirks(asked, store), store);
  const machine = new CardOs(
    options.withoutQuirks === true ? osProfile(profile, STANDARD_BEHAVIOUR) : osProfile(profile),
    store,
    nativeEngine,
    compare,
  );
  return new CardMachine(machine, () => [pkiApplet(profile.edgeVersion, LAYOUTS[profile.layout].names)], log);
}
