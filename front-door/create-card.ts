/** Makes a card by profile name: formatted, personalised through its own commands, and brought into its variant's state. */
import { sameBytes } from '../apdu/index.ts';
import {
  type Card,
  type CardProfile,
  flashSize,
  createCard as formatOrOpen,
  type QuirkName,
  withQuirks,
} from '../applet/index.ts';
import { type Clock, type FlashDevice, fixedClock, MemoryFlash, seedBytes } from '../emulator/index.ts';
import { personaliseConformance, personaliseReady, withHolder } from '../issuer/index.ts';
import { handOver } from './handed-over.ts';
import { type ProfileName, profiles } from './profiles.ts';
import { readyImage } from './ready-image.ts';

export interface CreateCardOptions {
  /** A name, or a profile of one's own; "zorg-id" when left out. */
  readonly profile?: ProfileName | CardProfile;
  /** Whom a card with certificates is for, by details or as on the command line; the profile's own when left out. */
  readonly holder?: Readonly<Record<string, string>> | string;
  /** Ways in which it answers as certain other cards do; the profile's own when left out, and of a card that is there those it has. */
  readonly quirks?: readonly QuirkName[];
  /** 1–64 bytes, as such or in hexadecimal; the profile's own when left out. */
  readonly seed?: Uint8Array | string;
  /** Where the card lives; memory when left out. All zeroes: it is formatted. */
  readonly flash?: FlashDevice;
  /** What dates certificates; `READY_CLOCK` when left out. */
  readonly clock?: Clock;
}

/** 2026-01-01T00:00:00Z, for ever: the same command makes the same card, certificate included, on every machine and day. */
export const READY_CLOCK: Clock = fixedClock(Date.UTC(2026, 0, 1));

/** What writes each content on a powered, blank card. */
const PERSONALISERS = {
  'zorg-id': personaliseReady,
  uzi: personaliseReady,
  conformance: personaliseConformance,
} as const;

/** The profile of a name. Throws `RangeError`, naming the profiles there are. */
export function profileNamed(name: string): CardProfile {
  if (!Object.hasOwn(profiles, name)) {
    throw new RangeError(`there is no profile "${name}"; profiles are ${Object.keys(profiles).join(', ')}`);
  }
  return profiles[name as ProfileName];
}

/**
 * A card, powered off. What the flash holds is opened as it is; only a card that is still blank though its profile is not,
 * because it is new or its personalisation was cut short, is personalised. Throws what is wrong: `DeviceError`, `WrongCard`,
 * `HolderError` for a holder who cannot have the card, or `RangeError` for an unknown profile or quirk, quirks that exclude
 * each other, or a seed that is none.
 */
export function createCard(options: CreateCardOptions = {}): Card {
  const { clock = READY_CLOCK, profile: wanted = 'zorg-id', holder, quirks, ...rest } = options;
  const found = typeof wanted === 'string' ? profileNamed(wanted) : wanted;
  const named = holder === undefined ? found : withHolder(found, holder);
  const profile = quirks === undefined ? named : withQuirks(named, quirks);
  const ready = clock === READY_CLOCK ? readyFlash(profile, rest) : undefined;
  if (ready !== undefined) return formatOrOpen({ profile, clock, flash: ready });
  const order = { ...rest, profile, clock, flash: rest.flash ?? new MemoryFlash(flashSize(profile)) };
  const card = formatOrOpen(order);
  if (profile.content === 'blank') return card;
  card.powerOn();
  const { lifeCycle } = card.inspect();
  card.powerOff();
  if (lifeCycle !== 'blank') return card;
  // Whoever makes the card knows it, whatever its quirks are for others.
  const maker = formatOrOpen({ ...order, withoutQuirks: true });
  maker.powerOn();
  PERSONALISERS[profile.content](maker, profile, clock);
  handOver(maker, profile);
  maker.powerOff();
  return formatOrOpen(order);
}

/** The same card as `createCard` would make in memory, made ahead; undefined when there is none. */
function readyFlash(profile: CardProfile, { seed, flash }: CreateCardOptions): MemoryFlash | undefined {
  if (flash !== undefined) return undefined;
  if (seed !== undefined && !sameBytes(seedBytes(seed), seedBytes(profile.defaultSeed))) return undefined;
  const image = readyImage(profile);
  return image && new MemoryFlash(image);
}
