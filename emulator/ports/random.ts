/** Randomness of the operating system: seeds, the only way by which a card's may come from outside, and what issuers draw. */
import { randomBytes } from 'node:crypto';

/** Random bytes of the operating system, as many as asked for. */
export const systemRandom = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

/** A new seed of 32 bytes. */
export function randomSeed(): Uint8Array {
  return systemRandom(32);
}
