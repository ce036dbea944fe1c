/** Puts commands and answers together, each session for itself. */
import type { Bytes, Quality } from '../trace/trace.ts';
import type { LogEvents } from './log-events.ts';

/** A command and its answer as the log has them. */
export interface Exchange {
  /** Where the command stands; the answer when there is no command. */
  readonly line: number;
  readonly answerLine: number;
  readonly session: string;
  /** Undefined when the log hides it or has only the answer. */
  readonly command?: Uint8Array;
  /** Why the command is missing, and what most likely stood there. */
  readonly hidden?: { readonly reason: string; readonly likely?: Bytes };
  /** Data ‖ SW1 SW2, empty where the card gave none; undefined when the log does not say. */
  readonly response?: Uint8Array;
  /** All that is told of the answer to a hidden command. */
  readonly status?: string;
  readonly remark?: string;
  readonly quality?: Quality;
}

export interface ResetEvent {
  readonly line: number;
  readonly session: string;
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

  constructor(sink: ExchangeSink) {
    this.#sink = sink;
  }

  command(line: number, session: string, bytes: Uint8Array, remark?: string, complete = true): void {
    this.#unanswered(session, new Uint8Array(0));
    this.#pending.set(session, { line, command: bytes, ...(remark !== undefined && { remark }), ...quality(complete) });
  }

  hidden(line: number, session: string, reason: string, likely?: Bytes): void {
    this.#unanswered(session, new Uint8Array(0));
    this.#pending.set(session, { line, hidden: { reason, ...(likely !== undefined && { likely }) } });
  }

  response(line: number, session: string, bytes: Uint8Array, complete = true): void {
    const pending = this.#pending.get(session) ?? { line };
    this.#pending.delete(session);
    // One byte is no answer: it has no status word.
    const response = bytes.length < 2 ? new Uint8Array(0) : bytes;
    this.#sink.exchange({ ...pending, session, answerLine: line, response, ...quality(complete) });
  }

  hiddenStatus(line: number, session: string, digits: string): void {
    const pending = this.#pending.get(session) ?? { line };
    this.#pending.delete(session);
    this.#sink.exchange({ ...pending, session, answerLine: line, status: digits });
  }

  reset(line: number, session: string, how: 'cold' | 'warm', atr?: Uint8Array): void {
    this.#unanswered(session, new Uint8Array(0));
    this.#sink.reset({ line, session, how, ...(atr !== undefined && { atr }) });
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
    if (pending === undefined) return;
    this.#pending.delete(session);
    this.#sink.exchange({ ...pending, session, answerLine: pending.line, ...(response !== undefined && { response }) });
  }
}

const quality = (complete: boolean): { quality?: Quality } => (complete ? {} : { quality: 'partial' });
