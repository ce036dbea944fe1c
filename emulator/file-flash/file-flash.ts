/**
 * A flash device that is a file: what the card writes is in the file, byte for byte, so that killing the process is the same
 * event as pulling the card. Node only; docs/image-format.md tells the format.
 */
import { closeSync, constants, fdatasyncSync, fstatSync, readFileSync, readSync } from 'node:fs';
import { DeviceError, type FlashDevice, formattedAs, MemoryFlash } from '../nvm/index.ts';
import { newFile, writeAll } from './new-file.ts';
import { closingOnFailure, demandOwn, openLocked } from './open-file.ts';
import { withRefusals } from './system-error.ts';

/**
 * What a commit survives. `power`: the loss of power, as far as the disk keeps its word. `process`: the end of the process,
 * kill -9 included, but not the computer's.
 */
export type Durability = 'power' | 'process';

export interface FileFlashOptions {
  /** Bytes of the file. */
  readonly size: number;
  /** "power" when left out. */
  readonly durability?: Durability;
  /** What a file that is absent is made with, `size` bytes; zeroes when left out. Asked for only then. */
  readonly content?: () => Uint8Array;
}

export class FileFlash implements FlashDevice {
  readonly path: string;
  readonly size: number;
  readonly durability: Durability;
  /** Whether this call has made the file. */
  readonly isNew: boolean;
  #fd: number | undefined;

  private constructor(fd: number, path: string, isNew: boolean, durability: Durability) {
    this.path = path;
    this.size = fstatSync(fd).size;
    this.durability = durability;
    this.isNew = isNew;
    this.#fd = fd;
  }

  /**
   * Opens a file for one card, or makes it when it is absent, whole or not at all. It is locked until `close` or the end of the
   * process, and its mode becomes 0600. Throws `DeviceError`, having changed nothing: `other size`, `in use`, or `unusable`.
   */
  static open(path: string, { size, durability = 'power', content }: FileFlashOptions): FileFlash {
    const demandSize = (flash: FileFlash): void => {
      if (flash.size === size) return;
      throw new DeviceError('other size', `${path} has ${flash.size} bytes, not ${size} as this card needs`);
    };
    for (;;) {
      const existing = FileFlash.#open(path, durability, demandSize);
      if (existing !== undefined) return existing;
      const fd = newFile(path, content ?? (() => new Uint8Array(size)));
      if (fd !== undefined) return new FileFlash(fd, path, true, durability);
    }
  }

  /**
   * Opens a file of any size that holds a card of exactly that size, or none yet; undefined when there is no file. Throws
   * `DeviceError`, having changed nothing; `other size` when the file was cut short or extended.
   */
  static openExisting(path: string, durability: Durability = 'power'): FileFlash | undefined {
    return FileFlash.#open(path, durability, demandWhole);
  }

  /**
   * A copy in memory of such a file, which is not changed in any way and may be read-only;
   * undefined when there is no file. Throws `DeviceError` as
   * `openExisting` does.
   */
  static readExisting(path: string): MemoryFlash | undefined {
    const fd = openLocked(path, constants.O_RDONLY, 'shared');
    if (fd === undefined) return undefined;
    try {
      const copy = new MemoryFlash(withRefusals(path, () => readFileSync(fd)));
      demandWhole({ path, size: copy.size, read: (offset, length) => copy.read(offset, length) });
      return copy;
    } finally {
      closeSync(fd);
    }
  }

  static #open(path: string, durability: Durability, demand: (flash: FileFlash) => void): FileFlash | undefined {
    const fd = openLocked(path, constants.O_RDWR, 'exclusive');
    if (fd === undefined) return undefined;
    return closingOnFailure(fd, () => {
      const flash = new FileFlash(fd, path, false, durability);
      demand(flash);
      demandOwn(fd, path);
      return flash;
    });
  }

  read(offset: number, length: number): Uint8Array {
    this.#demandInside(offset, length);
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const count = readSync(this.#descriptor, bytes, done, length - done, offset + done);
      if (count === 0) throw new Error(`${this.path} was cut short while the card used it`);
      done += count;
    }
    return bytes;
  }

  write(offset: number, bytes: Uint8Array): void {
    this.#demandInside(offset, bytes.length);
    writeAll(this.#descriptor, bytes, offset);
  }

  sync(): void {
    if (this.durability === 'power') fdatasyncSync(this.#descriptor);
  }

  /** Gives the file free for others. Afterwards the device is without power: every other method throws. */
  close(): void {
    if (this.#fd === undefined) return;
    closeSync(this.#fd);
    this.#fd = undefined;
  }

  get #descriptor(): number {
    if (this.#fd === undefined) throw new Error(`${this.path} was closed`);
    return this.#fd;
  }

  #demandInside(offset: number, length: number): void {
    if (offset < 0 || offset + length > this.size) {
      throw new RangeError(`${length} bytes at ${offset} do not lie inside a flash of ${this.size} bytes`);
    }
  }
}

/** A card's file has the size that the card was formatted on, to the byte. */
function demandWhole(flash: Pick<FileFlash, 'path' | 'size' | 'read'>): void {
  const { path, size } = flash;
  const formatted = withRefusals(path, () => formattedAs(flash));
  if (formatted === undefined || formatted.deviceSize === size) return;
  const change = size < formatted.deviceSize ? 'cut short' : 'extended';
  const sentence = `${path} was ${change}: it has ${size} bytes, not ${formatted.deviceSize} as when it was formatted`;
  throw new DeviceError('other size', sentence);
}
