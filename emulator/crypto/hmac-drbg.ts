/** HMAC_DRBG, the random generator of a card. NIST SP 800-90A Rev. 1 §10.1.2, without reseeding and additional input. */
import { hmac } from '@noble/hashes/hmac.js';
import { concat } from '../../apdu/index.ts';
import type { HashName } from './engine.ts';
import { NOBLE_HASHES } from './noble-hashes.ts';

/** A source of bytes that follow from its seed alone. */
export interface Drbg {
  /** The next bytes. */
  generate(length: number): Uint8Array;
}

/** Longest request: 2^19 bits. SP 800-90A Rev. 1, table 2. */
const MAX_REQUEST_BYTES = 65_536;

const NOTHING = new Uint8Array(0);

export class HmacDrbg implements Drbg {
  readonly #hash: HashName;
  #key: Uint8Array;
  #value: Uint8Array;
  /** The update that ends a request is put off to the next one; the output is the same and the last update is saved. */
  #updateIsDue = false;

  /** Instantiates from entropy input ‖ nonce ‖ personalization string, of any length. */
  constructor(seedMaterial: Uint8Array, hash: HashName = 'sha256') {
    this.#hash = hash;
    this.#key = new Uint8Array(NOBLE_HASHES[hash].outputLen);
    this.#value = new Uint8Array(NOBLE_HASHES[hash].outputLen).fill(0x01);
    this.#update(seedMaterial);
  }

  /** The next `length` bytes. Throws `RangeError` above 65,536. A request of n bytes is not n requests of one. */
  generate(length: number): Uint8Array {
    if (length > MAX_REQUEST_BYTES) throw new RangeError(`${length} random bytes in one request`);
    if (this.#updateIsDue) this.#update(NOTHING);
    this.#updateIsDue = true;
    const bytes = new Uint8Array(length);
    for (let offset = 0; offset < length; offset += this.#value.length) {
      this.#value = this.#mac(this.#value);
      bytes.set(this.#value.subarray(0, length - offset), offset);
    }
    return bytes;
  }

  /** A generator in the same state: both will give the same bytes. */
  clone(): HmacDrbg {
    const copy = new HmacDrbg(NOTHING, this.#hash);
    copy.#key = this.#key;
    copy.#value = this.#value;
    copy.#updateIsDue = this.#updateIsDue;
    return copy;
  }

  #mac(...data: readonly Uint8Array[]): Uint8Array {
    return hmac(NOBLE_HASHES[this.#hash], this.#key, data.length === 1 ? data[0]! : concat(...data));
  }

  /** HMAC_DRBG_Update, §10.1.2.2. */
  #update(providedData: Uint8Array): void {
    for (const round of providedData.length === 0 ? [0x00] : [0x00, 0x01]) {
      this.#key = this.#mac(this.#value, Uint8Array.of(round), providedData);
      this.#value = this.#mac(this.#value);
    }
  }
}
