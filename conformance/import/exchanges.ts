/** Puts commands and answers together, each session for itself. */
import type { Bytes, Quality } from '../trace/trace.ts';
import type { LogEvents } from './log-events.ts';

/** A command and its answer as the log has them. */
export interface Exchange {
  /** Where the command stands; the answer when there is no command. */
  readonly line: number;
  readonly answerLine: number;
  readonly session: string;
  /** Of which reader; empty when the log does not say. */
  readonly reader: string;
  /** Undefined when the log hides it or has only the answer. */
  readonly command: Uint8Array | undefined;
  /** Why the command is missing, and what most likely stood there. */
  readonly hidden: { readonly reason: string; readonly likely: Bytes | undefined } | undefined;
  /** Data ‖ SW1 SW2, empty where the card gave none; undefined when the log does not say. */
  readonly response: Uint8Array | undefined;
  /** All that is told of the answer to a hidden command. */
  readonly status: string | undefined;
  readonly remark: string | undefined;
  readonly quality: Quality | undefined;
}

export interface ResetEvent {
  readonly line: number;
  readonly session: string;
  readonly reader: string;
  readonly how: 'cold' | 'warm';
  readonly atr?: Uint8Array;
}

/** What an assembler passes on, in order for each session. */
export interface ExchangeSink {
  exchange(exchange: Exchange): void;
  reset(event: ResetEvent): void;
  remark(line: number): void;
  unknown(line: number): void;
}

type Pending = Pick<Exchange, 'line' | 'command' | 'hidden' | 'remark' | 'quality'>;

export class ExchangeAssembler implements LogEvents {
  readonly #sink: ExchangeSink;
  readonly #pending = new Map<string, Pending>();
  readonly #readers = new Map<string, string>();

  constructor(sink: ExchangeSink) {
    this.#sink = sink;
  }

  reader(session: string, name: string): void {
    this.#readers.set(session, name);
  }

  command(line: number, session: string, bytes: Uint8Array, remark?: string, complete = true): void {
    this.#unanswered(session, SILENCE);
    this.#pending.set(session, { line, command: bytes, hidden: undefined, remark, quality: qualityOf(complete) });
  }

  hidden(line: number, session: string, reason: string, likely?: Bytes): void {
    this.#unanswered(session, SILENCE);
    const hidden = { reason, likely };
    this.#pending.set(session, { line, command: undefined, hidden, remark: undefined, quality: undefined });
  }

  response(line: number, session: string, bytes: Uint8Array, complete = true): void {
    // One byte is no answer: it has no status word.
    this.#answered(line, session, bytes.length < 2 ? SILENCE : bytes, undefined, complete);
  }

  hiddenStatus(line: number, session: string, digits: string): void {
    this.#answered(line, session, undefined, digits, true);
  }

  reset(line: number, session: string, how: 'cold' | 'warm', atr?: Uint8Array): void {
    this.#unanswered(session, SILENCE);
    const reader = this.#readers.get(session) ?? '';
    this.#sink.reset({ line, session, reader, how, ...(atr !== undefined && { atr }) });
  }

  remark(line: number): void {
    this.#sink.remark(line);
  }

  unknown(line: number): void {
    this.#sink.unknown(line);
  }

  /** The log ends; what is still open may have been answered after it. */
  end(): void {
    for (const session of [...this.#pending.keys()]) this.#unanswered(session, undefined);
  }

  #unanswered(session: string, response: Uint8Array | undefined): void {
    const pending = this.#pending.get(session);
    if (pending !== undefined) this.#answered(pending.line, session, response, undefined, true);
  }

  #answered(
    answerLine: number,
    session: string,
    response: Uint8Array | undefined,
    status: string | undefined,
    complete: boolean,
  ): void {
    const pending = this.#pending.get(session);
    this.#pending.delete(session);
    this.#sink.exchange({
      line: pending?.line ?? answerLine,
      answerLine,
      session,
      reader: this.#readers.get(session) ?? '',
      command: pending?.command,
      hidden: pending?.hidden,
      response,
      status,
      remark: pending?.remark,
      quality: pending?.quality ?? qualityOf(complete),
    });
  }
}

/** The card gave no answer. */
const SILENCE = new Uint8Array(0);

const qualityOf = (complete: boolean): Quality | undefined => (complete ? undefined : 'partial');

/** The status word of an answer; undefined when it has none. */
export function statusOf(response: Uint8Array | undefined): number | undefined {
  const length = response?.length ?? 0;
  return length < 2 ? undefined : response![length - 2]! * 256 + response![length - 1]!;
}
