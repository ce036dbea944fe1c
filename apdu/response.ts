/** Response APDU: response data ‖ SW1 SW2. ISO/IEC 7816-4:2005 §5.1. */
import type { StatusWord } from './status-words.ts';

export interface Response {
  readonly data: Uint8Array;
  readonly sw: StatusWord;
}

/** Splits a response APDU. `data` is a view. Throws `RangeError` when there are fewer than the two status bytes. */
export function parseResponse(bytes: Uint8Array): Response {
  const n = bytes.length - 2;
  if (n < 0) throw new RangeError(`a response APDU has at least 2 bytes, here are ${bytes.length}`);
  return { data: bytes.subarray(0, n), sw: bytes[n]! * 256 + bytes[n + 1]! };
}

/** Data and status word as one new byte string. */
export function encodeResponse(data: Uint8Array, sw: StatusWord): Uint8Array {
  const bytes = new Uint8Array(data.length + 2);
  bytes.set(data);
  bytes[data.length] = sw >> 8;
  bytes[data.length + 1] = sw;
  return bytes;
}
