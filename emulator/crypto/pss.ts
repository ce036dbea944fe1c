/** EMSA-PSS, the padding of RSASSA-PSS. RFC 8017 §9.1.1, from step 3: the message is hashed already. */
import { hash as digest } from 'node:crypto';
import { concat } from '../../apdu/index.ts';
import type { HashName } from './engine.ts';

const PADDING_1 = new Uint8Array(8);
const TRAILER = 0xbc;

/** MGF1. RFC 8017 §B.2.1 */
function mask(seed: Uint8Array, length: number, hashName: HashName): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let counter = 0, offset = 0; offset < length; counter++) {
    const block = digest(hashName, concat(seed, Uint8Array.of(0, 0, counter >> 8, counter)), 'buffer');
    bytes.set(block.subarray(0, length - offset), offset);
    offset += block.length;
  }
  return bytes;
}

/**
 * The encoded block of a hash, as long as the modulus: with a modulus of 8m + 1 bits the encoding is a byte shorter, and 00
 * stands in front. The mask is made with the same hash function. Throws `RangeError` when the modulus is too short.
 */
export function encodePss(hash: Uint8Array, hashName: HashName, modulusBits: number, salt: Uint8Array): Uint8Array {
  const bits = modulusBits - 1;
  const length = Math.ceil(bits / 8);
  const maskedLength = length - hash.length - 1;
  if (maskedLength < salt.length + 1) throw new RangeError(`PSS of ${hash.length} bytes in ${modulusBits} bits`);

  const h = new Uint8Array(digest(hashName, concat(PADDING_1, hash, salt), 'buffer'));
  const masked = mask(h, maskedLength, hashName);
  const db = concat(new Uint8Array(maskedLength - salt.length - 1), Uint8Array.of(0x01), salt);
  for (let i = 0; i < maskedLength; i++) masked[i]! ^= db[i]!;
  masked[0]! &= 0xff >> (8 * length - bits);

  const front = new Uint8Array(Math.ceil(modulusBits / 8) - length);
  return concat(front, masked, h, Uint8Array.of(TRAILER));
}
