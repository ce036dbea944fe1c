/** A command and its answer on lines of their own and nothing else: dumps of apdu4j, pasted pairs, arrays of C and Rust. */
import { wholeHex } from '../hex-text.ts';
import type { LogEvents, LogFormat, LogReader } from '../log-events.ts';

const REMARK = /^\s*(?:#|\/\/|$)/;
/** What stands around arrays in a program. */
const PROGRAM = /[{};=]\s*$|^\s*(?:\/\*|\*)/;
const ARRAY = /0x[0-9A-Fa-f]{1,2}\b|[{}[\]]/g;

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
    const bytes = wholeHex(text);
    if (bytes !== undefined) this.#bytes(bytes, number);
    else if (REMARK.test(text)) this.#events.remark(number);
    else if (text.includes('0x') || this.#array !== undefined) this.#row(text, number);
    else if (PROGRAM.test(text)) this.#events.remark(number);
    else this.#events.unknown(number);
  }

  end(): void {
    this.#close();
  }

  /** A line of an array, or all of it; several arrays may stand in one line. */
  #row(text: string, number: number): void {
    let found = false;
    for (const [word] of text.matchAll(ARRAY)) {
      found = true;
      if (!word.startsWith('0x')) this.#close();
      else {
        this.#array ??= { line: number, bytes: [] };
        this.#array.bytes.push(Number(word));
      }
    }
    // Without brackets each line is one.
    if (!/[{}[\]]/.test(text) && !text.trimEnd().endsWith(',')) this.#close();
    if (found) this.#events.remark(number);
    else this.#events.unknown(number);
  }

  #close(): void {
    const array = this.#array;
    this.#array = undefined;
    if (array !== undefined) this.#bytes(Uint8Array.from(array.bytes), array.line);
  }

  #bytes(bytes: Uint8Array, number: number): void {
    if (this.#asked) this.#events.response(number, '', bytes);
    else this.#events.command(number, '', bytes);
    this.#asked = !this.#asked;
  }
}
