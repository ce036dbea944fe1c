/**
 * The one seam: bytes in, bytes out. The emulator, a worker thread, a relay, a trace that plays the card and a real
 * reader all meet here.
 */

/** A card as its own thread sees it: bytes in, bytes out, at once. */
export interface CardChannel {
  /** Cold reset. Answers the ATR (ISO/IEC 7816-3), 2 to 33 bytes. Throws `CardMute` when the card is dead. */
  powerOn(): Uint8Array;
  /** Warm reset. Answers the ATR. Throws `CardMute` when the card is unpowered or dead. */
  reset(): Uint8Array;
  /** Takes the power away. Never throws. */
  powerOff(): void;
  /**
   * Command APDU → response data ‖ SW1 SW2. The answer belongs to the caller; the command is neither kept nor changed.
   * Throws `CardMute` when the card is unpowered, mute or dead.
   */
  transmit(command: Uint8Array): Uint8Array;
}

/** The same card as a reader sees it: elsewhere, later. Rejects where `CardChannel` throws. */
export interface CardLink {
  powerOn(): Promise<Uint8Array>;
  reset(): Promise<Uint8Array>;
  powerOff(): Promise<void>;
  transmit(command: Uint8Array): Promise<Uint8Array>;
}

/** The card gives no answer: unpowered, mute, or dead because its flash failed (`cause` is then the device's error). */
export class CardMute extends Error {
  override readonly name = 'CardMute';
}

/** The plain adapter from a card on this thread to a link. */
export function linkTo(card: CardChannel): CardLink {
  return {
    powerOn: async () => card.powerOn(),
    reset: async () => card.reset(),
    powerOff: async () => card.powerOff(),
    transmit: async (command) => card.transmit(command),
  };
}
