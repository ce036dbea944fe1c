/** A flash device in memory. Forks share their pages until one of them writes. */
import type { FlashDevice } from './flash-device.ts';

const PAGE = 4096;

export class MemoryFlash implements FlashDevice {
  readonly size: number;
  /** A page that was never written is absent and reads as zeroes. */
  readonly #pages: (Uint8Array | undefined)[];
  /** 1 for a page that no fork shares, so that it may be written in place. */
  readonly #owned: Uint8Array;

  /** `size` bytes, all zero, or a copy of an image. */
  constructor(content: number | Uint8Array) {
    this.size = typeof content === 'number' ? content : content.length;
    const count = Math.ceil(this.size / PAGE);
    this.#pages = new Array<Uint8Array | undefined>(count).fill(undefined);
    this.#owned = new Uint8Array(count);
    if (typeof content !== 'number') this.write(0, content);
  }

  read(offset: number, length: number): Uint8Array {
    this.#demandInside(offset, length);
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const start = (offset + done) % PAGE;
      const count = Math.min(PAGE - start, length - done);
      const page = this.#pages[Math.floor((offset + done) / PAGE)];
      if (page !== undefined) bytes.set(page.subarray(start, start + count), done);
      done += count;
    }
    return bytes;
  }

  write(offset: number, bytes: Uint8Array): void {
    this.#demandInside(offset, bytes.length);
    for (let done = 0; done < bytes.length; ) {
      const start = (offset + done) % PAGE;
      const count = Math.min(PAGE - start, bytes.length - done);
      this.#ownPage(Math.floor((offset + done) / PAGE)).set(bytes.subarray(done, done + count), start);
      done += count;
    }
  }

  /** Nothing to do: memory lasts as long as the process, and no longer. */
  sync(): void {}

  /** An independent device with the same content, in microseconds. */
  fork(): MemoryFlash {
    const fork = new MemoryFlash(this.size);
    for (let i = 0; i < this.#pages.length; i++) fork.#pages[i] = this.#pages[i];
    this.#owned.fill(0);
    return fork;
  }

  /** A copy of the whole content. */
  image(): Uint8Array {
    return this.read(0, this.size);
  }

  #ownPage(index: number): Uint8Array {
    const page = this.#pages[index];
    if (page !== undefined && this.#owned[index] === 1) return page;
    const own = page === undefined ? new Uint8Array(PAGE) : page.slice();
    this.#pages[index] = own;
    this.#owned[index] = 1;
    return own;
  }

  #demandInside(offset: number, length: number): void {
    if (offset < 0 || offset + length > this.size) {
      throw new RangeError(`${length} bytes at ${offset} do not lie inside a flash of ${this.size} bytes`);
    }
  }
}
