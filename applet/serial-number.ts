/** The unique number of a newly formatted card. */
import { concat } from '../apdu/index.ts';
import { nativeEngine } from '../emulator/index.ts';
import type { CardProfile } from './profile/card-profile.ts';

const SERIAL_LENGTH = 8;

/** Follows from everything that makes this card another one, because hosts cache what they read by it. */
export function serialNumber(profile: CardProfile, seed: Uint8Array): Uint8Array {
  const identity = new TextEncoder().encode(
    `${profile.name}\0${profile.variant}\0${profile.quirks.map((quirk) => `${quirk}\0`).join('')}`,
  );
  return nativeEngine.hash('sha256', concat(identity, seed)).slice(0, SERIAL_LENGTH);
}
