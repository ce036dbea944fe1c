/** An application's private keys, by key reference. */
import { decodeKey, encodeKey, type Key } from './key.ts';
import type { Change } from './nvm/index.ts';
import { OBJECT } from './object-ids.ts';
import type { Objects } from './object-space.ts';

/** Keys read from their stored form; stored bytes never change in place, so their identity is the key's. */
const DECODED = new WeakMap<Uint8Array, Key>();

export class Keys {
  readonly #objects: Objects;
  readonly #lastReference: number;

  constructor(objects: Objects, lastReference: number) {
    this.#objects = objects;
    this.#lastReference = lastReference;
  }

  /** Whether a reference names a place for a key. */
  hasPlace(reference: number): boolean {
    return reference <= this.#lastReference;
  }

  find(reference: number): Key | undefined {
    if (!this.hasPlace(reference)) return undefined;
    const stored = this.#objects.get(OBJECT.key + reference);
    if (stored === undefined) return undefined;
    const known = DECODED.get(stored);
    if (known !== undefined) return known;
    const key = decodeKey(stored);
    DECODED.set(stored, key);
    return key;
  }

  /** Every reference that has a key, ascending. */
  references(): number[] {
    const all = Array.from({ length: this.#lastReference + 1 }, (_, reference) => reference);
    return all.filter((reference) => this.#objects.get(OBJECT.key + reference) !== undefined);
  }

  /** The change that puts a key in its place, whatever was there. */
  newKey(reference: number, key: Key): Change {
    return { put: OBJECT.key + reference, bytes: encodeKey(key) };
  }
}
