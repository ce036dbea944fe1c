/**
 * vpcd framing: what vsmartcard's virtual reader driver and a card say to each other over one TCP connection. Every
 * message, either way, is a 2-byte big-endian length and that many bytes of payload. A payload of one byte from the
 * driver is a control message, a longer one a command APDU.
 */

import { concat, u16 } from '../../apdu/index.ts';

/** The control messages, by their one byte of payload. Only `atr` is answered. */
export const CONTROL = { powerOff: 0, powerOn: 1, reset: 2, atr: 4 } as const;

const LENGTH_BYTES = 2;
const LONGEST_PAYLOAD = 0xffff;

/** Payload (0 to 65535 bytes) → the message that carries it. Throws `RangeError` for a longer payload. */
export function encodeMessage(payload: Uint8Array): Uint8Array {
  if (payload.length > LONGEST_PAYLOAD) throw new RangeError(`a vpcd message cannot carry ${payload.length} bytes`);
  return concat(u16(payload.length), payload);
}

/** Cuts a byte stream, fed in chunks of any size, into payloads. */
export class MessageReader {
  #pending: Uint8Array = new Uint8Array();

  /**
   * Takes the next chunk and yields every payload that is now whole, in order. The payloads are copies. What a caller
   * leaves unread comes out at the next call.
   */
  *feed(chunk: Uint8Array): Generator<Uint8Array, void, undefined> {
    this.#pending = concat(this.#pending, chunk);
    while (this.#pending.length >= LENGTH_BYTES) {
      const end = LENGTH_BYTES + ((this.#pending[0]! << 8) | this.#pending[1]!);
      if (this.#pending.length < end) return;
      const payload = this.#pending.slice(LENGTH_BYTES, end);
      this.#pending = this.#pending.subarray(end);
      yield payload;
    }
  }
}
