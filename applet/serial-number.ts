/** The unique number of a newly formatted card. */
import { concat } from '../apdu/index.ts';
import { nativeEngine } from '../emulator/index.ts';
import type { CardProfile } from './profile/card-profile.ts';

const SERIAL_LENGTH = 8;

/** Bytes by which cards differ on which something else was written. */
const IDENTITY_LENGTH = 5;

function hash(seed: Uint8Array, ...words: readonly string[]): Uint8Array {
  const identity = new TextEncoder().encode(words.map((word) => `${word}\0`).join(''));
  return nativeEngine.hash('sha256', concat(identity, seed));
}

/**
 * Follows from everything that makes this card another one, because hosts cache what they read by it. Cards that differ in
 * the state in which they are handed over only, and so have the same certificates, begin with the same five bytes.
 */
export function serialNumber({ name, variant, edition, quirks, holder }: CardProfile, seed: Uint8Array): Uint8Array {
  const told = Object.keys(holder)
    .sort()
    .map((detail) => `${detail}=${holder[detail]}`);
  const identity = hash(seed, name, edition, ...told).slice(0, IDENTITY_LENGTH);
  return concat(identity, hash(seed, name, variant, ...told, ...quirks).slice(IDENTITY_LENGTH, SERIAL_LENGTH));
}

/** What cards with the same certificates have in common, out of their serial numbers. */
export const identityIn = (serial: Uint8Array): Uint8Array => serial.slice(0, IDENTITY_LENGTH);
