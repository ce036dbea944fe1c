/** Makes statements of a trace out of exchanges, without secrets unless they are kept. */
import { INS, toHex } from '../../apdu/index.ts';
import { namesIn } from '../trace/evaluate.ts';
import { hexTerm, literalPattern } from '../trace/literal.ts';
import type { Bytes, Pattern, PatternTerm, Statement, StatementBody, StatusPattern } from '../trace/trace.ts';
import { type Exchange, type ResetEvent, statusOf } from './exchanges.ts';
import type { Redacted, Redaction } from './redaction.ts';
import type { Parts } from './split-secrets.ts';

export class StatementWriter {
  readonly #give: (statement: Statement) => void;
  readonly #redaction: Redaction;
  readonly #keepSecrets: boolean;
  readonly #told = new Set<string>();
  readonly counts = { exchanges: 0, gaps: 0, orphans: 0, unanswered: 0 };

  constructor(redaction: Redaction, keepSecrets: boolean, give: (statement: Statement) => void) {
    this.#redaction = redaction;
    this.#keepSecrets = keepSecrets;
    this.#give = give;
  }

  say(line: number, body: StatementBody, comment?: string): void {
    this.#give(comment === undefined ? { ...body, line } : { ...body, line, comment });
  }

  /** `parts` are those of secrets that go on in another exchange. */
  exchange(exchange: Exchange, parts?: Parts): void {
    const { line, command, hidden } = exchange;
    if (command !== undefined) this.#command(exchange, command, parts);
    else this.#gap(line, hidden);
    this.#answer(exchange, parts);
  }

  reset({ line, how, atr }: ResetEvent): void {
    this.say(line, { kind: 'reset', how, ...(atr !== undefined && { atr: literalPattern(atr) }) });
  }

  #command({ line, response, remark }: Exchange, command: Uint8Array, parts: Parts | undefined): void {
    this.counts.exchanges++;
    const redacted = this.#redaction.command(command, statusOf(response), parts?.command);
    this.#introduce(line, redacted);
    const bytes: Bytes = this.#keepSecrets ? [hexTerm(command)] : redacted.bytes;
    this.#give(
      remark === undefined ? { kind: 'command', bytes, line } : { kind: 'command', bytes, line, comment: remark },
    );
  }

  /** Whoever keeps secrets is told which they are, so that reports can still mask them. */
  #introduce(line: number, { introduced }: Redacted): void {
    for (const { name, value, standIn } of introduced) {
      const known = this.#keepSecrets ? value : standIn;
      if (known !== undefined) this.say(line, { kind: 'let', name, value: [hexTerm(known)] });
      if (known !== undefined || this.#fresh([{ kind: 'name', name }]).length > 0)
        this.say(line, { kind: 'secret', names: [name] });
    }
  }

  #gap(line: number, hidden: Exchange['hidden']): void {
    if (hidden === undefined) this.counts.orphans++;
    else this.counts.gaps++;
    const reason = hidden?.reason ?? 'the log has no command for this answer';
    const names = this.#fresh(hidden?.likely ?? []);
    if (names.length > 0) this.say(line, { kind: 'secret', names });
    this.say(line, { kind: 'gap', reason, ...(hidden?.likely !== undefined && { command: hidden.likely }) });
  }

  /** The names in the bytes that no `secret` has told of yet. */
  #fresh(bytes: Bytes): string[] {
    const fresh = namesIn(bytes).filter((name) => !this.#told.has(name));
    for (const name of fresh) this.#told.add(name);
    return fresh;
  }

  #answer({ command, response, status, quality, answerLine }: Exchange, parts: Parts | undefined): void {
    if (response === undefined && status === undefined) {
      this.counts.unanswered++;
      this.say(answerLine, { kind: 'empty' }, 'the log ends before the answer');
      return;
    }
    const silent = response !== undefined && response.length === 0;
    const digits = status ?? toHex(response!.subarray(-2));
    const statuses: StatusPattern[] = silent ? [] : [{ digits }];
    const pattern =
      silent || response === undefined ? [] : this.#pattern(answerLine, response.subarray(0, -2), command, parts);
    // Where only the half of an exchange is known nothing can be judged.
    const judged = quality !== 'partial' && (command !== undefined || status !== '....');
    const answer = { kind: 'response', judged, pattern, statuses, line: answerLine } as const;
    this.#give(quality === undefined ? answer : { ...answer, quality });
  }

  #pattern(line: number, data: Uint8Array, command: Uint8Array | undefined, parts: Parts | undefined): Pattern {
    if (this.#keepSecrets || data.length === 0) return literalPattern(data);
    if (command?.[1] === INS.performSecurityOperation && command[2] === 0x80) {
      return [{ kind: 'capture', name: 'deciphered', least: data.length, most: data.length }];
    }
    const redacted = this.#redaction.answer(data, parts?.answer);
    const [only] = redacted.bytes;
    if (redacted.bytes.length === 1 && only!.kind === 'hex') return literalPattern(data);
    this.#introduce(line, redacted);
    return redacted.bytes.flatMap((term): readonly PatternTerm[] =>
      term.kind === 'hex' ? literalPattern(term.bytes) : term.kind === 'name' ? [term] : [],
    );
  }
}
