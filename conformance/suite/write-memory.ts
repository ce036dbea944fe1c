/**
 * What has been read where, as far as commands alone tell: so that a write of what is there already can be told from one that
 * changes something.
 */
import { type Command, INS, parseClass, type Response, SW, startsWith, toHex } from '../../apdu/index.ts';

const READ_OF: ReadonlyMap<number, number> = new Map([
  [INS.updateBinary, INS.readBinary],
  [INS.updateRecord, INS.readRecord],
  [INS.putData, INS.getData],
]);

const READS = new Set(READ_OF.values());

export class WriteMemory {
  /** The SELECT commands since the last one that began at the MF, by channel: equal ones lead to the same file. */
  readonly #places = new Map<number, string>();
  readonly #contents = new Map<string, Uint8Array>();

  reset(): void {
    this.#places.clear();
  }

  /** Takes note of a command and its answer. */
  note(command: Command, { data, sw }: Response): void {
    const { channel } = parseClass(command.cla);
    const done = sw === SW.ok || sw >> 8 === 0x62;
    if (command.ins === INS.manageChannel) this.#places.clear();
    if (!done) return;
    if (command.ins === INS.select) {
      const fromMf = command.p1 === 0x08 || (command.p1 === 0x00 && ['', '3F00'].includes(toHex(command.data)));
      const step = toHex(Uint8Array.of(command.p1, ...command.data));
      this.#places.set(channel, fromMf ? step : `${this.#places.get(channel) ?? ''} ${step}`);
    } else if (READS.has(command.ins as never) && data.length > 0) {
      this.#contents.set(this.#key(command, command.ins), data.slice());
    }
  }

  /** Whether a command would write what has been read at the same place. */
  isSame(command: Command): boolean {
    const read = READ_OF.get(command.ins);
    if (read === undefined || command.data.length === 0) return false;
    const held = this.#contents.get(this.#key(command, read));
    return held !== undefined && startsWith(held, command.data);
  }

  #key({ cla, p1, p2 }: Command, read: number): string {
    return `${this.#places.get(parseClass(cla).channel) ?? ''}|${read} ${p1} ${p2}`;
  }
}
