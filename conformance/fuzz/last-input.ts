/** The input at hand, in memory that another thread sees too: what is left of a thread that hangs or has run out of memory. */
import type { FuzzInput } from './target.ts';

/** Longer inputs are kept as far as they go. */
const ROOM = 256 * 1024;

const COUNT = 0;
const LENGTH = 1;
const HEADER = 8;

export const lastInputMemory = (): SharedArrayBuffer => new SharedArrayBuffer(HEADER + ROOM);

export class LastInput {
  readonly #numbers: Int32Array;
  readonly #text: Uint8Array;

  constructor(memory: SharedArrayBuffer) {
    this.#numbers = new Int32Array(memory, 0, 2);
    this.#text = new Uint8Array(memory, HEADER);
  }

  /** An input is about to be given. */
  keep(input: FuzzInput): void {
    const { written } = new TextEncoder().encodeInto(JSON.stringify(input), this.#text);
    this.#numbers[LENGTH] = written;
    Atomics.add(this.#numbers, COUNT, 1);
  }

  /** Inputs kept so far. */
  get count(): number {
    return Atomics.load(this.#numbers, COUNT);
  }

  /** The last one, the empty text when there was none; as text of its JSON, when it was too long to be kept whole. */
  get input(): FuzzInput {
    const text = new TextDecoder().decode(this.#text.slice(0, this.#numbers[LENGTH]));
    try {
      return JSON.parse(text) as FuzzInput;
    } catch {
      return text;
    }
  }
}
