/**
 * The card's non-volatile memory: numbered byte objects on a flash device, changed all or nothing.
 *
 * A commit is one record of the log, durable before memory changes; when the log is full a checkpoint writes all objects to the
 * other image slot and the log begins again. Pulling the card, or killing the process, at any moment leaves the state before or
 * after the commit. One changed byte anywhere on the device leaves the same state or has the device refused.
 */
import { type Change, costOf, encodeChanges, type Outcome, outcomeOf, settle, shortened, usedBy } from './change.ts';
import { eraseAllBut, nextPlace, writeCheckpoint } from './checkpoint.ts';
import type { FlashDevice } from './flash-device.ts';
import type { Header } from './header.ts';
import type { Journal } from './journal.ts';
import { layoutFor } from './layout.ts';
import { MemoryFlash } from './memory-flash.ts';
import { MortalFlash } from './mortal-flash.ts';
import { type Recovered, recover, type StoreOptions } from './recovery.ts';
import { StoreFull } from './store-full.ts';

export class ObjectStore {
  readonly capacity: number;
  readonly #flash: MortalFlash;
  readonly #objects: Map<number, Uint8Array>;
  readonly #journal: Journal;
  #header: Header;
  #used: number;

  private constructor(flash: MortalFlash, { header, objects, journal }: Recovered) {
    this.capacity = header.capacity;
    this.#flash = flash;
    this.#objects = objects;
    this.#journal = journal;
    this.#header = header;
    this.#used = usedBy(objects);
  }

  /** Bytes of flash for a store whose objects take up to `capacity` bytes. */
  static deviceSize(capacity: number): number {
    return layoutFor(capacity).size;
  }

  /**
   * Opens the store on a device, recovering from a cut; formats a device that is blank or whose formatting was cut. Throws
   * `DeviceError` when the device is refused, `StoreFull` when the objects of a new store do not fit, `CardMute` when the device
   * fails.
   */
  static open(device: FlashDevice, options: StoreOptions): ObjectStore {
    const flash = new MortalFlash(device);
    return new ObjectStore(flash, recover(flash, options));
  }

  /** Whether the device has failed. */
  get dead(): boolean {
    return this.#flash.dead;
  }

  /** Bytes of the capacity in use. */
  get used(): number {
    return this.#used;
  }

  /** Bytes of the capacity left; a new object takes `OBJECT_OVERHEAD` of them besides its length. */
  get free(): number {
    return this.capacity - this.#used;
  }

  /** The value of an object. It is never changed in place, neither here nor by the caller: another value is another array. */
  get(id: number): Uint8Array | undefined {
    return this.#objects.get(id);
  }

  /** The number of every object, in no particular order. */
  ids(): Iterable<number> {
    return this.#objects.keys();
  }

  /**
   * Makes changes, one after the other, all durable or none. Numbers are 0–FFFF. Throws before anything is written: `StoreFull`
   * when the objects would take more than the capacity, `RangeError` when a change names or reaches beyond what does not exist.
   * Throws `CardMute` when the device fails, and ever after; which of the two states the device then holds is not known.
   */
  commit(changes: readonly Change[]): void {
    this.#flash.demandAlive();
    const outcome = outcomeOf(this.#objects, changes);
    const used = this.#usedAfter(outcome);
    if (used > this.capacity) throw new StoreFull(used, this.capacity);
    const payload = encodeChanges(shortened(this.#objects, changes, outcome));
    if (!this.#journal.hasRoom(payload.length)) this.#checkpoint();
    this.#journal.append(payload);
    settle(this.#objects, outcome);
    this.#used = used;
  }

  /** The same state in memory, independent, in microseconds when this store is in memory too. Throws `CardMute` when dead. */
  fork(): ObjectStore {
    const { device } = this.#flash;
    this.#flash.demandAlive();
    const flash = new MortalFlash(device instanceof MemoryFlash ? device.fork() : new MemoryFlash(this.image()));
    const journal = this.#journal.fork(flash, this.capacity);
    return new ObjectStore(flash, { header: this.#header, objects: new Map(this.#objects), journal });
  }

  /** A copy of the whole device. Throws `CardMute` when dead. */
  image(): Uint8Array {
    return this.#flash.read(0, this.#flash.size);
  }

  /**
   * Overwrites everything on the device that is not part of the present state: values and objects of before, in the log and in
   * the other image. Throws `CardMute` when the device fails; the state is the same either way.
   */
  compact(): void {
    this.#checkpoint();
    eraseAllBut(this.#flash, this.#header);
  }

  #usedAfter(outcome: Outcome): number {
    let used = this.#used;
    for (const [id, bytes] of outcome) used += costOf(bytes) - costOf(this.#objects.get(id));
    return used;
  }

  #checkpoint(): void {
    this.#header = writeCheckpoint(this.#flash, this.#objects, nextPlace(this.#header), 0);
    this.#journal.restart(this.#header.epoch);
  }
}
