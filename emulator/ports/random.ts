/** Fresh seeds from the operating system: the only place where a card's randomness may come from outside. */
import { randomBytes } from 'node:crypto';

/** A new seed of 32 bytes. */
export function randomSeed(): Uint8Array {
  return new Uint8Array(randomBytes(32));
}
