/** Makes a trace of a log: which format it is, commands and answers put together, folded, and without secrets. */
import type { Statement } from '../trace/trace.ts';
import type { Packet } from './capture-file.ts';
import { type Exchange, ExchangeAssembler, type ExchangeSink, type ResetEvent } from './exchanges.ts';
import { Folding } from './folding.ts';
import { CAPTURE, PacketReader } from './formats/capture.ts';
import { hexPairs } from './formats/hex-pairs.ts';
import { FORMATS } from './formats/index.ts';
import type { LogFormat, LogReader } from './log-events.ts';
import type { LogPieces } from './log-text.ts';
import { type MadeTrace, TraceMaker } from './trace-maker.ts';

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
export interface ImportReport extends MadeTrace {
  /** The format it was taken for; undefined when no line looks like one. */
  readonly format: string | undefined;
  /** Lines, or packets of a capture. */
  readonly lines: number;
  /** Lines that were not understood: first and last of each run. */
  readonly unknown: readonly (readonly [number, number])[];
}

/** Lines that are looked at before a format is chosen. */
const SAMPLE = 4000;

/** Takes a log piece by piece; the statements of the trace are given when it has ended. */
export class LogImport implements ExchangeSink {
  readonly #options: ImportOptions;
  readonly #maker: TraceMaker;
  readonly #folding = new Folding(this);
  readonly #assembler = new ExchangeAssembler(this.#folding);
  readonly #unknown: [number, number][] = [];
  #sample: string[] | undefined = [];
  #format: string | undefined;
  #reader: LogReader | undefined;
  #packets: PacketReader | undefined;
  #lines = 0;

  constructor(options: ImportOptions, give: (statement: Statement) => void) {
    this.#options = options;
    this.#maker = new TraceMaker(options.keepSecrets ?? false, give);
  }

  /** Takes lines, or packets of a capture. */
  take(pieces: LogPieces): void {
    for (const piece of pieces) {
      if (typeof piece === 'string') this.line(piece);
      else this.#packet(piece);
    }
  }

  line(text: string): void {
    this.#lines++;
    if (this.#sample === undefined) this.#reader!.line(text, this.#lines);
    else {
      this.#sample.push(text);
      if (this.#sample.length === SAMPLE) this.#begin();
    }
  }

  #packet(packet: Packet): void {
    this.#lines++;
    this.#format = CAPTURE;
    this.#packets ??= new PacketReader(this.#assembler);
    this.#packets.packet(packet, this.#lines);
  }

  /** The log ends. */
  end(): ImportReport {
    if (this.#packets === undefined && this.#sample !== undefined) this.#begin();
    this.#reader?.end();
    this.#packets?.end();
    this.#assembler.end();
    this.#folding.end();
    const made =
      this.#format === undefined
        ? this.#maker.discard()
        : this.#maker.write([['meta', 'source', `${this.#options.name}: ${this.#format}`]]);
    return { format: this.#format, lines: this.#lines, ...made, unknown: this.#unknown };
  }

  #begin(): void {
    const sample = this.#sample!;
    this.#sample = undefined;
    const format = detect(sample);
    this.#format = format?.name;
    this.#reader = (format ?? hexPairs).read(this.#assembler);
    for (const [index, line] of sample.entries()) this.#reader.line(line, index + 1);
  }

  exchange(exchange: Exchange): void {
    this.#maker.exchange(exchange);
  }

  reset(event: ResetEvent): void {
    this.#maker.reset(event);
  }

  remark(): void {}

  unknown(line: number): void {
    const last = this.#unknown.at(-1);
    if (last?.[1] === line - 1) last[1] = line;
    else this.#unknown.push([line, line]);
  }
}
