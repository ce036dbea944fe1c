/** Formats in which a line is a whole exchange: cardpeek's .clf files, and what Java Card's APDUTool prints. */
import { concat } from '../../../apdu/index.ts';
import { wholeHex } from '../hex-text.ts';
import type { LogEvents, LogFormat, LogReader } from '../log-events.ts';

const CARDPEEK = /^C:([0-9A-Fa-f]{8,}):([0-9A-Fa-f]{4}):([0-9A-Fa-f]*)$/;
const CARDPEEK_RESET = /^R:([0-9A-Fa-f]{4,})$/;
const APDUTOOL = /^CLA: (.*?),? SW1: ([0-9a-f]{2}), SW2: ([0-9a-f]{2})\.?$/;
const REMARK = /^\s*(?:$|#|\/\/)|^(?:powerup|powerdown|output|delay|ATR)\b/i;

export const oneLiners: LogFormat = {
  name: 'lines with a command and its answer (cardpeek, APDUTool)',
  recognises: (line) => CARDPEEK.test(line) || CARDPEEK_RESET.test(line) || APDUTOOL.test(line),
  read: (events) => new OneLinersReader(events),
};

class OneLinersReader implements LogReader {
  readonly #events: LogEvents;
  #resets = 0;

  constructor(events: LogEvents) {
    this.#events = events;
  }

  line(text: string, number: number): void {
    const cardpeek = CARDPEEK.exec(text);
    const reset = CARDPEEK_RESET.exec(text);
    const tool = APDUTOOL.exec(text);
    if (cardpeek !== null) this.#exchange(number, wholeHex(cardpeek[1]!), wholeHex(`${cardpeek[3]}${cardpeek[2]}`));
    else if (reset !== null)
      this.#events.reset(number, '', this.#resets++ === 0 ? 'cold' : 'warm', wholeHex(reset[1]!));
    else if (tool !== null) this.#tool(number, tool);
    else if (REMARK.test(text)) this.#events.remark(number);
    else this.#events.unknown(number);
  }

  end(): void {}

  #exchange(number: number, command: Uint8Array | undefined, response: Uint8Array | undefined): void {
    if (command === undefined || response === undefined) this.#events.unknown(number);
    else {
      this.#events.command(number, '', command);
      this.#events.response(number, '', response);
    }
  }

  /** `00, INS: a4, P1: 04, P2: 00, Lc: 02, 3f, 00, Le: 00`: what stands behind Le, but its number, is the answer. */
  #tool(number: number, [, fields, sw1, sw2]: RegExpExecArray): void {
    const [before, after] = fields!.split('Le: ');
    const digits = (part: string): Uint8Array =>
      wholeHex(part.replace(/[A-Za-z0-9]+: /g, '').replaceAll(',', ' ')) ?? new Uint8Array(0);
    const command = digits(before!);
    const noData = command.length === 5 && command[4] === 0;
    const [le, ...data] = after === undefined ? [] : digits(after);
    const header = noData ? command.subarray(0, 4) : command;
    const sent = le === undefined || (le === 0 && data.length === 0) ? header : concat(header, Uint8Array.of(le));
    this.#exchange(number, sent, concat(Uint8Array.from(data), wholeHex(`${sw1}${sw2}`)!));
  }
}
