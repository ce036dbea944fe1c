/**
 * A flash device that loses power, for tests: at the n-th operation it throws `PowerCut`, and afterwards it tells what a chip
 * may hold then. What was not synced survives in units of 16 bytes, each whole or not at all, in any combination.
 */
import type { FlashDevice } from './flash-device.ts';
import { MemoryFlash } from './memory-flash.ts';

/** Bytes that are written whole or not at all: finer than the smallest record, or tears go unnoticed. */
export const TEAR_UNIT = 16;

export class PowerCut extends Error {
  override readonly name = 'PowerCut';
}

/** One operation that a device saw. */
export type FlashOperation =
  | { readonly kind: 'write'; readonly offset: number; readonly length: number }
  | { readonly kind: 'sync' };

export class CuttingFlash implements FlashDevice {
  /** Every write and sync since it was made, in order; reads are none. The one that was cut is the last. */
  readonly trace: FlashOperation[] = [];
  /** What every outcome of a cut has in common. */
  readonly #durable: MemoryFlash;
  /** What reads see: everything written. */
  readonly #seen: MemoryFlash;
  readonly #unsynced: Set<number>;
  #cutAt: number;
  #hasPower = true;

  /**
   * A device with some content, all of it durable. `cutAt`: the operation, from 1, that loses power; a write is then unsynced
   * like those before it, a sync has done nothing.
   */
  constructor(content: number | Uint8Array | MemoryFlash, cutAt = Number.POSITIVE_INFINITY) {
    this.#durable = content instanceof MemoryFlash ? content.fork() : new MemoryFlash(content);
    this.#seen = this.#durable.fork();
    this.#unsynced = new Set();
    this.#cutAt = cutAt;
  }

  get size(): number {
    return this.#durable.size;
  }

  /** Whether it has not been cut yet. */
  get hasPower(): boolean {
    return this.#hasPower;
  }

  /** Writes and syncs seen so far. */
  get operations(): number {
    return this.trace.length;
  }

  /** The first byte of each unit that is not durable yet. */
  get unsynced(): readonly number[] {
    return [...this.#unsynced];
  }

  /** Cuts the power at an operation, counted from 1 over the whole life of the device. */
  cutAt(operation: number): void {
    this.#cutAt = operation;
  }

  read(offset: number, length: number): Uint8Array {
    this.#demandPower();
    return this.#seen.read(offset, length);
  }

  write(offset: number, bytes: Uint8Array): void {
    this.#demandPower();
    this.#seen.write(offset, bytes);
    const first = offset - (offset % TEAR_UNIT);
    for (let unit = first; unit < offset + bytes.length; unit += TEAR_UNIT) this.#unsynced.add(unit);
    this.#count({ kind: 'write', offset, length: bytes.length });
  }

  sync(): void {
    this.#demandPower();
    this.#count({ kind: 'sync' });
    for (const unit of this.#unsynced) this.#copyUnit(unit, this.#durable);
    this.#unsynced.clear();
  }

  /** The chip after a power cut in which the unsynced units that `survives` names were written after all. */
  afterCut(survives: (unit: number) => boolean): MemoryFlash {
    const chip = this.#durable.fork();
    for (const unit of this.#unsynced) if (survives(unit)) this.#copyUnit(unit, chip);
    return chip;
  }

  /**
   * Chips after a power cut: with none of the unsynced units, with all, with each one alone, with all but each one, and with
   * `random` combinations that follow from `seed`.
   */
  *afterCuts({ random = 16, seed = 1 } = {}): Generator<MemoryFlash> {
    yield this.afterCut(() => false);
    if (this.#unsynced.size === 0) return;
    yield this.afterCut(() => true);
    for (const one of this.#unsynced) {
      yield this.afterCut((unit) => unit === one);
      yield this.afterCut((unit) => unit !== one);
    }
    const draw = coin(seed);
    for (let i = 0; i < random; i++) yield this.afterCut(draw);
  }

  /**
   * The device as another process finds it after this one was killed: everything written is seen, what was unsynced still is.
   */
  afterKill(cutAt = Number.POSITIVE_INFINITY): CuttingFlash {
    const device = new CuttingFlash(this.#durable, cutAt);
    for (const unit of this.#unsynced) {
      this.#copyUnit(unit, device.#seen);
      device.#unsynced.add(unit);
    }
    return device;
  }

  #copyUnit(unit: number, target: MemoryFlash): void {
    target.write(unit, this.#seen.read(unit, Math.min(TEAR_UNIT, this.size - unit)));
  }

  #count(operation: FlashOperation): void {
    this.trace.push(operation);
    if (this.operations < this.#cutAt) return;
    this.#hasPower = false;
    this.#demandPower();
  }

  #demandPower(): void {
    if (!this.#hasPower) throw new PowerCut(`the power went at operation ${this.operations}`);
  }
}

/** Tosses of a coin that follow from a seed: xorshift32, which never reaches 0 from another number. */
export function coin(seed: number): () => boolean {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 16) % 2 === 1;
  };
}
