/** What GlobalPlatformPro and other users of apdu4j print with `-d`: the dialects up to version 25 and since 26.04. */
import { wholeHex } from '../hex-text.ts';
import type { LogEvents, LogFormat, LogReader } from '../log-events.ts';

const APDU = /^(?:# )?(?:\[\w+\] )?[AB]?(#\d+)?(>>|<<) ?(?:T=\d )?((?:\([^)]*\) ?)*)(.*)$/;
const FRAME = /^(?:# )?(?:SCard\w+\(|MANAGE CHANNEL)|^(?:#|\[\w+\])/;

export const apdu4j: LogFormat = {
  name: 'apdu4j or GlobalPlatformPro log',
  recognises: (line) => APDU.test(line),
  read: (events) => new Apdu4jReader(events),
};

class Apdu4jReader implements LogReader {
  readonly #events: LogEvents;

  constructor(events: LogEvents) {
    this.#events = events;
  }

  line(text: string, number: number): void {
    const apdu = APDU.exec(text);
    if (apdu !== null) this.#apdu(apdu[2] === '>>', apdu[4]!, number);
    else if (text.trim() === '') this.#events.remark(number);
    else if (/SCardConnect\(/.test(text)) this.#connected(text, number);
    else if (FRAME.test(text)) this.#events.remark(number);
    else this.#events.unknown(number);
  }

  end(): void {}

  #apdu(isCommand: boolean, rest: string, number: number): void {
    const bytes = wholeHex(rest.replace(/ \[malformed\]$/, ''));
    if (isCommand && bytes !== undefined) this.#events.command(number, '', bytes);
    else if (isCommand) this.#events.unknown(number);
    else if (bytes !== undefined) this.#events.response(number, '', bytes);
    else if (/SCARD_|Exception|^\s*$/.test(rest)) this.#events.response(number, '', new Uint8Array(0));
    else this.#events.unknown(number);
  }

  /** `SCardConnect("reader", T=*) -> T=1, 3B…` */
  #connected(text: string, number: number): void {
    const reader = /SCardConnect\("([^"]*)"/.exec(text)?.[1];
    if (reader !== undefined) this.#events.reader('', reader);
    const atr = wholeHex(/-> T=\d, ([0-9A-Fa-f ]+)/.exec(text)?.[1] ?? '');
    this.#events.reset(number, '', 'cold', atr);
  }
}
