/**
 * The checksum of headers and records. It lies in the same 16 bytes as the numbers that tell one header or record from an
 * older one in its place: when a cut loses those, it loses the checksum too, and no single changed byte can make up for both.
 */
import { crc32c } from './crc32c.ts';

/** Where the four bytes of the checksum lie; it covers everything else. */
export const SEAL_OFFSET = 12;

const BEHIND = SEAL_OFFSET + 4;

function checksum(bytes: Uint8Array): number {
  return crc32c(bytes.subarray(BEHIND), crc32c(bytes.subarray(0, SEAL_OFFSET)));
}

/** Fills in the checksum. At least 16 bytes. */
export function seal(bytes: Uint8Array): void {
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(SEAL_OFFSET, checksum(bytes));
}

/** Whether the checksum holds. At least 16 bytes. */
export function isSealed(bytes: Uint8Array): boolean {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(SEAL_OFFSET) === checksum(bytes);
}
