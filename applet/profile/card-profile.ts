/** A card profile: everything that is constant about a card of ours. */
import type { PinDefinition, PinPolicy } from '../../emulator/index.ts';
import type { EdgeVersion } from '../interface-generation.ts';
import type { QuirkName } from '../quirks/quirks.ts';

/** A PIN or PUK besides the user's. */
export interface MorePin extends PinDefinition {
  /** What it is when the card is handed over, published as the user's is; none: it has no value yet. */
  readonly value?: string;
}

export interface CardProfile {
  /** The word for it on the command line. Kept in the image: an image is only opened with its own profile. */
  readonly name: string;
  /** One line for people. */
  readonly description: string;
  /** What is on the card when it is handed over: nothing, or what our own personalisation writes. */
  readonly content: 'blank' | 'zorg-id' | 'conformance';
  /** User PIN, reference 01. */
  readonly pin: PinPolicy;
  /** PUK, reference 02. */
  readonly puk: PinPolicy;
  /** PINs and PUKs besides those two. */
  readonly morePins: readonly MorePin[];
  /** Seed of a card that is given none, hexadecimal; published, so that the same command makes the same card everywhere. */
  readonly defaultSeed: string;
  /** Non-volatile memory for files, keys and PINs, in bytes. */
  readonly capacity: number;
  /** Logical channels, 1–20. */
  readonly channels: number;
  /** Which generation of the IsoApplet edge the host is taken to speak; "auto" finds out. */
  readonly edgeVersion: EdgeVersion;
  /** What tells this card from others of the same profile and seed; part of what its serial number follows from. */
  readonly variant: string;
  /** Ways in which it answers as certain other cards do; part of what its serial number follows from, and kept in the image. */
  readonly quirks: readonly QuirkName[];
}
