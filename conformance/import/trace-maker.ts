/** From exchanges to the statements of a trace, once all are there: without secrets, each reader's for itself. */
import type { Statement } from '../trace/trace.ts';
import { type Exchange, type ExchangeSink, type ResetEvent, statusOf } from './exchanges.ts';
import { Redaction } from './redaction.ts';
import { Spool } from './spool.ts';
import { StatementWriter } from './statement-writer.ts';

/** What became of the exchanges. */
export interface MadeTrace {
  readonly exchanges: number;
  /** Commands that are hidden. */
  readonly gaps: number;
  /** Answers without a command. */
  readonly orphans: number;
  /** Commands after which nothing came any more. */
  readonly unanswered: number;
  /** The readers that have names. */
  readonly readers: readonly string[];
}

/** About the trace as a whole: key and value. */
export type Heading = readonly ['meta' | 'need', string, string];

export class TraceMaker implements ExchangeSink {
  readonly #redaction = new Redaction();
  readonly #spool = new Spool();
  readonly #writer: StatementWriter;
  readonly #keepSecrets: boolean;

  constructor(keepSecrets: boolean, give: (statement: Statement) => void) {
    this.#keepSecrets = keepSecrets;
    this.#writer = new StatementWriter(this.#redaction, keepSecrets, give);
  }

  exchange(exchange: Exchange): void {
    if (exchange.command !== undefined) this.#redaction.learn(exchange.command, statusOf(exchange.response));
    this.#spool.exchange(exchange);
  }

  reset(event: ResetEvent): void {
    this.#spool.reset(event);
  }

  remark(): void {}

  unknown(): void {}

  /** Gives all statements. Nothing may come after. */
  write(headings: readonly Heading[]): MadeTrace {
    for (const [kind, key, value] of headings) this.#writer.say(1, { kind, key, value });
    this.#writer.say(1, { kind: 'meta', key: 'redacted', value: this.#keepSecrets ? 'none' : 'pins-and-keys' });
    const { readers } = this.#spool;
    for (const [index, reader] of readers.entries()) {
      if (readers.length > 1) this.#beginReader(index, reader);
      this.#writeReader(reader);
    }
    this.#spool.close();
    return { ...this.#writer.counts, readers: readers.filter((name) => name !== '') };
  }

  /** Once to see which secrets stand in several exchanges, and once to write. */
  #writeReader(reader: string): void {
    const split = this.#redaction.split();
    if (!this.#keepSecrets && split.isNeeded)
      this.#spool.each(reader, { exchange: (exchange) => split.exchange(exchange), reset: () => undefined });
    let count = 0;
    this.#spool.each(reader, {
      exchange: (exchange) => this.#writer.exchange(exchange, split.partsOf(count++)),
      reset: (event) => this.#writer.reset(event),
    });
  }

  /** Gives nothing of what was taken. */
  discard(): MadeTrace {
    this.#spool.close();
    return { ...this.#writer.counts, readers: [] };
  }

  /** Each reader has a card of its own; played to one card, each begins anew. */
  #beginReader(index: number, reader: string): void {
    const title = reader === '' ? 'a reader without a name' : reader;
    this.#writer.say(1, { kind: 'case', id: `reader-${index + 1}`, title, tags: [] });
    if (index > 0) {
      this.#writer.say(1, { kind: 'power', on: false });
      this.#writer.say(1, { kind: 'power', on: true });
    }
  }
}
