/** What has been read of each file, on the recorded card and on this one, however it was cut into pieces. */
import { type Command, INS, sameBytes, toHex } from '../../apdu/index.ts';
import { type Comparison, compareContents } from './contents.ts';

interface FileRead {
  readonly recorded: Content;
  readonly answered: Content;
}

class Content {
  #bytes = new Uint8Array(1024);
  #length = 0;

  write(offset: number, data: Uint8Array): void {
    const end = offset + data.length;
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(2 * end);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(data, offset);
    this.#length = Math.max(this.#length, end);
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}

/** Where in the file a command reads. */
export function offsetOf({ ins, p1, p2 }: Command): number {
  if (ins !== INS.readBinary) return 0;
  return (p1 & 0x80) !== 0 ? p2 : p1 * 256 + p2;
}

export class FilesRead {
  readonly #files = new Map<string, FileRead>();
  readonly #comparisons = new Map<string, Comparison>();
  #directory = '';
  #current = '';

  /** A SELECT that was answered 9000. */
  selected({ p1, data }: Command): void {
    const name = `${p1}:${toHex(data)}`;
    const below = p1 === 0x01 || p1 === 0x02 || p1 === 0x09;
    this.#current = below ? `${this.#directory}/${name}` : name;
    if (p1 !== 0x02) this.#directory = this.#current;
  }

  /** After a reset nothing is selected. */
  reset(): void {
    this.#directory = '';
    this.#current = '';
  }

  /** A file's name for `compare`; the file that is selected, or the one that the command names. */
  fileOf({ ins, p1, p2, data }: Command): string {
    if (ins === INS.getData || ins === INS.getDataOdd) return `data object ${p1} ${p2} ${toHex(data)}`;
    if (ins === INS.readRecord) return `${this.#current}/record ${p1} ${p2}`;
    const named = (ins === INS.readBinary || ins === INS.updateBinary) && (p1 & 0x80) !== 0;
    return named ? `${this.#directory}/sfi ${p1 & 0x1f}` : this.#current;
  }

  /** A READ BINARY with its answers; or a record or data object, whole under a name of its own. */
  read(command: Command, recorded: Uint8Array, answered: Uint8Array): void {
    const file = this.fileOf(command);
    const offset = offsetOf(command);
    let contents = this.#files.get(file);
    if (contents === undefined) {
      contents = { recorded: new Content(), answered: new Content() };
      this.#files.set(file, contents);
    }
    contents.recorded.write(offset, recorded);
    contents.answered.write(offset, answered);
  }

  /** Both contents of a file as far as they were read. */
  contents(file: string): { readonly recorded: Uint8Array; readonly answered: Uint8Array } | undefined {
    const contents = this.#files.get(file);
    return contents && { recorded: contents.recorded.bytes, answered: contents.answered.bytes };
  }

  /** Whether the recorded card has given these bytes before, at the same offset of another file. */
  wasReadElsewhere(command: Command, data: Uint8Array): boolean {
    const offset = offsetOf(command);
    const own = this.fileOf(command);
    return [...this.#files].some(
      ([name, { recorded }]) => name !== own && sameBytes(recorded.bytes.subarray(offset, offset + data.length), data),
    );
  }

  /** Both contents of a file held against each other; undefined when nothing of it was read. */
  compare(file: string): Comparison | undefined {
    const contents = this.#files.get(file);
    if (contents === undefined) return undefined;
    const known = this.#comparisons.get(file) ?? compareContents(contents.recorded.bytes, contents.answered.bytes);
    this.#comparisons.set(file, known);
    return known;
  }

  /** Every file of which something was read. */
  get names(): Iterable<string> {
    return this.#files.keys();
  }
}
