/**
 * Which key a command works with, and what is known of it: the environment chooses a key reference, GENERATE and PUT DATA
 * put a new key there. The same commands went to both cards, so that a reference names the same place on both.
 */
import { type Command, findTlv, INS, TAG } from '../../apdu/index.ts';
import type { KeyPair } from './contents.ts';

/** A key's place from the moment a key came into it. What is found out of it later is kept here. */
export interface Slot {
  readonly reference: number;
  /** The recorded card's key and this card's, once they are known. */
  pair: KeyPair | undefined;
}

/** SET for computation, decipherment, internal authentication, key agreement. ISO/IEC 7816-4:2005 §7.5.11, table 78. */
const SET_OWN_KEY = 0x40;

export class KeySlots {
  readonly #chosen = new Map<number, number>();
  #last = 0;
  readonly #slots = new Map<number, Slot>();

  /** MANAGE SECURITY ENVIRONMENT that was answered 9000. */
  chosen({ p1, p2, data }: Command): void {
    if ((p1 & SET_OWN_KEY) === 0 || (p1 & 0x0f) !== 0x01) return;
    const reference = findTlv(data, TAG.privateKeyReference)?.at(-1);
    if (reference === undefined) return;
    this.#chosen.set(p2, reference);
    this.#last = reference;
  }

  /** A new key in the place that was chosen. */
  renewed(pair: KeyPair | undefined): void {
    this.#slots.set(this.#last, { reference: this.#last, pair });
  }

  /** The place of the key that a command uses. */
  usedBy({ ins, p1, p2 }: Command): Slot {
    const template =
      ins === INS.internalAuthenticate ? TAG.authentication : p1 === 0x80 ? TAG.confidentiality : TAG.digitalSignature;
    const named = ins === INS.internalAuthenticate && p2 !== 0 ? p2 : undefined;
    return this.#slot(named ?? this.#chosen.get(template) ?? this.#last);
  }

  /** After a reset no key is chosen. */
  reset(): void {
    this.#chosen.clear();
    this.#last = 0;
  }

  #slot(reference: number): Slot {
    const known = this.#slots.get(reference) ?? { reference, pair: undefined };
    this.#slots.set(reference, known);
    return known;
  }
}
