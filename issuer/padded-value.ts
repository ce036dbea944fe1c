/** PINs and PUKs as hosts of ours send them. */
import { concat } from '../apdu/index.ts';
import { STORED_LENGTH } from '../emulator/index.ts';

/** Filled up with 00 to the 16 bytes that the card stores; what is longer is cut. */
export const paddedValue = (value: string): Uint8Array =>
  concat(new TextEncoder().encode(value), new Uint8Array(STORED_LENGTH)).slice(0, STORED_LENGTH);
