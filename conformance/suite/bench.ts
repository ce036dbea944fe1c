/** The bench that an assertion stands at: it sends commands, demands words, and finds what the card has. */
import {
  type CommandFields,
  concat,
  describeStatusWord,
  encodeCommand,
  parseResponse,
  type Response,
  SW,
  toHex,
} from '../../apdu/index.ts';
import { Failed, Inapplicable, Inconclusive } from './assertion.ts';
import type { CardFacts, FoundPin } from './card-facts.ts';
import { verify } from './commands.ts';
import type { FoundFile } from './found-files.ts';
import { goTo } from './found-files.ts';
import type { FoundKey } from './found-keys.ts';
import type { Guard } from './guard.ts';
import { formatted } from './pin-state.ts';
import type { Sender } from './sender.ts';
import { exchange } from './transport.ts';
import { isWord, wordText } from './words.ts';

/** One command of an assertion; `expected` are patterns of status words. */
export interface Step {
  readonly sent: Uint8Array;
  readonly expected: readonly string[];
  readonly got: Uint8Array;
}

/** The longest data field of a short command, in bytes. */
const LONGEST_SHORT = 255;

/** Bit of the class byte of a link that is not the last one. */
const CHAINING = 0x10;

const DONE = ['9000', '62XX'];

/** A command by its fields, or as bytes where it must not be encoded properly. */
export type Sendable = CommandFields | Uint8Array;

export class Bench implements Sender {
  /** What was sent so far, for the report. */
  readonly steps: Step[] = [];
  readonly facts: CardFacts;
  readonly guard: Guard;
  /** Words that the assertion allows. */
  readonly #words: readonly string[];

  constructor(guard: Guard, facts: CardFacts, words: readonly string[]) {
    this.guard = guard;
    this.facts = facts;
    this.#words = words;
  }

  /** Sends a command and wants one of the words; those of the assertion when none are given. Throws `Failed`. */
  async demand(command: Sendable, words: readonly string[] = this.#words): Promise<Response> {
    const answer = await this.#exchange(command, words);
    if (!isWord(answer.sw, words)) {
      throw new Failed(
        `answered ${wordText(answer.sw)} (${describeStatusWord(answer.sw)}) instead of ${words.join(' or ')}`,
      );
    }
    return answer;
  }

  /** A step on the way, which has to be done. Throws `Inconclusive`. */
  async prepare(command: Sendable, words: readonly string[] = DONE): Promise<Response> {
    const answer = await this.#exchange(command, words);
    if (!isWord(answer.sw, words)) {
      throw new Inconclusive(`a step before it was answered ${wordText(answer.sw)} (${describeStatusWord(answer.sw)})`);
    }
    return answer;
  }

  /** Sends a command whose answer may be any. */
  async send(command: Sendable): Promise<Response> {
    return this.#exchange(command, ['any word']);
  }

  /** Sends one command without fetching the rest of its answer. */
  async raw(command: Sendable, words: readonly string[] = this.#words): Promise<Response> {
    const sent = bytesOf(command);
    const got = await this.guard.transmit(sent);
    this.steps.push({ sent, expected: words, got });
    const answer = parseResponse(got);
    if (!isWord(answer.sw, words)) {
      throw new Failed(
        `answered ${wordText(answer.sw)} (${describeStatusWord(answer.sw)}) instead of ${words.join(' or ')}`,
      );
    }
    return answer;
  }

  /** Throws `Failed` unless it holds; `sentence` says what is wrong. */
  check(holds: boolean, sentence: string): void {
    if (!holds) throw new Failed(sentence);
  }

  /** Throws `Inapplicable` unless the card has it. */
  need<Value>(value: Value | undefined | false, sentence: string): Value {
    if (value === undefined || value === false) throw new Inapplicable(sentence);
    return value;
  }

  async reset(): Promise<void> {
    await this.guard.reset();
  }

