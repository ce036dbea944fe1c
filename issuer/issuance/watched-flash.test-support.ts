/** The flash of a blank card that is watched while a card is made on it. */
import { flashSize, zorgIdBlank } from '../../applet/index.ts';
import { CuttingFlash, coin, type FlashDevice, MemoryFlash } from '../../emulator/index.ts';

/** Keeps, at every write, chips as a loss of power at that moment may leave them: nothing unsynced survives, all, a random part. */
export class WatchedFlash implements FlashDevice {
  readonly chips: MemoryFlash[] = [];
  readonly #device: CuttingFlash;
  readonly #coin = coin(14);

  constructor(content: Uint8Array) {
    this.#device = new CuttingFlash(new MemoryFlash(content));
  }

  get size(): number {
    return flashSize(zorgIdBlank);
  }

  read(offset: number, length: number): Uint8Array {
    return this.#device.read(offset, length);
  }

  write(offset: number, bytes: Uint8Array): void {
    this.#device.write(offset, bytes);
    for (const survives of [() => false, () => true, this.#coin]) this.chips.push(this.#device.afterCut(survives));
  }

  sync(): void {
    this.#device.sync();
  }

  image(): Uint8Array {
    return this.#device.afterCut(() => true).read(0, this.size);
  }
}
