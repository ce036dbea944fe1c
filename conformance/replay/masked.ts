/** Takes secrets out of what a replay tells, by their values, wherever they stand: in hexadecimal and as text. */
import { INS, toHex } from '../../apdu/index.ts';
import type { Names } from '../trace/evaluate.ts';
import { parsed } from './play.ts';

/** Shorter values stand in too many places by chance. */
const SHORTEST_MASKED = 4;

const PRESENTS: ReadonlySet<number> = new Set<number>([
  INS.verify,
  INS.verifyOdd,
  INS.changeReferenceData,
  INS.disableVerificationRequirement,
  INS.enableVerificationRequirement,
  INS.resetRetryCounter,
]);

export class Masks {
  /** What is replaced, by what. */
  readonly #texts = new Map<string, string>();
  readonly #presented = new Set<string>();

  /** A value that must not be seen. */
  add(name: string, value: Uint8Array): void {
    const isFiller = value.every((byte) => byte === 0x00) || value.every((byte) => byte === 0xff);
    if (value.length < SHORTEST_MASKED || isFiller) return;
    const shown = `‹${name}›`;
    this.#texts.set(toHex(value), shown);
    this.#texts.set(toHex(value, ' '), shown);
    this.#texts.set(toHex(value).toLowerCase(), shown);
    if (value.every((byte) => byte >= 0x20 && byte < 0x7f)) this.#texts.set(String.fromCharCode(...value), shown);
  }

  /** The values of names that a trace calls secret, as they stand. */
  addNames(names: readonly string[], known: Names): void {
    for (const name of names) {
      const value = known.get(name);
      if (value !== undefined) this.add(name, value);
    }
  }

  /** What a command presents or sets: PINs and PUKs, filled up or not, one or two of them. */
  presented(bytes: Uint8Array): void {
    if (!PRESENTS.has(bytes[1] ?? -1)) return;
    const data = parsed(bytes)?.data ?? bytes.subarray(5);
    const key = toHex(data);
    if (this.#presented.has(key)) return;
    this.#presented.add(key);
    const middle = data.length >> 1;
    const pair = bytes[1] === INS.changeReferenceData || bytes[1] === INS.resetRetryCounter;
    const parts = pair ? [data.subarray(0, middle), data.subarray(middle)] : [];
    for (const part of [data, ...parts]) {
      const filler = part.at(-1) === 0xff ? 0xff : 0x00;
      this.add('PIN', part.subarray(0, part.findLastIndex((byte) => byte !== filler) + 1));
    }
  }

  /** The text with names in the places of secrets; long values first, as they may hold short ones. */
  hide(text: string): string {
    let rest = text;
    for (const [value, shown] of this.#longestFirst()) rest = rest.replaceAll(value, shown);
    return rest;
  }

  #sorted: readonly (readonly [string, string])[] = [];

  #longestFirst(): readonly (readonly [string, string])[] {
    if (this.#sorted.length !== this.#texts.size)
      this.#sorted = [...this.#texts].sort(([one], [other]) => other.length - one.length);
    return this.#sorted;
  }
}
