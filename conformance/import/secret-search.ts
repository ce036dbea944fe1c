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
const SHORTEST = 4;

export class SecretSearch<Value extends Sought> {
  /** For every two first bytes the values that begin so, the longest first. */
  readonly #byStart: (Value[] | undefined)[] = new Array(65536);
  /** Whether there is any, in a form that is looked at fast. */
  readonly #isStart = new Uint8Array(65536);
  #count = 0;

  add(sought: Value): void {
    const { value } = sought;
    if (value.length < SHORTEST) return;
    this.#count++;
    const start = value[0]! * 256 + value[1]!;
    const same = [...(this.#byStart[start] ?? []), sought];
    this.#isStart[start] = 1;
    this.#byStart[start] = same.sort((a, b) => b.value.length - a.value.length);
  }

  /** The first value that stands in the bytes, at `from` or behind; the longest of those that begin there. */
  find(bytes: Uint8Array, from: number): Found<Value> | undefined {
    if (this.#count === 0) return undefined;
    const isStart = this.#isStart;
    const last = bytes.length - SHORTEST;
    for (let at = from; at <= last; at++) {
      if (isStart[bytes[at]! * 256 + bytes[at + 1]!] === 0) continue;
      const candidates = this.#byStart[bytes[at]! * 256 + bytes[at + 1]!];
      const sought = candidates?.find(({ value }) => standsAt(value, bytes, at));
      if (sought !== undefined) return { sought, at };
    }
    return undefined;
  }
}

function standsAt(value: Buffer, bytes: Uint8Array, at: number): boolean {
  if (at + value.length > bytes.length) return false;
  for (let i = 2; i < value.length; i++) if (value[i] !== bytes[at + i]) return false;
  return true;
}
