/**
 * Values that differ from card to card: where a recorded challenge, key or serial number comes back in a later command
 * or answer, this card's own takes its place.
 */
import { toHex } from '../../apdu/index.ts';

/** Fewer equal bytes in a row may be chance. */
const SHORTEST = 8;

interface Pair {
  readonly recorded: Uint8Array;
  readonly answered: Uint8Array;
}

const keyAt = (bytes: Uint8Array, at: number): string => toHex(bytes.subarray(at, at + SHORTEST));

export class Substitution {
  /** For every eight recorded bytes in a row: whose they are, and where in it. */
  readonly #places = new Map<string, { readonly pair: Pair; readonly at: number }>();

  get isEmpty(): boolean {
    return this.#places.size === 0;
  }

  /** Values of unequal length cannot stand for each other. */
  learn(recorded: Uint8Array, answered: Uint8Array): void {
    if (recorded.length !== answered.length || recorded.length < SHORTEST) return;
    const pair = { recorded, answered };
    for (let at = 0; at + SHORTEST <= recorded.length; at++) this.#places.set(keyAt(recorded, at), { pair, at });
  }

  /** The bytes with this card's values in the places of the recorded ones, parts of a value too. */
  apply(bytes: Uint8Array): Uint8Array {
    if (this.isEmpty || bytes.length < SHORTEST) return bytes;
    let result = bytes;
    for (let at = 0; at + SHORTEST <= bytes.length; ) {
      const place = this.#places.get(keyAt(bytes, at));
      if (place === undefined) at++;
      else {
        const { recorded, answered } = place.pair;
        let length = SHORTEST;
        while (at + length < bytes.length && recorded[place.at + length] === bytes[at + length]) length++;
        length = Math.min(length, recorded.length - place.at);
        if (result === bytes) result = bytes.slice();
        result.set(answered.subarray(place.at, place.at + length), at);
        at += length;
      }
    }
    return result;
  }
}
