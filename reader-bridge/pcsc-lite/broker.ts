/** What all connections share: the readers, the handles on them, and who waits for news. */
import { randomInt } from 'node:crypto';
import type { Slot } from '../slot.ts';
import { MAX_READERS, SCARD } from './constants.ts';
import { READER_STATE_ENTRY } from './messages.ts';
import { type Handle, Reader } from './reader.ts';

/** A connection as the others see it. */
export interface Member {
  /** Its context number, 0 before SCardEstablishContext. */
  readonly context: number;
  /** Something changed. */
  notify(): void;
  /** Another thread of the client cancels its wait. */
  cancelWait(): void;
}

/** Numbers that clients take for handles: positive in 32 bits, and never 0. */
const HANDLE_END = 0x7fffffff;

export class Broker {
  readonly readers: readonly Reader[];
  readonly members = new Set<Member>();
  /** Changes so far: tells a client of the oldest protocols that it missed one. */
  generation = 0;
  readonly #numbers = new Set<number>();

  constructor(slots: readonly Slot[]) {
    if (slots.length < 1 || slots.length > MAX_READERS)
      throw new RangeError(`1 to ${MAX_READERS} readers, not ${slots.length}`);
    this.readers = slots.map((slot) => new Reader(slot));
    for (const reader of this.readers) {
      reader.slot.on('change', (event) => {
        if (event === 'removed') {
          reader.mark(SCARD.removedCard);
          reader.freeLock();
        }
        reader.protocol = 0;
        this.broadcast();
      });
    }
  }

  /** Tells every connection that waits. */
  broadcast(): void {
    this.generation++;
    for (const member of this.members) member.notify();
  }

  readerNamed(name: string): Reader | undefined {
    return this.readers.find(({ slot }) => slot.name === name);
  }

  memberWith(context: number): Member | undefined {
    return context === 0 ? undefined : [...this.members].find((member) => member.context === context);
  }

  /** A number that no context and no handle has. */
  newNumber(): number {
    for (;;) {
      const number = randomInt(1, HANDLE_END);
      if (this.#numbers.has(number)) continue;
      this.#numbers.add(number);
      return number;
    }
  }

  freeNumber(number: number): void {
    this.#numbers.delete(number);
  }

  /** Ends a handle; its lock goes with it. */
  drop(handle: Handle): void {
    const { reader } = handle;
    reader.handles.delete(handle);
    reader.sharing = reader.sharing === -1 ? 0 : Math.max(0, reader.sharing - 1);
    if (reader.lockOwner === handle) reader.freeLock();
    // pcsc-lite forgets the protocol when it powers an unused card off, some seconds later; here no card loses its power.
    if (reader.handles.size === 0) reader.protocol = 0;
    this.freeNumber(handle.id);
    this.broadcast();
  }

  /** The state array: always 16 entries, free ones without a name. */
  states(): Uint8Array {
    const all = new Uint8Array(MAX_READERS * READER_STATE_ENTRY.size);
    for (const [i, reader] of this.readers.entries()) {
      reader.describe(all.subarray(i * READER_STATE_ENTRY.size, (i + 1) * READER_STATE_ENTRY.size));
    }
    return all;
  }
}