  async #exchange(command: Sendable, expected: readonly string[]): Promise<Response> {
    const isLong = !(command instanceof Uint8Array) && (command.data?.length ?? 0) > LONGEST_SHORT;
    const sent = isLong ? await this.#chain(command as CommandFields) : bytesOf(command);
    const answer = await exchange(this.guard, sent);
    this.steps.push({ sent, expected, got: concat(answer.data, Uint8Array.of(answer.sw >> 8, answer.sw)) });
    return answer;
  }

  /** Sends all links of a long command but the last one, which it returns; the whole, extended, where the card does not chain. */
  async #chain(command: CommandFields): Promise<Uint8Array> {
    const { chaining, extended } = this.facts.announced;
    if (chaining !== true) {
      this.need(extended !== false, 'the card announces neither chaining nor extended length');
      return encodeCommand(command);
    }
    const { cla = 0x00, ins, p1 = 0x00, p2 = 0x00 } = command;
    let data = command.data!;
    for (; data.length > LONGEST_SHORT; data = data.subarray(LONGEST_SHORT)) {
      await this.prepare({ cla: cla | CHAINING, ins, p1, p2, data: data.subarray(0, LONGEST_SHORT) });
    }
    return encodeCommand({ ...command, data });
  }

  /** The first PIN whose value the card has accepted. */
  get pin(): FoundPin & { readonly value: Uint8Array } {
    const found = this.facts.pins.find(({ reference }) => this.guard.pins.get(reference)?.proven === true);
    return this.need(found, 'no PIN of the card is known and may be presented') as FoundPin & { value: Uint8Array };
  }

  /** A PIN to be changed, blocked and disabled, the last one whose code is known too. */
  get sparePin(): FoundPin & { readonly value: Uint8Array; readonly code: Uint8Array } {
    const found = this.facts.pins.findLast(
      ({ reference, code }) => code !== undefined && this.guard.pins.get(reference)?.proven === true,
    );
    this.need(found, 'no PIN of the card is known together with the code that resets it');
    return found as FoundPin & { value: Uint8Array; code: Uint8Array };
  }

  /** A value as this card wants it. */
  padded(value: Uint8Array): Uint8Array {
    return formatted(value, this.guard.format);
  }

  /** Some other value of the same length and kind. */
  wrong(value: Uint8Array): Uint8Array {
    const other = value.slice();
    const last = other.length - 1;
    other[last] = other[last] === 0x39 ? 0x38 : 0x39;
    return this.padded(other);
  }

  /** Verifies a PIN with its right value. */
  async login(pin: { readonly reference: number; readonly value: Uint8Array } = this.pin, cla = 0x00): Promise<void> {
    await this.prepare({ ...verify(pin.reference, this.padded(pin.value)), cla }, ['9000']);
  }

  /** Tries left of a PIN that is not verified; throws `Inapplicable` when the card does not tell. */
  async triesLeft(reference: number): Promise<number> {
    const { sw } = await this.send(verify(reference));
    if (sw === SW.authenticationMethodBlocked) return 0;
    return this.need(sw >> 4 === 0x63c && sw & 0x0f, `the card does not tell how many tries are left`) || 0;
  }

  /** The first file that a test is content with. */
  file(wanted: (file: FoundFile) => boolean, what: string): FoundFile {
    return this.need(this.facts.files.find(wanted), `the card has no ${what} that could be found`);
  }

  /** Makes a file current. Throws `Inconclusive`. */
  async goTo(file: { readonly path: readonly number[] }): Promise<void> {
    const { sw } = await goTo(this, file.path);
    if (!isWord(sw, DONE)) throw new Inconclusive(`a file could not be selected again: ${wordText(sw)}`);
  }

  /** A key of a kind that can be used. */
  key(wanted: (key: FoundKey) => boolean, what: string): FoundKey {
    return this.need(this.facts.keys.find(wanted), `the card has no ${what} that could be found and used`);
  }

  /** Throws `Failed` unless the answer has exactly these data. */
  same(got: Uint8Array, expected: Uint8Array, what: string): void {
    this.check(toHex(got) === toHex(expected), `${what}: ${short(got)} instead of ${short(expected)}`);
  }
}

function bytesOf(command: Sendable): Uint8Array {
  return command instanceof Uint8Array ? command : encodeCommand(command);
}

/** Enough of a byte string to tell it by. */
export function short(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'nothing';
  return bytes.length <= 16 ? toHex(bytes) : `${toHex(bytes.subarray(0, 16))}… (${bytes.length} bytes)`;
}
