/**
 * What libpcscspy writes: every call of a client with its arguments, each line behind the number of its thread. The text of
 * the return value stood in the last line up to pcsc-lite 2.0.
 */
import { wholeHex } from '../hex-text.ts';
import type { LogEvents, LogFormat, LogReader } from '../log-events.ts';

/** Threads have hexadecimal numbers. */
const LINE = /^([0-9A-Fa-f]+)@(.*)$/;
const CALL = /^>\|\d+\|\d+\|(\w+)$/;
const RETURN = /^<\|\d+\|\d+\|(\w+)\|(?:.*\|)?0x([0-9A-Fa-f]{1,8})$/;
const SUCCESS = '00000000';

/** Where in the list of a call's arguments. */
const TRANSMIT = { handle: 0, command: 4, response: 8 } as const;
const CONNECT = { reader: 1, handle: 6 } as const;
/** The dispositions that reset the card, by what PC/SC numbers them. */
export const RESETS: readonly ('warm' | 'cold' | undefined)[] = [undefined, 'warm', 'cold', 'cold'];
/** Where the disposition stands, of the calls that have one. */
const DISPOSITION: ReadonlyMap<string, number> = new Map([
  ['SCardReconnect', 3],
  ['SCardEndTransaction', 1],
  ['SCardDisconnect', 1],
]);

export const pcscSpy: LogFormat = {
  name: 'pcsc-spy log',
  recognises: (line) => /^[0-9A-Fa-f]+@[<>]\|\d+\|/.test(line),
  read: (events) => new PcscSpyReader(events),
};

interface Call {
  readonly name: string;
  readonly line: number;
  readonly args: string[];
}

class PcscSpyReader implements LogReader {
  readonly #events: LogEvents;
  /** The call that each thread is in. */
  readonly #calls = new Map<string, Call>();

  constructor(events: LogEvents) {
    this.#events = events;
  }

  line(text: string, number: number): void {
    const [, thread, rest] = LINE.exec(text) ?? [];
    if (thread === undefined || rest === undefined) {
      if (text.trim() === '') this.#events.remark(number);
      else this.#events.unknown(number);
      return;
    }
    const name = rest.startsWith('>|') ? CALL.exec(rest)?.[1] : undefined;
    const returned = rest.startsWith('<|') ? RETURN.exec(rest) : null;
    const call = this.#calls.get(thread);
    if (name !== undefined) this.#calls.set(thread, { name, line: number, args: [] });
    else if (call === undefined) {
      this.#events.unknown(number);
      return;
    } else if (returned === null) call.args.push(rest);
    else {
      this.#calls.delete(thread);
      this.#returned(call, returned[2]!.padStart(8, '0') === SUCCESS, number);
    }
    this.#events.remark(number);
  }

  /** A command that was on its way when the log ended. */
  end(): void {
    for (const call of this.#calls.values()) {
      const command = wholeHex(call.args[TRANSMIT.command] ?? '');
      if (call.name === 'SCardTransmit' && command !== undefined)
        this.#events.command(call.line, call.args[TRANSMIT.handle]!, command);
    }
  }

  #returned({ name, line, args }: Call, isSuccess: boolean, number: number): void {
    const handle = args[TRANSMIT.handle] ?? '';
    if (name === 'SCardTransmit') {
      const command = wholeHex(args[TRANSMIT.command] ?? '');
      if (command === undefined) {
        this.#events.unknown(line);
        return;
      }
      this.#events.command(line, handle, command);
      const response = isSuccess ? wholeHex(args[TRANSMIT.response] ?? args.at(-1) ?? '') : undefined;
      this.#events.response(number, handle, response ?? new Uint8Array(0));
    } else if (name === 'SCardConnect') {
      const connected = args[CONNECT.handle];
      if (isSuccess && connected !== undefined) this.#events.reader(connected, args[CONNECT.reader] ?? '');
    } else {
      const how = RESETS[Number(args[DISPOSITION.get(name) ?? args.length])];
      if (isSuccess && how !== undefined) this.#events.reset(line, handle, how);
    }
  }
}
