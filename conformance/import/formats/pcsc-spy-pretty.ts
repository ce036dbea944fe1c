/**
 * What the program pcsc-spy makes of the calls that libpcscspy has written: a name, arguments that go in and come out, and the
 * return value; each thread behind its own indentation, in colour or not.
 */
import { columnHex } from '../hex-text.ts';
import type { LogEvents, LogFormat, LogReader } from '../log-events.ts';
import { withoutColour } from '../terminal-text.ts';
import { RESETS } from './pcsc-spy.ts';

const CALL = /^(\s*)(SCard\w+|SCarControl)$/;
const ARGUMENT = /^(\s*) ([io])(?: (.*))?$/;
const RETURN = /^(\s*) => .*\[0x([0-9A-Fa-f]{8})\]\)/;
/** A row of a buffer: offset, up to 16 bytes in columns, the same as characters. */
const ROW = /^ ?([0-9A-F]{4,}) ((?:[0-9A-F]{2} )+)/;
/** What it prints besides: features of the reader, and at the end how long all of it took. */
const REMARK =
  /^\s*$|^\s+(?:parsing |Tag|Length|Value|w|b|u|Min|Max|Time)|^(?:Thread |Results sorted|total time|[0-9.]+ sec )/;

const WIDTH = 16;
const SUCCESS = '00000000';

export const pcscSpyPretty: LogFormat = {
  name: 'pcsc-spy output',
  recognises: (line) => CALL.test(withoutColour(line)) || RETURN.test(withoutColour(line)),
  read: (events) => new PcscSpyPrettyReader(events),
};

interface Call {
  readonly name: string;
  readonly line: number;
  handle: string;
  reader: string;
  disposition: number;
  /** Rows of the buffers that go in and come out. */
  readonly bytes: { readonly i: number[]; readonly o: number[] };
  /** Bytes that a buffer has by its length; what is cut is told. */
  readonly told: { i: number; o: number };
}

class PcscSpyPrettyReader implements LogReader {
  readonly #events: LogEvents;
  /** The call that each thread is in, by its indentation. */
  readonly #calls = new Map<string, Call>();

  constructor(events: LogEvents) {
    this.#events = events;
  }

  line(line: string, number: number): void {
    const text = withoutColour(line);
    const call = CALL.exec(text);
    const returned = RETURN.exec(text);
    const argument = ARGUMENT.exec(text);
    const open = this.#calls.get((returned ?? argument)?.[1] ?? '');
    if (call !== null) {
      const bytes = { i: [], o: [] };
      const told = { i: 0, o: 0 };
      this.#calls.set(call[1]!, { name: call[2]!, line: number, handle: '', reader: '', disposition: 0, bytes, told });
    } else if (returned !== null && open !== undefined) {
      this.#calls.delete(returned[1]!);
      this.#returned(open, returned[2] === SUCCESS, number);
    } else if (argument !== null && open !== undefined) {
      this.#argument(open, argument[2] as 'i' | 'o', argument[3] ?? '');
    } else if (!REMARK.test(text)) {
      this.#events.unknown(number);
      return;
    }
    this.#events.remark(number);
  }

  /** A command that was on its way when the log ended. */
  end(): void {
    for (const { name, line, handle, bytes } of this.#calls.values())
      if (name === 'SCardTransmit' && bytes.i.length > 0) this.#events.command(line, handle, Uint8Array.from(bytes.i));
  }

  #argument(call: Call, way: 'i' | 'o', text: string): void {
    const row = ROW.exec(text);
    if (row !== null) {
      const count = Math.min(WIDTH, call.told[way] - call.bytes[way].length, row[2]!.length / 3);
      call.bytes[way].push(...(columnHex(row[2]!, count) ?? []));
      return;
    }
    const [, name, value] = /^(\w+):? (.*)$/.exec(text) ?? [];
    if (name === undefined || value === undefined) return;
    if (name === 'hCard' || (name === 'phCard' && way === 'o')) call.handle = value.split(' ')[0]!;
    else if (name === 'szReader') call.reader = value;
    else if (name === 'bSendLength' || name === 'bRecvLength') call.told[way] = Number(value.split(' ')[0]);
    else if (name === 'dwDisposition' || name === 'dwInitialization')
      call.disposition = Number(/0x[0-9A-Fa-f]+/.exec(value)?.[0] ?? 0);
  }

  #returned(call: Call, isSuccess: boolean, number: number): void {
    const { name, line, handle, bytes, told } = call;
    if (name === 'SCardTransmit') {
      if (bytes.i.length === 0) {
        this.#events.unknown(line);
        return;
      }
      this.#events.command(line, handle, Uint8Array.from(bytes.i), undefined, bytes.i.length === told.i);
      const answer = isSuccess ? Uint8Array.from(bytes.o) : new Uint8Array(0);
      this.#events.response(number, handle, answer, !isSuccess || bytes.o.length === told.o);
    } else if (name === 'SCardConnect') {
      if (isSuccess) this.#events.reader(handle, call.reader);
    } else {
      const how = RESETS[call.disposition];
      if (isSuccess && how !== undefined) this.#events.reset(line, handle, how);
    }
  }
}
