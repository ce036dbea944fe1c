/** Finds known values in bytes, however many values there are: by their first two bytes, then as a whole. */

/** A value that is looked for. */
export interface Sought {
  readonly value: Buffer;
}

export interface Found<Value extends Sought> {
  readonly sought: Value;
  readonly at: number;
}

/** Shorter values stand in too many places by chance. */
const SHORTEST = 3;

/** Digits of fewer places stand in longer numbers by chance: these are other values, unless known ones are all they hold. */
const SHORTEST_IN_NUMBERS = 6;

export class SecretSearch<Value extends Sought> {
  /** For every two first bytes the values that begin so, the longest first. */
  readonly #byStart: (Value[] | undefined)[] = new Array(65536);
  /** Whether there is any, in a form that is looked at fast. */
  readonly #isStart = new Uint8Array(65536);
  #count = 0;
  /** Bytes of the longest value. */
  longest = 0;

  add(sought: Value): void {
    const { value } = sought;
    if (value.length < SHORTEST) return;
    this.#count++;
    this.longest = Math.max(this.longest, value.length);
    const start = value[0]! * 256 + value[1]!;
    const same = this.#byStart[start] ?? [];
    this.#byStart[start] = same;
    const shorter = same.findIndex((other) => other.value.length < value.length);
    same.splice(shorter === -1 ? same.length : shorter, 0, sought);
    this.#isStart[start] = 1;
  }

  /** The first value that stands in the bytes, at `from` or behind; the longest of those that begin there. */
  find(bytes: Uint8Array, from: number): Found<Value> | undefined {
    if (this.#count === 0) return undefined;
    const isStart = this.#isStart;
    const last = bytes.length - SHORTEST;
    for (let at = from; at <= last; at++) {
      if (isStart[bytes[at]! * 256 + bytes[at + 1]!] === 0) continue;
      const candidates = this.#byStart[bytes[at]! * 256 + bytes[at + 1]!];
      const sought = candidates?.find(
        ({ value }) => standsAt(value, bytes, at) && this.#standsForItself(value, bytes, at),
      );
      if (sought !== undefined) return { sought, at };
    }
    return undefined;
  }

  #standsForItself(value: Buffer, bytes: Uint8Array, at: number): boolean {
    if (value.length >= SHORTEST_IN_NUMBERS || !value.every(isDigit)) return true;
    let [start, end] = [at, at + value.length];
    while (start > 0 && isDigit(bytes[start - 1]!)) start--;
    while (end < bytes.length && isDigit(bytes[end]!)) end++;
    return end - start === value.length || this.#isKnownThroughout(bytes.subarray(start, end));
  }

  /** Whether a number is nothing but known values, one behind the other. */
  #isKnownThroughout(number: Uint8Array): boolean {
    if (number.length === 0) return true;
    if (number.length > LONGEST_NUMBER || number.length < 2) return false;
    const candidates = this.#byStart[number[0]! * 256 + number[1]!] ?? [];
    return candidates.some(
      ({ value }) => standsAt(value, number, 0) && this.#isKnownThroughout(number.subarray(value.length)),
    );
  }
}

/** No two PINs together have more places. */
const LONGEST_NUMBER = 32;

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

function standsAt(value: Buffer, bytes: Uint8Array, at: number): boolean {
  if (at + value.length > bytes.length) return false;
  for (let i = 2; i < value.length; i++) if (value[i] !== bytes[at + i]) return false;
  return true;
}
