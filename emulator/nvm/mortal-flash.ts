/** A flash device that dies at its first error, as a chip does that loses power. */
import { CardMute } from '../../apdu/index.ts';
import type { FlashDevice } from './flash-device.ts';

export class MortalFlash implements FlashDevice {
  readonly device: FlashDevice;
  #dead = false;
  #cause: unknown;

  constructor(device: FlashDevice) {
    this.device = device;
  }

  get size(): number {
    return this.device.size;
  }

  get dead(): boolean {
    return this.#dead;
  }

  read(offset: number, length: number): Uint8Array {
    return this.#attempt(() => this.device.read(offset, length));
  }

  write(offset: number, bytes: Uint8Array): void {
    this.#attempt(() => this.device.write(offset, bytes));
  }

  sync(): void {
    this.#attempt(() => this.device.sync());
  }

  /** Throws `CardMute` when the device has failed; `cause` is its error. */
  demandAlive(): void {
    if (this.#dead) throw this.#mute();
  }

  /** Nothing is ever tried twice: a sync that succeeds after one that failed says nothing about what was written before. */
  #attempt<Result>(operation: () => Result): Result {
    this.demandAlive();
    try {
      return operation();
    } catch (error) {
      this.#dead = true;
      this.#cause = error;
      throw this.#mute();
    }
  }

  #mute(): CardMute {
    return new CardMute('the flash failed; the card is dead until it is created again', { cause: this.#cause });
  }
}
