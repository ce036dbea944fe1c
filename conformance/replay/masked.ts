/** Takes secrets out of what a replay tells, by their values, wherever they stand: in hexadecimal and as text. */
import { toHex } from '../../apdu/index.ts';
import { PIN_FORMS, readPin } from '../decode/pin-forms.ts';
import { presented } from '../decode/secrets-in-command.ts';
import type { Names } from '../trace/evaluate.ts';
import type { Finding } from './findings.ts';

/** Shorter values stand in too many places by chance. */
const SHORTEST_MASKED = 4;

const NO_BYTES = new Uint8Array(0);

export class Masks {
  /** What is replaced, by what. */
  readonly #texts = new Map<string, string>();

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

  /** A PIN in all of its forms; any other value as it is. */
  #addForms(name: string, value: Uint8Array, text: string | undefined): void {
    this.add(name, value);
    if (text !== undefined) for (const { encode } of PIN_FORMS) this.add(name, encode(text) ?? NO_BYTES);
  }

  /** The values of names that a trace calls secret, however they are written. */
  addNames(names: readonly string[], known: Names): void {
    for (const name of names) {
      const value = known.get(name);
      if (value !== undefined) this.#addForms(name, value, readPin(value)?.text);
    }
  }

  /** What a command presents or sets: PINs, PUKs and keys, filled up or not, one or two of them. */
  presented(bytes: Uint8Array): void {
    const isKnown = (value: Uint8Array): boolean => this.#texts.has(toHex(value));
    for (const { role, value, text } of presented(bytes, undefined, isKnown)) this.#addForms(role, value, text);
  }

  /** The text with names in the places of secrets; long values first, as they may hold short ones. */
  hide(text: string): string {
    let rest = text;
    for (const [value, shown] of this.#longestFirst()) rest = rest.replaceAll(value, shown);
    return rest;
  }

  /** A finding with names in the places of secrets. */
  finding(finding: Finding): Finding {
    const { command, cause, recorded, answered } = finding;
    return {
      ...finding,
      command: this.hide(command),
      cause: this.hide(cause),
      ...(recorded !== undefined && { recorded: this.hide(recorded) }),
      ...(answered !== undefined && { answered: this.hide(answered) }),
    };
  }

  #sorted: readonly (readonly [string, string])[] = [];

  #longestFirst(): readonly (readonly [string, string])[] {
    if (this.#sorted.length !== this.#texts.size)
      this.#sorted = [...this.#texts].sort(([one], [other]) => other.length - one.length);
    return this.#sorted;
  }
}
