/** Makes a trace of a log: which format it is, commands and answers put together, folded, and without secrets. */
import { INS, toHex } from '../../apdu/index.ts';
import { namesIn } from '../trace/evaluate.ts';
import { hexTerm, literalPattern } from '../trace/literal.ts';
import type { Bytes, Pattern, PatternTerm, Statement, StatementBody, StatusPattern } from '../trace/trace.ts';
import { type Exchange, ExchangeAssembler, type ExchangeSink, type ResetEvent } from './exchanges.ts';
import { Folding } from './folding.ts';
import { apdu4j } from './formats/apdu4j.ts';
import { hexPairs } from './formats/hex-pairs.ts';
import { opensc } from './formats/opensc.ts';
import { pcscd } from './formats/pcscd.ts';
import { scdaemon } from './formats/scdaemon.ts';
import { transcript } from './formats/transcript.ts';
import type { LogFormat, LogReader } from './log-events.ts';
import { Redaction } from './redaction.ts';

/** Of two that know equally many lines the first is taken. */
const FORMATS: readonly LogFormat[] = [opensc, pcscd, scdaemon, apdu4j, transcript];

/** The format of which the lines are, undefined when none of them looks like a command or an answer. */
function detect(lines: readonly string[]): LogFormat | undefined {
  const count = (format: LogFormat): number => lines.filter((line) => format.recognises(line)).length;
  const scores = FORMATS.map(count);
  const best = Math.max(...scores);
  if (best > 0) return FORMATS[scores.indexOf(best)];
  // Bare hexadecimal stands in most logs, so it is a kind of log only where there is nothing else.
  return count(hexPairs) > 0 ? hexPairs : undefined;
}

export interface ImportOptions {
  /** What the log is called in the trace. */
  readonly name: string;
  /** Leave PINs, PUKs and keys as they are. */
  readonly keepSecrets?: boolean;
}

/** What became of a log. */
export interface ImportReport {
  /** The format it was taken for; undefined when no line looks like one. */
  readonly format: string | undefined;
  readonly lines: number;
  readonly exchanges: number;
  /** Commands that the log hides. */
  readonly gaps: number;
  /** Answers without a command. */
  readonly orphans: number;
  /** The last command, when the log ends before its answer. */
  readonly unanswered: number;
  /** Lines that were not understood: first and last of each run. */
  readonly unknown: readonly (readonly [number, number])[];
}

/** Lines that are looked at before a format is chosen. */
const SAMPLE = 4000;

/** Takes a log line by line, and gives the statements of a trace as soon as they are certain. */
export class LogImport implements ExchangeSink {
  readonly #give: (statement: Statement) => void;
  readonly #redaction = new Redaction();
  readonly #keepSecrets: boolean;
  readonly #name: string;
  readonly #folding: Folding;
  readonly #assembler: ExchangeAssembler;
  readonly #unknown: [number, number][] = [];
  #sample: string[] | undefined = [];
  #format: LogFormat | undefined;
  #reader: LogReader | undefined;
  readonly #told = new Set<string>();
  #lines = 0;
  #counts = { exchanges: 0, gaps: 0, orphans: 0, unanswered: 0 };

  constructor({ name, keepSecrets = false }: ImportOptions, give: (statement: Statement) => void) {
    this.#give = give;
    this.#name = name;
    this.#keepSecrets = keepSecrets;
    this.#folding = new Folding(this);
    this.#assembler = new ExchangeAssembler(this.#folding);
  }

  line(text: string): void {
    this.#lines++;
    if (this.#sample === undefined) this.#reader!.line(text, this.#lines);
    else {
      this.#sample.push(text);
      if (this.#sample.length === SAMPLE) this.#begin();
    }
  }

  /** The log ends. */
  end(): ImportReport {
    if (this.#sample !== undefined) this.#begin();
    this.#reader!.end();
    this.#assembler.end();
    this.#folding.end();
    return { format: this.#format?.name, lines: this.#lines, ...this.#counts, unknown: this.#unknown };
  }

  #begin(): void {
    const sample = this.#sample!;
    this.#sample = undefined;
    this.#format = detect(sample);
    this.#reader = (this.#format ?? hexPairs).read(this.#assembler);
    this.#say(1, {
      kind: 'meta',
      key: 'source',
      value: `${this.#name}: ${this.#format?.name ?? 'no log that is known'}`,
    });
    this.#say(1, { kind: 'meta', key: 'redacted', value: this.#keepSecrets ? 'none' : 'pins-and-keys' });
    for (const [index, line] of sample.entries()) this.#reader.line(line, index + 1);
  }

  #say(line: number, body: StatementBody, comment?: string): void {
    this.#give(comment === undefined ? { ...body, line } : { ...body, line, comment });
  }

