/** Serial numbers of certificates: unlike one another, and yet the same whenever the same certificate is made. */
import { createHash } from 'node:crypto';

const LENGTH = 8;

/** Eight bytes that follow from all the parts, the first of them 40–7F: positive and of full length. */
export function serialNumberOf(...parts: readonly (Uint8Array | string)[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  const serialNumber = new Uint8Array(hash.digest()).slice(0, LENGTH);
  serialNumber[0] = (serialNumber[0]! & 0x3f) | 0x40;
  return serialNumber;
}
