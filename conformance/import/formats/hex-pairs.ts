/** A command and its answer on lines of their own and nothing else: dumps of apdu4j, pasted pairs, arrays of C and Rust. */
import { wholeHex } from '../hex-text.ts';
import type { LogEvents, LogFormat, LogReader } from '../log-events.ts';

/** `{0x00, 0xA4},` as `00A4`. */
const plain = (line: string): string => line.replace(/0x([0-9A-Fa-f]{2})/g, '$1').replace(/[{}[\]();,]/g, ' ');

const REMARK = /^\s*(?:#|\/\/|$)/;

export const hexPairs: LogFormat = {
  name: 'lines of hexadecimal, command and answer in turn',
  recognises: (line) => wholeHex(plain(line)) !== undefined,
  read: (events) => new HexPairsReader(events),
};

class HexPairsReader implements LogReader {
  readonly #events: LogEvents;
  #asked = false;

  constructor(events: LogEvents) {
    this.#events = events;
  }

  line(text: string, number: number): void {
    const atr = wholeHex(/^\s*# ATR: (.*)$/.exec(text)?.[1] ?? '');
    if (atr !== undefined) {
      this.#asked = false;
      this.#events.reset(number, '', 'cold', atr);
      return;
    }
    if (REMARK.test(text)) {
      this.#events.remark(number);
      return;
    }
    const bytes = wholeHex(plain(text));
    if (bytes === undefined) this.#events.unknown(number);
    else {
      if (this.#asked) this.#events.response(number, '', bytes);
      else this.#events.command(number, '', bytes);
      this.#asked = !this.#asked;
    }
  }

  end(): void {}
}
