/** Keeps every exchange of a replay for reports that show both sessions side by side. */
import { toHex } from '../../apdu/index.ts';
import { Decoder } from '../decode/decoder.ts';
import { formatPattern } from '../trace/format-trace.ts';
import { literalData } from '../trace/literal.ts';
import type { ResponseStatement } from '../trace/trace.ts';
import type { Sent } from './describe-exchange.ts';
import type { SessionExchange } from './findings.ts';
import type { Masks } from './masked.ts';

interface Entry {
  readonly sent: Sent;
  readonly line: number;
  readonly begins: string | undefined;
  readonly events: readonly string[];
  response: ResponseStatement | undefined;
}

export class SessionLog {
  readonly #entries: Entry[] = [];
  #events: string[] = [];
  #begins: string | undefined;

  case(id: string): void {
    this.#begins = id;
  }

  /** A reset, power off or on, in words. */
  event(words: string): void {
    this.#events.push(words);
  }

  sent(sent: Sent, line: number): void {
    this.#entries.push({ sent, line, begins: this.#begins, events: this.#events, response: undefined });
    this.#events = [];
    this.#begins = undefined;
  }

  /** What the trace says of the answer to the last command. */
  recorded(response: ResponseStatement): void {
    const last = this.#entries.at(-1);
    if (last !== undefined) last.response = response;
  }

  /** Everything, with secrets masked unless they are to be shown. */
  told(masks: Masks, showSecrets: boolean): SessionExchange[] {
    return this.#entries.map(({ sent, line, begins, events, response }) => {
      const { bytes, answer, exchange, milliseconds } = sent;
      const [words] = new Decoder({ showSecrets }).exchange(bytes, answer);
      const data = (value: Uint8Array | undefined): { data?: string } =>
        value === undefined || sent.secret ? {} : { data: masks.hide(toHex(value)) };
      const status = response?.statuses.map(({ digits }) => digits).join(' | ') ?? '';
      return {
        exchange,
        line,
        ...(begins !== undefined && { begins }),
        command: masks.hide(words!.slice(2)),
        ...(!sent.secret && { sent: masks.hide(toHex(bytes)) }),
        recorded: {
          ...data(response && literalData(response.pattern)),
          status: response === undefined ? '' : status || 'no answer',
          text: response === undefined || sent.secret ? '' : masks.hide(formatPattern(response.pattern)),
        },
        answered: {
          ...data(answer.subarray(0, -2)),
          status: answer.length < 2 ? 'no answer' : toHex(answer.subarray(-2)),
        },
        milliseconds,
        events,
      };
    });
  }
}
