/**
 * The family of transcripts with an arrow or a word for each direction: scriptor, pyscard's console observer,
 * `opensc-tool -s`, ykman, yubico-piv-tool, GPShell, the JCOP shell, mock transports (`=>` and `<=`), macOS.
 */
import { concat, u16 } from '../../../apdu/index.ts';
import { dumpRow, leadingHex, wholeHex } from '../hex-text.ts';
import type { LogEvents, LogFormat, LogReader } from '../log-events.ts';

/** An arrow, which most of the family write. */
const ARROW = /^(?:(=?> )|<=?(?: |$))(.*)$/;
/** What else stands before the bytes of a command; a GPShell command that is wrapped is not what is sent. */
const COMMAND = /^(?:.*\b(?:SEND|C-APDU): |(?:.*\bAPDU -> )|(?:Wrapped )?[Cc]ommand --> |Sending: |DBG .*: > )(.*)$/;
const ANSWER = /^(?:.*\b(?:RECV|R-APDU): |(?:.*\bAPDU <- )|(?:Response) <-- |Received: |DBG .*: < )(.*)$/;
/** Where the status word stands before the data. */
const STATUS_FIRST =
  /(?:Received \(SW1=0x([0-9A-Fa-f]{2}), SW2=0x([0-9A-Fa-f]{2})\)|RECV \(SW=([0-9A-Fa-f]{4})\))(:?)\s*(.*)$/;
const STATUS_LAST = / SW=([0-9A-Fa-f]{4})$/;
const ATR = /^(?:< OK: |ATR: ?)([0-9A-Fa-f ]+)$/;
const REMARK =
  /^(?:$|#|;|\/\/|Using |No reader given|connecting to |disconnecting from |reset$|exit$|Normal processing|Status: | \(\d+ usec\)|Unwrapped response|< KO: )|^\s*$/i;
const ROW = 16;

export const transcript: LogFormat = {
  name: 'transcript with > and <',
  recognises: (line) => ARROW.test(line) || COMMAND.test(line) || ANSWER.test(line) || STATUS_FIRST.test(line),
  read: (events) => new TranscriptReader(events),
};

interface Answer {
  readonly line: number;
  /** Row by row. */
  readonly rows: Uint8Array[];
  /** Told before the data; otherwise the data ends in it. */
  readonly sw?: number;
}

class TranscriptReader implements LogReader {
  readonly #events: LogEvents;
  /** An answer whose next line may go on. */
  #answer: Answer | undefined;
  #resetting = false;

  constructor(events: LogEvents) {
    this.#events = events;
  }

  line(text: string, number: number): void {
    if (this.#answer !== undefined && this.#continues(this.#answer, text)) return;
    this.end();
    const arrow = ARROW.exec(text);
    if (arrow !== null && !/^[OK]/.test(arrow[2]!)) {
      if (arrow[1] === undefined) this.#answered(arrow[2]!, number);
      else this.#command(arrow[2]!, number);
    } else if (wholeHex(text) !== undefined) this.#events.remark(number);
    else this.#worded(text, number);
  }

  /** A line that does not begin with an arrow. */
  #worded(text: string, number: number): void {
    const atr = ATR.exec(text)?.[1];
    if (atr !== undefined) {
      this.#reset(number, wholeHex(atr));
      return;
    }
    const statusFirst = STATUS_FIRST.exec(text);
    const command = statusFirst === null ? COMMAND.exec(text)?.[1] : undefined;
    const answer = statusFirst === null && command === undefined ? ANSWER.exec(text)?.[1] : undefined;
    if (statusFirst !== null) this.#statusFirst(statusFirst, number);
    else if (command !== undefined) this.#command(command, number);
    else if (answer !== undefined) this.#answered(answer, number);
    else if (REMARK.test(text)) this.#events.remark(number);
    else this.#events.unknown(number);
  }

  end(): void {
    const answer = this.#answer;
    this.#answer = undefined;
    if (answer === undefined) return;
    const status = answer.sw === undefined ? [] : [u16(answer.sw)];
    this.#events.response(answer.line, '', concat(...answer.rows, ...status));
  }

  #reset(number: number, atr?: Uint8Array): void {
    this.#events.reset(number, '', this.#resetting ? 'warm' : 'cold', atr);
    this.#resetting = false;
  }

  #command(text: string, number: number): void {
    if (/^reset/i.test(text)) {
      this.#resetting = true;
      this.#events.remark(number);
      return;
    }
    const bytes = leadingHex(text);
    if (bytes.length === 0) this.#events.unknown(number);
    else this.#events.command(number, '', bytes);
  }

  #statusFirst([, sw1, sw2, sw, , rest]: RegExpExecArray, number: number): void {
    const word = Number.parseInt(sw ?? `${sw1}${sw2}`, 16);
    this.#answer = { line: number, rows: [leadingHex(rest!)], sw: word };
  }

  #answered(text: string, number: number): void {
    const sw = STATUS_LAST.exec(text)?.[1];
    // pyscard writes [] where there is no data, and once wrote a status byte below 10 with one digit.
    const bytes = leadingHex(
      text
        .replace(/^\s*\[\]/, '')
        .replace(STATUS_LAST, '')
        .replace(/ ([0-9A-Fa-f])$/, ' 0$1'),
    );
    if (sw !== undefined) this.#events.response(number, '', concat(bytes, u16(Number.parseInt(sw, 16))));
    else if (bytes.length === 0 && /\w/.test(text)) this.#events.unknown(number);
    else if (bytes.length === ROW && !text.includes(' : ')) this.#answer = { line: number, rows: [bytes] };
    else this.#events.response(number, '', bytes);
  }

  /** Whether the line goes on with the answer: rows of 16 bytes, until a shorter one. */
  #continues(answer: Answer, text: string): boolean {
    const last = text.includes(' : ') ? /^((?:[0-9A-Fa-f]{2} )+): /.exec(text)?.[1] : undefined;
    const row = last === undefined ? dumpRow(text) : wholeHex(last);
    if (row === undefined || row.length > ROW) return false;
    answer.rows.push(row);
    if (last !== undefined || row.length < ROW) this.end();
    return true;
  }
}
