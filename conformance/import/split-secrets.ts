/**
 * Secrets that stand in two or more pieces of a file: where one READ BINARY or UPDATE BINARY ends and the next one goes on.
 */
import { INS, parsedCommand } from '../../apdu/index.ts';
import { dataField } from '../decode/secrets-in-command.ts';
import type { Exchange } from './exchanges.ts';
import type { SecretSearch, Sought } from './secret-search.ts';

/** Bytes of a command, or of an answer's data, from one place up to another. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** What belongs to a secret that stands in this exchange only in part. */
export interface Parts {
  readonly command: Range[];
  readonly answer: Range[];
}

/** Where bytes of a stream came from. */
interface Source {
  /** The number of the exchange. */
  readonly exchange: number;
  readonly side: keyof Parts;
  /** Of the first byte, in the command or the answer. */
  readonly at: number;
  readonly bytes: Uint8Array;
}

interface Stream {
  next: number;
  /** The last sources, as many as a secret may reach back. */
  sources: Source[];
}

/** Longer secrets are not looked for in pieces. */
const LONGEST = 512;

export class SplitSecrets<Value extends Sought> {
  readonly #search: SecretSearch<Value>;
  readonly #parts = new Map<number, Parts>();
  readonly #streams = { command: { next: -1, sources: [] } as Stream, answer: { next: -1, sources: [] } as Stream };
  #count = 0;

  constructor(search: SecretSearch<Value>) {
    this.#search = search;
  }

  /** Whether there is anything to look for. */
  get isNeeded(): boolean {
    return this.#search.longest > 1;
  }

  /** Takes the exchanges of one reader in their order. */
  exchange({ command: bytes, response }: Exchange): void {
    const exchange = this.#count++;
    if (bytes === undefined || (bytes[1] !== INS.readBinary && bytes[1] !== INS.updateBinary)) return;
    const command = parsedCommand(bytes);
    if (command === undefined) return;
    const { p1, p2 } = command;
    const offset = (p1 & 0x80) !== 0 ? p2 : p1 * 256 + p2;
    const isRead = command.ins === INS.readBinary;
    const piece = isRead ? (response?.subarray(0, -2) ?? command.data) : command.data;
    if (piece.length === 0) return;
    const side = isRead ? 'answer' : 'command';
    const at = isRead ? 0 : dataField(bytes)!.start;
    this.#piece(this.#streams[side], offset, { exchange, side, at, bytes: piece });
  }

  /** The parts in an exchange, by its number; undefined where there are none. */
  partsOf(exchange: number): Parts | undefined {
    return this.#parts.get(exchange);
  }

  #piece(stream: Stream, offset: number, source: Source): void {
    if (offset !== stream.next) stream.sources = [];
    stream.next = offset + source.bytes.length;
    const before = stream.sources.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const reach = Math.min(LONGEST, this.#search.longest) - 1;
    stream.sources.push({ ...source, bytes: source.bytes.slice() });
    if (before > 0 && reach > 0) this.#across(stream.sources, before, before + Math.min(reach, source.bytes.length));
    // What lies further back than a secret reaches is forgotten.
    let after = 0;
    for (let i = stream.sources.length - 1; i > 0; i--) {
      after += stream.sources[i]!.bytes.length;
      if (after < reach) continue;
      stream.sources = stream.sources.slice(i);
      return;
    }
  }

  /** Finds what begins before the border and ends behind it. */
  #across(sources: readonly Source[], border: number, end: number): void {
    const joined = Buffer.concat(sources.map(({ bytes }) => bytes)).subarray(0, end);
    let from = Math.max(0, border - LONGEST);
    for (let found = this.#search.find(joined, from); found !== undefined; found = this.#search.find(joined, from)) {
      const range = { start: found.at, end: found.at + found.sought.value.length };
      if (range.start >= border) return;
      if (range.end > border) this.#mark(sources, range);
      from = range.end > border ? range.end : found.at + 1;
    }
  }

  #mark(sources: readonly Source[], { start, end }: Range): void {
    let begin = 0;
    for (const { exchange, side, at, bytes } of sources) {
      const part = {
        start: Math.max(start, begin) - begin + at,
        end: Math.min(end, begin + bytes.length) - begin + at,
      };
      begin += bytes.length;
      if (part.start >= part.end) continue;
      const parts = this.#parts.get(exchange) ?? { command: [], answer: [] };
      parts[side].push(part);
      this.#parts.set(exchange, parts);
    }
  }
}
