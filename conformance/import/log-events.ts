/** What a log tells, before commands and answers are put together: the common language of all log formats. */
import type { Bytes } from '../trace/trace.ts';
import type { Packet } from './capture-file.ts';

/** Takes what a format has found, in the order of the log's lines. `session` tells apart what runs at the same time. */
export interface LogEvents {
  /** From here on the session talks to the card in this reader; one without a name until it is told. */
  reader(session: string, name: string): void;
  /** A command as it went to the card. `complete` is false where the log is cut. */
  command(line: number, session: string, bytes: Uint8Array, remark?: string, complete?: boolean): void;
  /** The answer, data ‖ SW1 SW2; without any byte: there was none. */
  response(line: number, session: string, bytes: Uint8Array, complete?: boolean): void;
  /** A command that was sent and is not shown; an answer may follow as after `command`. */
  hidden(line: number, session: string, reason: string, likely?: Bytes): void;
  /** The answer to a hidden command, as far as it is told: four digits, `.` for any. */
  hiddenStatus(line: number, session: string, digits: string): void;
  reset(line: number, session: string, how: 'cold' | 'warm', atr?: Uint8Array): void;
  /** A line that belongs to the format and says nothing about the card. */
  remark(line: number): void;
  /** A line that this format does not have. */
  unknown(line: number): void;
}

/** Reads one log. */
export interface LogReader {
  /** One line without its end; `number` counts from 1. */
  line(text: string, number: number): void;
  /** The log ends. */
  end(): void;
}

/** A kind of log that people have. */
export interface LogFormat {
  readonly name: string;
  /** Whether a line can only be of this kind of log. Of two kinds the one with more such lines is taken. */
  recognises(line: string): boolean;
  read(events: LogEvents): LogReader;
}

/** Reads one capture. */
export interface CaptureReader {
  /** `number` counts from 1. */
  packet(packet: Packet, number: number): void;
  end(): void;
}
