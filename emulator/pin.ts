/**
 * Reference data: a PIN or a PUK with its retry counter. ISO/IEC 7816-4:2005 §7.5.6–7.5.10.
 *
 * Every method that lowers the counter commits before it returns; a comparison never runs on a try that is not paid for.
 */
import { concat, findTlv, type StatusWord, SW, TAG, tlv, triesLeft } from '../apdu/index.ts';
import type { AccessRules } from './access-rules.ts';
import type { Behaviour } from './behaviour.ts';
import { parseExpandedRules } from './expanded-rules.ts';
import type { Change } from './nvm/index.ts';
import { OBJECT } from './object-ids.ts';
import type { Objects } from './object-space.ts';
import type { PinDefinition } from './profile.ts';
import { STORED_LENGTH } from './stored-length.ts';

/** Lengths, alphabet and try limit: attributes of each PIN of its own. */
export interface PinPolicy {
  /** Wrong values in a row until it is blocked, 1–15. */
  readonly tries: number;
  /** Shortest and longest value in characters, 1–16. */
  readonly minLength: number;
  readonly maxLength: number;
  readonly alphabet: PinAlphabet;
  /** DISABLE VERIFICATION REQUIREMENT is allowed. */
  readonly mayBeDisabled?: boolean;
  /** Value of tag AB: who may do what with it, by command headers. Without it everybody may try everything. */
  readonly rules?: Uint8Array;
}

export type PinAlphabet = 'any' | 'digits' | 'alphanumeric';

/** Compares secrets of equal length in constant time. */
export type SecretComparator = (a: Uint8Array, b: Uint8Array) => boolean;

const ALPHABETS: readonly PinAlphabet[] = ['any', 'digits', 'alphanumeric'];

// biome-ignore format: a table reads best with its columns aligned
const IN_ALPHABET: { readonly [Name in PinAlphabet]: (byte: number) => boolean } = {
  any:          () => true,
  digits:       (byte) => byte >= 0x30 && byte <= 0x39,
  alphanumeric: (byte) => (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a),
};

/** Where the parts of a stored PIN lie. */
// biome-ignore format: a table reads best with its columns aligned
const AT = { triesLeft: 0, tryLimit: 1, minLength: 2, maxLength: 3, alphabet: 4, state: 5, value: 6, more: 6 + STORED_LENGTH } as const;

const STATE = { unset: 0, set: 1, disabled: 2 } as const;

/** Data objects after the fixed parts, where there are any: 96 may be disabled; AB rules. */
const MAY_BE_DISABLED = 0x96;

/** A value filled up to the length that is stored. At most 16 bytes. */
function padded(value: Uint8Array, filler = 0x00): Uint8Array {
  const bytes = new Uint8Array(STORED_LENGTH).fill(filler);
  bytes.set(value);
  return bytes;
}

/** A value without what it was filled up with. */
function unpadded(value: Uint8Array, filler = 0x00): Uint8Array {
  return value.subarray(0, value.findLastIndex((byte) => byte !== filler) + 1);
}

/** The stored form of a PIN that has its policy but no value yet: it has no tries, so that nothing can match it. */
export function unsetPin({ minLength, maxLength, tries, alphabet, mayBeDisabled, rules }: PinPolicy): Uint8Array {
  const fixed = new Uint8Array(AT.more);
  fixed.set([0, tries, minLength, maxLength, ALPHABETS.indexOf(alphabet), STATE.unset]);
  return concat(
    fixed,
    ...(mayBeDisabled === true ? [tlv(MAY_BE_DISABLED)] : []),
    ...(rules === undefined ? [] : [tlv(TAG.expandedAttributes, rules)]),
  );
}

export class Pin {
  readonly reference: number;
  readonly label: string;
  readonly kind: 'pin' | 'puk';
  /** Reference of the PIN or PUK that resets its retry counter, where there is one. */
  readonly resetBy: number | undefined;
  readonly #behaviour: Behaviour;
  readonly #objects: Objects;
  readonly #compare: SecretComparator;

  constructor(
    { reference, label, kind, resetBy }: PinDefinition,
    behaviour: Behaviour,
    objects: Objects,
    compare: SecretComparator,
  ) {
    this.reference = reference;
    this.label = label;
    this.kind = kind;
    this.resetBy = resetBy;
    this.#behaviour = behaviour;
    this.#objects = objects;
    this.#compare = compare;
  }

