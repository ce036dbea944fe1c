/**
 * OpenSC's debug log in its four generations: up to 0.15 (`data [n bytes] ====`), 0.16 to 0.19, 0.20 and 0.21 (with
 * `P:` and `T:`), and since 0.22 (an empty line behind each APDU). Below level 9 it hides PIN commands, since 0.21.
 */
import { hexTerm } from '../../trace/literal.ts';
import type { Bytes } from '../../trace/trace.ts';
import { columnHex } from '../hex-text.ts';
import type { LogEvents, LogFormat, LogReader } from '../log-events.ts';

const APDU = /(Outgoing|Incoming) APDU(?: data)? [([]\s*(\d+) bytes?[)\]]:?\s*=*$/;
const PREFIX = /^(?:(P:\d+; T:(?:0x)?\d+) |(0x[0-9a-f]+) )?(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.-?\d+ /;
const READER = /pcsc_transmit: reader '(.*)'$/;
const ROW = 16;

/** The answers that OpenSC's error numbers stand for, of `sc_pin_cmd`. */
// biome-ignore format: a table reads best with its columns aligned
const STATUS_OF_RESULT: ReadonlyMap<number, string> = new Map([
  [0,     '9000'],
  [-1211, '6982'],
  [-1212, '6983'],
  [-1214, '63C.'],
]);

/** The driver has no such command, so nothing was sent. */
const NOT_SUPPORTED = -1408;

interface Dump {
  readonly direction: string;
  readonly line: number;
  readonly session: string;
  readonly bytes: Uint8Array;
  filled: number;
}

export const opensc: LogFormat = {
  name: 'OpenSC debug log',
  recognises: (line) => APDU.test(line) || /^P:\d+; T:/.test(line),
  read: (events) => new OpenscReader(events),
};

class OpenscReader implements LogReader {
  readonly #events: LogEvents;
  /** Process and thread of the last line that tells them. */
  #thread = '';
  /** The reader that each thread talks to. */
  readonly #readers = new Map<string, string>();
  #dump: Dump | undefined;
  /** Where a PIN command began of which nothing has been seen. */
  #hidden: { readonly line: number; readonly likely: Bytes } | undefined;
  #probing = false;
  #likely = VERIFY;

  constructor(events: LogEvents) {
    this.#events = events;
  }

  line(text: string, number: number): void {
    const trimmed = text.trimStart();
    if (this.#dump !== undefined && this.#row(this.#dump, trimmed)) return;
    const prefix = PREFIX.exec(trimmed);
    if (prefix !== null) this.#thread = prefix[1] ?? prefix[2] ?? this.#thread;
    const apdu = trimmed.includes('APDU') ? APDU.exec(trimmed) : null;
    if (apdu !== null) this.#begin(apdu[1]!, Number(apdu[2]), number);
    else if (prefix !== null) this.#message(trimmed, number);
    else if (trimmed === '' || /^=+$/.test(trimmed)) this.#events.remark(number);
    else this.#events.unknown(number);
  }

  /** A thread may talk to several readers in turn. */
  get #session(): string {
    const reader = this.#readers.get(this.#thread);
    return reader === undefined ? this.#thread : `${this.#thread}${reader}`;
  }

  end(): void {
    if (this.#dump !== undefined) this.#finish(this.#dump);
  }

  #begin(direction: string, length: number, line: number): void {
    // An APDU of no byte has no rows; the length is the log's own word and may be anything.
    const bytes = new Uint8Array(Math.min(length, 70_000));
    this.#dump = { direction, line, session: this.#session, bytes, filled: 0 };
    if (bytes.length === 0) this.#finish(this.#dump);
  }

  /** False when the line is no row of the dump, which is then cut short. */
  #row(dump: Dump, text: string): boolean {
    const row = columnHex(text, Math.min(ROW, dump.bytes.length - dump.filled));
    if (row !== undefined) {
      dump.bytes.set(row, dump.filled);
      dump.filled += row.length;
    }
    if (row === undefined || dump.filled === dump.bytes.length) this.#finish(dump);
    return row !== undefined;
  }

  #finish({ direction, line, session, bytes, filled }: Dump): void {
    this.#dump = undefined;
    const complete = filled === bytes.length;
    if (direction === 'Incoming') this.#events.response(line, session, bytes.subarray(0, filled), complete);
    else {
      this.#hidden = undefined;
      this.#events.command(
        line,
        session,
        bytes.subarray(0, filled),
        this.#probing ? 'driver probe' : undefined,
        complete,
      );
    }
  }

  #message(text: string, line: number): void {
    this.#events.remark(line);
    const reader = text.endsWith("'") ? READER.exec(text)?.[1] : undefined;
    if (reader !== undefined) {
      this.#readers.set(this.#thread, reader);
      this.#events.reader(this.#session, reader);
    } else if (text.includes('sc_connect_card: called')) this.#probing = true;
    else if (text.includes('sc_connect_card: ')) this.#probing &&= !text.includes('returning with');
    else if (text.includes('sc_pkcs15_change_pin: called')) this.#likely = CHANGE;
    else if (text.includes('sc_pkcs15_unblock_pin: called')) this.#likely = UNBLOCK;
    else if (text.includes('sc_pin_cmd: called')) this.#hidden = { line, likely: this.#likely };
    else if (text.includes('sc_pin_cmd: returning with')) this.#pinDone(text, line);
  }

  #pinDone(text: string, line: number): void {
    const hidden = this.#hidden;
    this.#hidden = undefined;
    this.#likely = VERIFY;
    const result = Number(/returning with: (-?\d+)/.exec(text)?.[1]);
    if (hidden === undefined || result === NOT_SUPPORTED) return;
    this.#events.hidden(hidden.line, this.#session, 'PIN command hidden by OpenSC below debug level 9', hidden.likely);
    this.#events.hiddenStatus(line, this.#session, STATUS_OF_RESULT.get(result) ?? '....');
  }
}

const padded = (name: string): Bytes => [{ kind: 'pad', argument: [{ kind: 'name', name }], length: 16, filler: 0 }];

const pinCommand = (header: readonly number[], ...names: readonly string[]): Bytes => [
  hexTerm(Uint8Array.from(header)),
  { kind: 'lc', argument: names.flatMap(padded) },
];

/** As OpenSC sends them to the card edge that it knows as IsoApplet: 16 bytes each, filled with 00. */
const VERIFY = pinCommand([0x00, 0x20, 0x00, 0x01], 'PIN');
const CHANGE = pinCommand([0x00, 0x24, 0x00, 0x01], 'PIN', 'NEW_PIN');
const UNBLOCK = pinCommand([0x00, 0x2c, 0x00, 0x01], 'PUK', 'NEW_PIN');
