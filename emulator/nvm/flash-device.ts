/** The chip's flash, as the card OS sees it. */

/**
 * Non-volatile memory of a fixed size, synchronous. A method that throws has lost power: the card is dead (`CardMute`) until it
 * is created again on what the device then holds.
 */
export interface FlashDevice {
  /** In bytes; never changes. */
  readonly size: number;
  /** A copy of `length` bytes from `offset` on: what was written last, durable or not. The caller owns it. */
  read(offset: number, length: number): Uint8Array;
  /** Changes bytes from `offset` on. Until `sync` returns, any part of them may be lost, torn or reordered. `bytes` are not kept. */
  write(offset: number, bytes: Uint8Array): void;
  /** On return everything written before is durable. */
  sync(): void;
}
