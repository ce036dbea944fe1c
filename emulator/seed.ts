/** The seed a card's random generator is keyed with. */
import { fromHex } from '../apdu/index.ts';

const MAX_LENGTH = 64;

/** A seed as bytes: 1 to 64 of them, given as such or in hexadecimal. Throws `RangeError` or `SyntaxError`. */
export function seedBytes(seed: Uint8Array | string): Uint8Array {
  const bytes = typeof seed === 'string' ? fromHex(seed) : seed.slice();
  if (bytes.length < 1 || bytes.length > MAX_LENGTH) {
    throw new RangeError(`a seed has 1 to ${MAX_LENGTH} bytes, not ${bytes.length}`);
  }
  return bytes;
}