  exchange(exchange: Exchange): void {
    const { line, command, hidden, remark } = exchange;
    if (command !== undefined) this.#command(line, command, statusOf(exchange.response), remark);
    else this.#gap(line, hidden);
    this.#answer(exchange);
  }

  #command(line: number, command: Uint8Array, status: number | undefined, remark: string | undefined): void {
    this.#counts.exchanges++;
    const redacted = this.#redaction.command(command, status);
    // Whoever keeps secrets is told which they are, so that reports can still mask them.
    for (const { name, value, standIn } of redacted.introduced) {
      const known = this.#keepSecrets ? value : standIn;
      if (known !== undefined) this.#say(line, { kind: 'let', name, value: [hexTerm(known)] });
      if (known !== undefined || this.#fresh([{ kind: 'name', name }]).length > 0)
        this.#say(line, { kind: 'secret', names: [name] });
    }
    const bytes: Bytes = this.#keepSecrets ? [hexTerm(command)] : redacted.command;
    this.#give(
      remark === undefined ? { kind: 'command', bytes, line } : { kind: 'command', bytes, line, comment: remark },
    );
  }

  #gap(line: number, hidden: Exchange['hidden']): void {
    if (hidden === undefined) this.#counts.orphans++;
    else this.#counts.gaps++;
    const reason = hidden?.reason ?? 'the log has no command for this answer';
    const names = this.#fresh(hidden?.likely ?? []);
    if (names.length > 0) this.#say(line, { kind: 'secret', names });
    this.#say(line, { kind: 'gap', reason, ...(hidden?.likely !== undefined && { command: hidden.likely }) });
  }

  /** The names in the bytes that no `secret` has told of yet. */
  #fresh(bytes: Bytes): string[] {
    const fresh = namesIn(bytes).filter((name) => !this.#told.has(name));
    for (const name of fresh) this.#told.add(name);
    return fresh;
  }

  #answer({ command, response, status, quality, answerLine }: Exchange): void {
    if (response === undefined && status === undefined) {
      this.#counts.unanswered++;
      this.#say(answerLine, { kind: 'empty' }, 'the log ends before the answer');
      return;
    }
    const silent = response !== undefined && response.length === 0;
    const digits = status ?? toHex(response!.subarray(-2));
    const statuses: StatusPattern[] = silent ? [] : [{ digits }];
    const pattern = silent || response === undefined ? [] : this.#pattern(response.subarray(0, -2), command);
    // Where only the half of an exchange is known nothing can be judged.
    const judged = quality !== 'partial' && (command !== undefined || status !== '....');
    const answer = { kind: 'response', judged, pattern, statuses, line: answerLine } as const;
    this.#give(quality === undefined ? answer : { ...answer, quality });
  }

  #pattern(data: Uint8Array, command: Uint8Array | undefined): Pattern {
    if (this.#keepSecrets || data.length === 0) return literalPattern(data);
    if (command?.[1] === INS.performSecurityOperation && command[2] === 0x80) {
      return [{ kind: 'capture', name: 'deciphered', least: data.length, most: data.length }];
    }
    return this.#redaction
      .terms(data)
      .flatMap((term): readonly PatternTerm[] =>
        term.kind === 'hex' ? literalPattern(term.bytes) : term.kind === 'name' ? [term] : [],
      );
  }

  reset({ line, how, atr }: ResetEvent): void {
    this.#say(line, { kind: 'reset', how, ...(atr !== undefined && { atr: literalPattern(atr) }) });
  }

  remark(): void {}

  unknown(line: number): void {
    const last = this.#unknown.at(-1);
    if (last?.[1] === line - 1) last[1] = line;
    else this.#unknown.push([line, line]);
  }
}

function statusOf(response: Uint8Array | undefined): number | undefined {
  return response === undefined || response.length < 2 ? undefined : response.at(-2)! * 256 + response.at(-1)!;
}
