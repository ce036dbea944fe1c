/** What `pcscd --apdu` prints, plain, in colour or through journald. `SW:` is the whole answer. */
import { sameBytes } from '../../../apdu/index.ts';
import { wholeHex } from '../hex-text.ts';
import type { LogEvents, LogFormat, LogReader } from '../log-events.ts';
import { withoutColour } from '../terminal-text.ts';

const LINE = /^(\d{8}) (?:\[(\w+)\] )?(.*)$/;
const JOURNAL = /^.{0,100}? pcscd\[\d+\]: /;
const APDU = /^(?:APDU|SW): ?(?:[0-9A-Fa-f]{2} ?)*$/;

/** Time, thread and message of a line, without what a terminal or the journal has added. */
function parts(line: string): RegExpExecArray | null {
  const plain = withoutColour(line);
  return LINE.exec(plain) ?? LINE.exec(plain.replace(JOURNAL, ''));
}

export const pcscd: LogFormat = {
  name: 'pcscd --apdu log',
  recognises: (line) => {
    const text = parts(line)?.[3];
    return text !== undefined && (APDU.test(text) || /\.c:\d+:\w+\(\)|^Card ATR: /.test(text));
  },
  read: (events) => new PcscdReader(events),
};

/** What stands around commands and tells whose they are; the names of its own functions are pcscd's. */
const RECEIVED = /Received command: (\w+) from client (\d+)$/;
const CONNECTING = /SCardConnect\(\) Attempting Connect to (.+) using protocol/;
const CONNECTED = /\bCONNECT for client (\d+), rv=(?:SCARD_S_SUCCESS|0x0)$/;
const DISCONNECTED = /DISCONNECT for client (\d+), rv=(?:SCARD_S_SUCCESS|0x0)$/;
const INSERTED = /Card inserted into (.+)$/;
const RESET = /Reset complete\.$/;
const UNPOWERED = /SCardDisconnect\(\) powerState: POWER_STATE_UNPOWERED$/;

interface Thread {
  /** Whose command is worked on. */
  client: string;
  /** The reader that it asks for. */
  asked: string;
  /** Where a card is that has just been inserted; its ATR follows. */
  inserted: string | undefined;
  /** The line of a warm reset, whose ATR may follow. */
  reset: number | undefined;
}

class PcscdReader implements LogReader {
  readonly #events: LogEvents;
  /** By session: reader drivers may log the command once more. */
  readonly #pending = new Map<string, Uint8Array>();
  readonly #threads = new Map<string, Thread>();
  /** The readers that each client is connected to. Which of several a command goes to is not told. */
  readonly #connections = new Map<string, string[]>();

  constructor(events: LogEvents) {
    this.#events = events;
  }

  line(text: string, number: number): void {
    const found = parts(text);
    if (found === null) {
      if (text.trim() === '') this.#events.remark(number);
      else this.#events.unknown(number);
      return;
    }
    const thread = found[2] ?? '';
    const message = found[3]!;
    if (message.startsWith('Card ATR: ')) this.#atr(message.slice(10), thread, number);
    else {
      this.#warm(thread);
      if (message.startsWith('APDU: ')) this.#command(message.slice(6), this.#session(thread), number);
      else if (message.startsWith('SW:')) this.#answer(message.slice(3), this.#session(thread), number);
      else this.#context(message, thread, number);
    }
  }

  end(): void {
    for (const thread of [...this.#threads.keys()]) this.#warm(thread);
  }

  /** Log lines without thread numbers are taken for one thread. */
  #thread(name: string): Thread {
    let thread = this.#threads.get(name);
    if (thread === undefined) {
      thread = { client: '', asked: '', inserted: undefined, reset: undefined };
      this.#threads.set(name, thread);
    }
    return thread;
  }

  /** The session is what goes on in one reader, where that is known. */
  #session(name: string): string {
    const { client } = this.#thread(name);
    const readers = new Set(this.#connections.get(client) ?? []);
    const [reader] = readers;
    return reader === undefined || readers.size > 1 ? name : this.#of(reader);
  }

  #of(reader: string): string {
    const session = `in ${reader}`;
    this.#events.reader(session, reader);
    return session;
  }

  #context(message: string, name: string, number: number): void {
    this.#events.remark(number);
    const thread = this.#thread(name);
    const received = RECEIVED.exec(message);
    if (received !== null) thread.client = received[2]!;
    thread.asked = CONNECTING.exec(message)?.[1] ?? thread.asked;
    const [, connected] = CONNECTED.exec(message) ?? [];
    const [, disconnected] = DISCONNECTED.exec(message) ?? [];
    if (disconnected !== undefined) this.#disconnected(disconnected);
    else if (connected !== undefined)
      this.#connections.set(connected, [...(this.#connections.get(connected) ?? []), thread.asked]);
    thread.inserted = INSERTED.exec(message)?.[1];
    if (RESET.test(message)) thread.reset = number;
    if (UNPOWERED.test(message)) this.#events.reset(number, this.#session(name), 'cold');
  }

  /** Of several connections it is not told which one ends. */
  #disconnected(client: string): void {
    const readers = this.#connections.get(client) ?? [];
    const isOne = new Set(readers).size <= 1;
    this.#connections.set(client, readers.length === 1 || isOne ? readers.slice(1) : readers);
  }

  #command(text: string, session: string, number: number): void {
    const bytes = wholeHex(text);
    const pending = this.#pending.get(session);
    if (bytes === undefined) this.#events.unknown(number);
    else if (pending !== undefined && sameBytes(pending, bytes)) this.#events.remark(number);
    else {
      this.#pending.set(session, bytes);
      this.#events.command(number, session, bytes);
    }
  }

  /** Another client may have begun to speak meanwhile: then it is the answer to the oldest command that has none. */
  #answer(text: string, session: string, number: number): void {
    const bytes = text.trim() === '' ? new Uint8Array(0) : wholeHex(text);
    const [oldest = session] = this.#pending.keys();
    const asked = this.#pending.has(session) ? session : oldest;
    this.#pending.delete(asked);
    if (bytes === undefined) this.#events.unknown(number);
    else this.#events.response(number, asked, bytes);
  }

  #atr(text: string, name: string, number: number): void {
    const thread = this.#thread(name);
    const session = thread.inserted === undefined ? this.#session(name) : this.#of(thread.inserted);
    const atr = wholeHex(text);
    const how = thread.reset === undefined ? 'cold' : 'warm';
    thread.reset = undefined;
    thread.inserted = undefined;
    if (atr === undefined) this.#events.remark(number);
    else this.#events.reset(number, session, how, atr);
  }

  /** A warm reset whose ATR is not told. */
  #warm(name: string): void {
    const thread = this.#thread(name);
    if (thread.reset !== undefined) this.#events.reset(thread.reset, this.#session(name), 'warm');
    thread.reset = undefined;
  }
}