  get #stored(): Uint8Array {
    return this.#objects.get(this.#id)!;
  }

  get #id(): number {
    return OBJECT.pin + this.reference;
  }

  get tryLimit(): number {
    return this.#stored[AT.tryLimit]!;
  }

  /** Tries left; a stored number above the limit counts as none. */
  get triesLeft(): number {
    const tries = this.#stored[AT.triesLeft]!;
    return tries <= this.tryLimit && tries <= 15 ? tries : 0;
  }

  /** Whether it has been given a value. */
  get isSet(): boolean {
    return this.#stored[AT.state] !== STATE.unset;
  }

  /** Whether no verification of it is required: it counts as verified on every channel. */
  get isDisabled(): boolean {
    return this.#stored[AT.state] === STATE.disabled;
  }

  get mayBeDisabled(): boolean {
    return findTlv(this.#stored.subarray(AT.more), MAY_BE_DISABLED) !== undefined;
  }

  /** Who may do what with it, or undefined when it has no rules. */
  get rules(): AccessRules | undefined {
    const stored = findTlv(this.#stored.subarray(AT.more), TAG.expandedAttributes);
    return stored && parseExpandedRules(stored);
  }

  /** How things stand, for whoever asks: 63CX, X ≥ 1 tries left, or 6983 once blocked. */
  status(): StatusWord {
    return this.triesLeft > 0 ? triesLeft(this.triesLeft) : this.#behaviour.blocked.question;
  }

  /** The word for a value that is not even compared, because it is blocked: 6983. */
  get blockedWord(): StatusWord {
    return this.#behaviour.blocked.try;
  }

  /** The word for a value that was just found to be wrong: 63CX, X ≥ 1 tries left, or 6983 for the one that blocks. */
  wrongWord(): StatusWord {
    const { blocked, tellsTriesLeft } = this.#behaviour;
    if (this.triesLeft === 0) return blocked.lastTry;
    return tellsTriesLeft ? triesLeft(this.triesLeft) : SW.comparisonFailed;
  }

  /** Pays for a comparison: one try less, durably. The PIN must not be blocked. */
  spendTry(): void {
    this.#objects.commit([{ patch: this.#id, offset: AT.triesLeft, bytes: Uint8Array.of(this.triesLeft - 1) }]);
  }

  /** Compares a presented value of at most 16 bytes, in constant time. Only after `spendTry`. */
  matches(value: Uint8Array): boolean {
    const { pinFiller } = this.#behaviour;
    const stored = this.#stored.subarray(AT.value, AT.more);
    return this.#compare(padded(value, pinFiller), pinFiller === 0x00 ? stored : padded(unpadded(stored), pinFiller));
  }

  /** The change that gives every try back. */
  restoredTries(): Change {
    return { patch: this.#id, offset: AT.triesLeft, bytes: Uint8Array.of(this.tryLimit) };
  }

  /** The changes that give every try back and require verification, or no longer. */
  requirement(required: boolean): Change[] {
    const state = required ? STATE.set : STATE.disabled;
    return [this.restoredTries(), { patch: this.#id, offset: AT.state, bytes: Uint8Array.of(state) }];
  }

  /** Whether a new value, of at most 16 bytes and filled up or not, keeps to the policy. */
  accepts(value: Uint8Array): boolean {
    const bare = unpadded(value, this.#behaviour.pinFiller);
    const inAlphabet = IN_ALPHABET[ALPHABETS[this.#stored[AT.alphabet]!]!];
    return (
      bare.length >= this.#stored[AT.minLength]! && bare.length <= this.#stored[AT.maxLength]! && bare.every(inAlphabet)
    );
  }

  /** The change that gives it a value, of at most 16 bytes, and every try. */
  newValue(value: Uint8Array): Change {
    const limit = this.tryLimit;
    const bytes = this.#stored.slice();
    bytes[AT.triesLeft] = limit;
    if (bytes[AT.state] === STATE.unset) bytes[AT.state] = STATE.set;
    bytes.set(padded(unpadded(value, this.#behaviour.pinFiller)), AT.value);
    return { put: this.#id, bytes };
  }

  /** The change that takes its value away and gives it another policy. */
  newPolicy(policy: PinPolicy): Change {
    return { put: this.#id, bytes: unsetPin(policy) };
  }
}
