/**
 * Files of a card, put together from the pieces in which a session reads and writes them, and explained once they are whole.
 * ISO/IEC 7816-4:2005 §7.1.1, §7.2.3, §7.2.5.
 */
import {
  type Command,
  concat,
  INS,
  parseClass,
  parsedCommand,
  parsedTlvs,
  parseResponse,
  TAG,
  toHex,
  toNumber,
} from '../../apdu/index.ts';
import { pathText } from '../decode/names.ts';
import { count } from '../decode/wording.ts';
import { explainContent, firstObject } from './content.ts';

interface OpenFile {
  /** As it was selected. */
  readonly name: string;
  readonly identifier: string;
  /** Undefined where control information does not tell it. */
  readonly size: number | undefined;
  /** Where the run of bytes begins that has been seen, and the run itself. */
  start: number;
  bytes: Uint8Array;
  isTold: boolean;
}

export class FileContents {
  /** The current EF of each logical channel. */
  readonly #current = new Map<number, OpenFile>();
  /** What EF.ODF says of other files, by file identifier. */
  readonly #directories = new Map<string, number>();
  /** Contents that have been explained. */
  readonly #told = new Set<string>();

  /** Takes an exchange. Lines to say after it; where it ends what can be read of a file, of that file. */
  exchange(bytes: Uint8Array, answer: Uint8Array): string[] {
    const command = parsedCommand(bytes);
    if (command === undefined || answer.length < 2) return [];
    const { data, sw } = parseResponse(answer);
    const isDone = sw === 0x9000 || sw >> 8 === 0x61 || sw >> 8 === 0x62;
    const { channel } = parseClass(command.cla);
    switch (command.ins) {
      case INS.select:
        return isDone ? this.#selected(channel, command, data) : [];
      case INS.readBinary:
        // Reading on behind the end is how many hosts find it.
        if (!isDone) return sw === 0x6b00 ? this.#whole(this.#current.get(channel)) : [];
        return this.#piece(channel, command, data, sw === 0x6282 || (sw >> 8 !== 0x61 && data.length < command.ne));
      case INS.updateBinary:
        return isDone ? this.#piece(channel, command, command.data, false) : [];
      case INS.readRecord:
      case INS.getData:
      case INS.getDataOdd:
        return isDone ? this.#explained(data, undefined, '') : [];
      default:
        return [];
    }
  }

  /** The session ends, or the card is reset: nothing more will be read of any file. */
  end(): string[] {
    const lines = [...this.#current.values()].flatMap((file) => this.#whole(file));
    this.#current.clear();
    return lines;
  }

  #selected(channel: number, { p1, data }: Command, answer: Uint8Array): string[] {
    const lines = this.#whole(this.#current.get(channel));
    const objects = parsedTlvs(parsedTlvs(answer)?.[0]?.value ?? answer) ?? [];
    const told = (tag: number): Uint8Array | undefined => objects.find((object) => object.tag === tag)?.value;
    const size = told(TAG.dataSize) ?? told(TAG.fileSize);
    const isPath = p1 !== 0x04 && data.length > 0;
    this.#current.set(channel, {
      name: isPath ? pathText(data) : 'the current EF',
      identifier: toHex(told(TAG.fileIdentifier) ?? data.subarray(-2)),
      size: size === undefined || size.length > 3 ? undefined : toNumber(size),
      ...NOTHING,
    });
    return lines;
  }

  #piece(channel: number, { p1, p2 }: Command, data: Uint8Array, isLast: boolean): string[] {
    const before: string[] = [];
    const isShort = (p1 & 0x80) !== 0;
    const name = `EF with short identifier ${p1 & 0x1f}`;
    let file = this.#current.get(channel);
    if (file === undefined || (isShort && file.name !== name)) {
      before.push(...this.#whole(file));
      file = { name: isShort ? name : 'the current EF', identifier: '', size: undefined, ...NOTHING };
      this.#current.set(channel, file);
    }
    const offset = isShort ? p2 : p1 * 256 + p2;
    if (offset < file.start || offset > file.start + file.bytes.length) {
      before.push(...this.#whole(file));
      Object.assign(file, NOTHING, { start: offset });
    }
    const at = offset - file.start;
    const end = file.bytes.subarray(at + data.length);
    file.bytes = concat(file.bytes.subarray(0, at), data, end);
    file.isTold = false;
    return [...before, ...(isLast || isWhole(file) ? this.#whole(file) : [])];
  }

  #whole(file: OpenFile | undefined): string[] {
    if (file === undefined || file.isTold || file.bytes.length === 0) return [];
    file.isTold = true;
    const from = file.start === 0 ? '' : ` from offset ${file.start} on`;
    const where = `${file.name}${from}, ${count(file.bytes.length, 'byte')}: `;
    return this.#explained(file.bytes, this.#directories.get(file.identifier), where);
  }

  #explained(bytes: Uint8Array, directory: number | undefined, where: string): string[] {
    const found = explainContent(bytes, directory);
    if (found === undefined) return [];
    for (const [identifier, number] of found.directories ?? []) this.#directories.set(identifier, number);
    const key = `${where}${toHex(bytes)}`;
    if (this.#told.has(key)) return [`  ${where}${found.title}, as before`];
    this.#told.add(key);
    return [`  ${where}${found.title}`, ...found.lines.map((line) => `    ${line}`)];
  }
}

const NOTHING = { start: 0, bytes: new Uint8Array(0), isTold: true };

/** All of the file is there; or an object as long as a certificate is, and nothing else. */
function isWhole({ start, bytes, size }: OpenFile): boolean {
  if (size !== undefined && start + bytes.length >= size) return true;
  return bytes[0] === 0x30 && bytes.length > 256 && firstObject(bytes)?.next === bytes.length;
}
