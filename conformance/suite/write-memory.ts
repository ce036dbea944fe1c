/**
 * What has been read where, as far as commands alone tell: so that a write of what is there already can be told from one that
 * changes something.
 */
import { type Command, INS, parseClass, type Response, SW, sameBytes, startsWith, toHex } from '../../apdu/index.ts';

const READ_OF: ReadonlyMap<number, number> = new Map([
  [INS.updateBinary, INS.readBinary],
  [INS.updateRecord, INS.readRecord],
  [INS.putData, INS.getData],
]);

const READS: ReadonlySet<number> = new Set(READ_OF.values());

/** Further commands whose P1 or P2 may name an EF, which is the current one then. */
const MAY_NAME_EF: ReadonlySet<number> = new Set([
  INS.searchBinary,
  INS.searchBinaryOdd,
  INS.searchRecord,
  INS.readBinaryOdd,
  INS.readRecordOdd,
]);

/** Whether a command names an EF by a short identifier, or may do so. */
function namesEf({ ins, p1, p2 }: Command): boolean {
  if (ins === INS.readBinary) return (p1 & 0x80) !== 0;
  if (ins === INS.readRecord) return p2 >> 3 !== 0;
  return MAY_NAME_EF.has(ins);
}

/** Whether a command reads or writes the same on another day: a record by its number, not the next or the current one. */
const isAbsolute = ({ ins, p1, p2 }: Command): boolean =>
  (ins !== INS.readRecord && ins !== INS.updateRecord) || ((p2 & 0x07) === 0x04 && p1 !== 0);

export class WriteMemory {
  /** What was selected since the last SELECT that began at the MF, by channel: what is equal leads to the same file. */
  readonly #places = new Map<number, string>();
  readonly #contents = new Map<string, Uint8Array>();
  #openings = 0;

  reset(): void {
    this.#places.clear();
  }

  /** Takes note of a command and its answer. */
  note(command: Command, { data, sw }: Response): void {
    const { ins, p1, p2, ne } = command;
    const { channel } = parseClass(command.cla);
    if (READS.has(ins) && data.length > 0 && (sw === SW.ok || sw >> 8 === 0x62)) {
      // An answer as long as Le may be a part only, and a shorter object or record in its place a change.
      const isKnown = ins === INS.readBinary || (data.length < ne && isAbsolute(command));
      if (isKnown) this.#contents.set(this.#key(command, ins), data.slice());
    }
    if (ins === INS.manageChannel) this.#begin(new Set([p2, data[0] ?? p2]));
    const isRefused = sw >= 0x6400 && sw <= 0x6fff;
    if (ins === INS.select && !isRefused) {
      const fromMf = p1 === 0x08 || (p1 === 0x00 && ['', '3F00'].includes(toHex(command.data)));
      this.#go(channel, Uint8Array.of(ins, p1, p2 & 0x03, ...command.data), fromMf);
    } else if (namesEf(command)) this.#go(channel, Uint8Array.of(ins, p1, p2, ...command.data), false);
  }

  /** Whether a command would write what has been read at the same place. */
  isSame(command: Command): boolean {
    const read = READ_OF.get(command.ins);
    if (read === undefined || command.data.length === 0 || !isAbsolute(command)) return false;
    const held = this.#contents.get(this.#key(command, read));
    if (held === undefined) return false;
    return read === INS.readBinary ? startsWith(held, command.data) : sameBytes(held, command.data);
  }

  /** Channels that were opened, or closed, are at a place that nothing is known of. */
  #begin(channels: ReadonlySet<number>): void {
    this.#openings++;
    for (const channel of channels) this.#places.set(channel, `opening ${this.#openings}`);
  }

  #go(channel: number, step: Uint8Array, fromMf: boolean): void {
    this.#places.set(channel, fromMf ? toHex(step) : `${this.#places.get(channel) ?? ''} ${toHex(step)}`);
  }

  #key({ cla, p1, p2 }: Command, read: number): string {
    return `${this.#places.get(parseClass(cla).channel) ?? ''}|${read} ${p1} ${p2}`;
  }
}
