/**
 * The log: one record for each commit since the checkpoint, each in both tracks, at the same blocks, under one sync. One copy
 * alone could not tell a write that was torn from a byte that was changed afterwards in the last record.
 */
import { BLOCK } from './block.ts';
import { DeviceError } from './device-error.ts';
import type { FlashDevice } from './flash-device.ts';
import { type Layout, layoutFor } from './layout.ts';
import { beginsRecord, encodeRecord, type LogRecord, readRecord, recordBlocks } from './record.ts';

export class Journal {
  readonly #flash: FlashDevice;
  readonly #layout: Layout;
  #epoch: number;
  #sequence = 0;
  /** Blocks in use in each track. */
  #end = 0;

  /** The empty log of an epoch. */
  constructor(flash: FlashDevice, capacity: number, epoch: number) {
    this.#flash = flash;
    this.#layout = layoutFor(capacity);
    this.#epoch = epoch;
  }

  /** The same log on a device with the same content. */
  fork(flash: FlashDevice, capacity: number): Journal {
    const fork = new Journal(flash, capacity, this.#epoch);
    fork.#sequence = this.#sequence;
    fork.#end = this.#end;
    return fork;
  }

  /** Begins again, after a checkpoint. */
  restart(epoch: number): void {
    this.#epoch = epoch;
    this.#sequence = 0;
    this.#end = 0;
  }

  hasRoom(payloadLength: number): boolean {
    return this.#end + recordBlocks(payloadLength) <= this.#layout.trackBlocks;
  }

  /** Makes one record durable. There must be room. */
  append(payload: Uint8Array): void {
    const bytes = encodeRecord({ epoch: this.#epoch, sequence: this.#sequence, payload });
    for (const track of this.#layout.trackOffsets) this.#flash.write(track + this.#end * BLOCK, bytes);
    this.#flash.sync();
    this.#passOver(payload);
  }

  /**
   * Hands every record of the epoch to `redo`, oldest first. False when a cut or a changed byte has left traces: a record with
   * only one good copy, or a torn one at the end. Throws `DeviceError` when records are lost in the middle of the log.
   */
  replay(redo: (payload: Uint8Array) => void): boolean {
    let untouched = true;
    for (;;) {
      const copies = this.#copiesAt(this.#end).filter((copy) => this.#isNext(copy));
      const record = copies[0];
      if (record === undefined) break;
      if (copies.length < 2) untouched = false;
      redo(record.payload);
      this.#passOver(record.payload);
    }
    this.#demandNothingBehind();
    return untouched && !this.#isTornAtEnd();
  }

  #passOver(payload: Uint8Array): void {
    this.#end += recordBlocks(payload.length);
    this.#sequence++;
  }

  #copiesAt(block: number): LogRecord[] {
    const room = this.#layout.trackBlocks - block;
    if (room === 0) return [];
    return this.#layout.trackOffsets
      .map((track) => readRecord(this.#flash, track + block * BLOCK, room))
      .filter((copy) => copy !== undefined);
  }

  #isNext(record: LogRecord): boolean {
    return record.epoch === this.#epoch && record.sequence === this.#sequence;
  }

  /** A record that was never acknowledged is the last one; anything whole behind it means that the log was changed. */
  #demandNothingBehind(): void {
    for (let block = this.#end; block < this.#layout.trackBlocks; block++) {
      if (this.#copiesAt(block).some(({ epoch }) => epoch >= this.#epoch)) {
        throw new DeviceError('damaged', 'this card image is damaged: a change is missing from its log');
      }
    }
  }

  #isTornAtEnd(): boolean {
    if (this.#end === this.#layout.trackBlocks) return false;
    return this.#layout.trackOffsets.some((track) => beginsRecord(this.#flash, track + this.#end * BLOCK, this.#epoch));
  }
}
