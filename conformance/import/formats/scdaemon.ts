/** GnuPG's card daemon with `debug cardio`, of the 2.2 and 2.4 series. VERIFY is masked there since 2.4.0 and 2.2.42. */
import { concat, fromHex, sameBytes, u16 } from '../../../apdu/index.ts';
import { hexTerm } from '../../trace/literal.ts';
import { leadingHex, wholeHex } from '../hex-text.ts';
import type { LogEvents, LogFormat, LogReader } from '../log-events.ts';

const LINE = /^(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d )?(scdaemon\[\d+)(?:\.\d+)?\]:? (.*)$/;
const DATA = /^DBG: +(?:PCSC_data| ?raw apdu): ?(.*)$/;
const RESPONSE = /^DBG: +(response|more): sw=([0-9A-Fa-f]{4}) +datalen=(\d+)/;
const DUMP = /^DBG: +dump: ?(.*)$/;
const ATR = /^slot \d+: ATR=([0-9A-Fa-f ]+)$/;

export const scdaemon: LogFormat = {
  name: 'scdaemon log',
  recognises: (line) => LINE.test(line),
  read: (events) => new ScdaemonReader(events),
};

interface Answer {
  readonly line: number;
  readonly session: string;
  data: Uint8Array;
  sw: number;
  /** Bytes that a dump still has to tell. */
  expected: number;
}

class ScdaemonReader implements LogReader {
  readonly #events: LogEvents;
  #answer: Answer | undefined;

  constructor(events: LogEvents) {
    this.#events = events;
  }

  line(text: string, number: number): void {
    const found = LINE.exec(text);
    if (found === null) {
      if (text.trim() === '') this.#events.remark(number);
      else this.#events.unknown(number);
      return;
    }
    this.#message(found[2]!, found[1]!, number);
  }

  end(): void {
    const answer = this.#answer;
    this.#answer = undefined;
    if (answer === undefined) return;
    const complete = answer.expected === 0;
    this.#events.response(answer.line, answer.session, concat(answer.data, u16(answer.sw)), complete);
  }

  #message(message: string, session: string, number: number): void {
    const dump = DUMP.exec(message);
    if (dump !== null && this.#answer !== undefined) {
      this.#dumped(this.#answer, dump[1]!, number);
      return;
    }
    const response = RESPONSE.exec(message);
    if (response?.[1] === 'more' && this.#answer !== undefined) {
      this.#answer.sw = Number.parseInt(response[2]!, 16);
      this.#answer.expected = Number(response[3]);
      return;
    }
    this.end();
    const data = DATA.exec(message);
    const atr = ATR.exec(message);
    if (data !== null) this.#command(data[1]!, session, number);
    else if (response !== null) {
      const sw = Number.parseInt(response[2]!, 16);
      // Only of a success is the data shown; of others it is told how much there was.
      this.#answer = {
        line: number,
        session,
        data: new Uint8Array(0),
        sw,
        expected: Number(response[3]),
      };
    } else if (atr !== null) this.#events.reset(number, session, 'cold', wholeHex(atr[1]!));
    else this.#events.remark(number);
  }

  #dumped(answer: Answer, text: string, number: number): void {
    const data = text === '[all zero]' ? new Uint8Array(answer.expected) : (wholeHex(text) ?? undefined);
    if (data === undefined) this.#events.unknown(number);
    else {
      // Of a command that a client has sent itself the status word is shown with the data.
      const isWhole = data.length === answer.expected + 2 && sameBytes(data.subarray(-2), u16(answer.sw));
      const shown = isWhole ? data.subarray(0, -2) : data;
      answer.data = concat(answer.data, shown);
      answer.expected = Math.max(0, answer.expected - shown.length);
    }
  }

  #command(text: string, session: string, number: number): void {
    const bytes = wholeHex(text);
    if (bytes !== undefined) {
      this.#events.command(number, session, bytes);
      return;
    }
    const masked = /\[(?:redacted|hidden)\]/.test(text);
    if (!masked) this.#events.unknown(number);
    else {
      const header = leadingHex(text).subarray(0, 4);
      const likely = [hexTerm(header.length === 4 ? header : fromHex('00200000')), PIN] as const;
      this.#events.hidden(number, session, 'PIN hidden by scdaemon', likely);
    }
  }
}

const PIN = { kind: 'lc', argument: [{ kind: 'name', name: 'PIN' }] } as const;
