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

class PcscdReader implements LogReader {
  readonly #events: LogEvents;
  /** By thread: reader drivers may log the command once more. */
  readonly #pending = new Map<string, Uint8Array>();

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
    const session = found[2] ?? '';
    const message = found[3]!;
    if (message.startsWith('APDU: ')) this.#command(message.slice(6), session, number);
    else if (message.startsWith('SW:')) this.#answer(message.slice(3), session, number);
    else if (message.startsWith('Card ATR: ')) this.#atr(message.slice(10), session, number);
    else this.#events.remark(number);
  }

  end(): void {}

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

  #answer(text: string, session: string, number: number): void {
    const bytes = text.trim() === '' ? new Uint8Array(0) : wholeHex(text);
    this.#pending.delete(session);
    if (bytes === undefined) this.#events.unknown(number);
    else this.#events.response(number, session, bytes);
  }

  #atr(text: string, session: string, number: number): void {
    const atr = wholeHex(text);
    if (atr === undefined) this.#events.remark(number);
    else this.#events.reset(number, session, 'cold', atr);
  }
}
