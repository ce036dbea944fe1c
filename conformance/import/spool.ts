/**
 * Exchanges of a log on their way into a trace. A secret may stand in them before the command that shows it to be one, and
 * readers take turns; so nothing is written before the log has ended. What is more than memory should hold lies in a file
 * without a name, which ends with this process.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QUALITIES } from '../trace/trace.ts';
import type { Exchange, ResetEvent } from './exchanges.ts';

/** What is held in memory, and read at once, bytes. */
const BLOCK = 1 << 22;

/** Words of a record: its size, kind, lines, reader, what is rare, quality, lengths. */
const WORD = {
  size: 0,
  kind: 1,
  line: 2,
  answerLine: 3,
  reader: 4,
  rare: 5,
  quality: 6,
  command: 7,
  response: 8,
} as const;
const HEADER = 9 * 4;
const KIND = { exchange: 0, cold: 1, warm: 2 } as const;
/** The length of bytes that are not there. */
const ABSENT = 0xffffffff;

/** What few exchanges have, and many of them alike. */
type Rare = Pick<Exchange, 'hidden' | 'status' | 'remark'>;

export class Spool {
  readonly #block = Buffer.allocUnsafeSlow(BLOCK);
  #filled = 0;
  #file: number | undefined;
  #written = 0;
  /** Readers by index, and the first line of each. */
  readonly #readers: string[] = [];
  readonly #firstLines: number[] = [];
  readonly #rare: Rare[] = [{ hidden: undefined, status: undefined, remark: undefined }];
  readonly #rareByText = new Map<string, number>();

  /** The readers in the order in which the log begins to speak of them. */
  get readers(): readonly string[] {
    const lineOf = (reader: string): number => this.#firstLines[this.#readers.indexOf(reader)]!;
    return this.#readers.toSorted((a, b) => lineOf(a) - lineOf(b));
  }

  exchange(exchange: Exchange): void {
    const { command, response, quality } = exchange;
    const at = this.#record(KIND.exchange, exchange.line, exchange.reader, command, response);
    this.#set(at, WORD.answerLine, exchange.answerLine);
    this.#set(at, WORD.rare, this.#rareIndex(exchange));
    this.#set(at, WORD.quality, quality === undefined ? 0 : QUALITIES.indexOf(quality) + 1);
  }

  reset({ line, reader, how, atr }: ResetEvent): void {
    this.#record(KIND[how], line, reader, atr, undefined);
  }

  /** Gives everything of one reader back, in its order. */
  each(reader: string, sink: { exchange(exchange: Exchange): void; reset(event: ResetEvent): void }): void {
    const index = this.#readers.indexOf(reader);
    for (const block of this.#blocks()) {
      for (let at = 0; at < block.length; at += block.readUInt32LE(at)) {
        if (block.readUInt32LE(at + 4 * WORD.reader) !== index) continue;
        const word = (name: number): number => block.readUInt32LE(at + 4 * name);
        const start = at + HEADER;
        const command = bytesAt(block, start, word(WORD.command));
        const line = word(WORD.line);
        const kind = word(WORD.kind);
        if (kind !== KIND.exchange) {
          const how = kind === KIND.warm ? 'warm' : 'cold';
          sink.reset({ line, session: '', reader, how, ...(command !== undefined && { atr: command }) });
        } else {
          const response = bytesAt(block, start + (command?.length ?? 0), word(WORD.response));
          const quality = QUALITIES[word(WORD.quality) - 1];
          const rare = this.#rare[word(WORD.rare)]!;
          sink.exchange({
            line,
            answerLine: word(WORD.answerLine),
            session: '',
            reader,
            command,
            response,
            quality,
            ...rare,
          });
        }
      }
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  /** Makes room for a record and fills in what all have; where it begins in the block. */
  #record(
    kind: number,
    line: number,
    reader: string,
    first: Uint8Array | undefined,
    second: Uint8Array | undefined,
  ): number {
    const size = HEADER + (first?.length ?? 0) + (second?.length ?? 0);
    if (this.#filled + size > BLOCK) this.#flush();
    const at = this.#filled;
    this.#filled += size;
    let index = this.#readers.indexOf(reader);
    if (index === -1) index = this.#readers.push(reader) - 1;
    this.#firstLines[index] = Math.min(line, this.#firstLines[index] ?? line);
    this.#set(at, WORD.size, size);
    this.#set(at, WORD.kind, kind);
    this.#set(at, WORD.line, line);
    this.#set(at, WORD.reader, index);
    this.#set(at, WORD.command, first?.length ?? ABSENT);
    this.#set(at, WORD.response, second?.length ?? ABSENT);
    if (first !== undefined) this.#block.set(first, at + HEADER);
    if (second !== undefined) this.#block.set(second, at + HEADER + (first?.length ?? 0));
    return at;
  }

  #set(at: number, word: number, value: number): void {
    this.#block.writeUInt32LE(value, at + 4 * word);
  }

  #rareIndex({ hidden, status, remark }: Rare): number {
    if (hidden === undefined && status === undefined && remark === undefined) return 0;
    const text = JSON.stringify([hidden, status, remark]);
    let index = this.#rareByText.get(text);
    if (index === undefined) {
      index = this.#rare.push({ hidden, status, remark }) - 1;
      this.#rareByText.set(text, index);
    }
    return index;
  }

  #flush(): void {
    this.#file ??= namelessFile();
    const length = Buffer.alloc(4);
    length.writeUInt32LE(this.#filled);
    writeSync(this.#file, length);
    for (let at = 0; at < this.#filled; ) at += writeSync(this.#file, this.#block, at, this.#filled - at);
    this.#written += 4 + this.#filled;
    this.#filled = 0;
  }

  *#blocks(): Generator<Buffer> {
    for (let at = 0; this.#file !== undefined && at < this.#written; ) {
      const length = readWhole(this.#file, Buffer.alloc(4), at).readUInt32LE(0);
      // Whoever takes bytes of it may keep them, so each block has memory of its own.
      yield readWhole(this.#file, Buffer.allocUnsafeSlow(length), at + 4);
      at += 4 + length;
    }
    yield this.#block.subarray(0, this.#filled);
  }
}

function bytesAt(block: Buffer, start: number, length: number): Uint8Array | undefined {
  return length === ABSENT ? undefined : new Uint8Array(block.buffer, block.byteOffset + start, length);
}

/** A file that nobody else can open, and that is gone when it is closed. */
function namelessFile(): number {
  const folder = mkdtempSync(join(tmpdir(), 'proefpas-'));
  try {
    return openSync(join(folder, 'spool'), 'wx+', 0o600);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readWhole(file: number, into: Buffer, position: number): Buffer {
  for (let at = 0; at < into.length; ) {
    const read = readSync(file, into, at, into.length - at, position + at);
    if (read === 0) throw new Error('the temporary file of an import was cut');
    at += read;
  }
  return into;
}
