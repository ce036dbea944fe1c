/** What has been read of each file, on the recorded card and on this one, however it was cut into pieces. */
import { type Command, INS, toHex } from '../../apdu/index.ts';
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
  fileOf({ ins, p1 }: Command): string {
    const named = (ins === INS.readBinary || ins === INS.updateBinary) && (p1 & 0x80) !== 0;
    return named ? `${this.#directory}/sfi ${p1 & 0x1f}` : this.#current;
  }

  /** A READ BINARY with its answers. */
  read(command: Command, recorded: Uint8Array, answered: Uint8Array): void {
    const file = this.fileOf(command);
    let contents = this.#files.get(file);
    if (contents === undefined) {
      contents = { recorded: new Content(), answered: new Content() };
      this.#files.set(file, contents);
    }
    const offset = (command.p1 & 0x80) !== 0 ? command.p2 : command.p1 * 256 + command.p2;
    contents.recorded.write(offset, recorded);
    contents.answered.write(offset, answered);
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
