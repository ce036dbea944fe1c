/** A command and its answer on lines of their own and nothing else: dumps of apdu4j, pasted pairs, arrays of C and Rust. */
import { pair, wholeHex } from '../hex-text.ts';
import type { LogEvents, LogFormat, LogReader } from '../log-events.ts';

/** What a script of ours for scriptor remarks behind each command. */
const ANSWER = /^#< (none|[0-9A-Fa-f ]+)$/;
const REMARK = /^\s*(?:#|\/\/|$)/;
/** What stands around arrays in a program. */
const PROGRAM = /[{};=]\s*$|^\s*(?:\/\*|\*)/;
const BRACKETS = '{}[]';

export const hexPairs: LogFormat = {
  name: 'lines of hexadecimal, command and answer in turn',
  recognises: (line) => wholeHex(line) !== undefined || /^[\s{[]*0x[0-9A-Fa-f]{2}\s*,/.test(line),
  read: (events) => new HexPairsReader(events),
};

class HexPairsReader implements LogReader {
  readonly #events: LogEvents;
  #asked = false;
  /** Bytes of an array that is not closed yet, and where it began. */
  #array: { readonly line: number; readonly bytes: number[] } | undefined;

  constructor(events: LogEvents) {
    this.#events = events;
  }

  line(text: string, number: number): void {
    const atr = text.includes('ATR') ? wholeHex(/^\s*# ATR: (.*)$/.exec(text)?.[1] ?? '') : undefined;
    if (atr !== undefined) {
      this.#asked = false;
      this.#events.reset(number, '', 'cold', atr);
      return;
    }
    const answer = text.startsWith('#<') ? ANSWER.exec(text)?.[1] : undefined;
    if (answer !== undefined) {
      this.#bytes(wholeHex(answer) ?? new Uint8Array(0), number);
      return;
    }
    const bytes = wholeHex(text);
    if (bytes !== undefined) this.#bytes(bytes, number);
    else if (REMARK.test(text) || text === 'reset') this.#events.remark(number);
    else if (text.includes('0x') || text.includes('{}') || this.#array !== undefined) this.#row(text, number);
    else if (PROGRAM.test(text)) this.#events.remark(number);
    else this.#events.unknown(number);
  }

  end(): void {
    this.#close();
  }

  /** A line of an array, or all of it; several arrays may stand in one line. */
  #row(text: string, number: number): void {
    let [isArray, hasBrackets] = [false, false];
    let last = '';
    for (let at = 0; at < text.length; at++) {
      const byte = text[at] === '0' && text[at + 1] === 'x' ? pair(text, at + 2) : -1;
      if (byte >= 0) {
        this.#array ??= { line: number, bytes: [] };
        this.#array.bytes.push(byte);
        isArray = true;
        last = '';
        at += 3;
      } else if (BRACKETS.includes(text[at]!)) {
        // Authors leave out what differs from run to run.
        if (this.#array === undefined && `${last}${text[at]}` === '{}') this.#array = { line: number, bytes: [] };
        this.#close();
        last = text[at]!;
        hasBrackets = true;
      }
    }
    // Without brackets each line is one.
    if (!hasBrackets && !text.trimEnd().endsWith(',')) this.#close();
    if (isArray || hasBrackets) this.#events.remark(number);
    else this.#events.unknown(number);
  }

  #close(): void {
    const array = this.#array;
    this.#array = undefined;
    if (array !== undefined) this.#bytes(Uint8Array.from(array.bytes), array.line);
  }

  #bytes(bytes: Uint8Array, number: number): void {
    if (this.#asked) this.#events.response(number, '', bytes);
    else if (bytes.length === 0) this.#events.hidden(number, '', 'an empty command stands in the log');
    else this.#events.command(number, '', bytes);
    this.#asked = !this.#asked;
  }
}
