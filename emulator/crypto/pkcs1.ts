/** PKCS#1 v1.5 padding around the raw RSA operation. RFC 8017 §9.2 (type 1, signatures), §7.2 (type 2, encryption). */

import { sameBytes } from '../../apdu/index.ts';

/** Bytes that padding takes at least: 00, the type, eight of padding, 00. */
const OVERHEAD = 11;

/** 00 01 FF … FF 00 ‖ message, k bytes in all. Throws `RangeError` when the message is longer than k − 11 bytes. */
export function padType1(message: Uint8Array, k: number): Uint8Array {
  if (message.length > k - OVERHEAD) throw new RangeError(`${message.length} bytes to pad to ${k}`);
  const block = new Uint8Array(k).fill(0xff, 2, k - message.length - 1);
  block[1] = 0x01;
  block.set(message, k - message.length);
  return block;
}

/** Whether a block is what `padType1` makes of some message. */
export function isPaddedType1(block: Uint8Array, k: number): boolean {
  const separator = block.indexOf(0x00, 1);
  return (
    block.length === k && separator >= OVERHEAD - 1 && sameBytes(block, padType1(block.subarray(separator + 1), k))
  );
}

/** 1 for a number below 0, 0 for any other; numbers of up to 31 bits. */
const isNegative = (number: number): number => number >>> 31;

/** 1 for 0, 0 for a byte from 01 to FF. */
const isZero = (byte: number): number => isNegative(byte - 1);

/**
 * The message in 00 02 ‖ at least eight bytes other than 00 ‖ 00 ‖ message, or undefined when the block is anything else.
 * Every byte is read whatever the others are, so that the time taken does not tell what is wrong.
 */
export function unpadType2(block: Uint8Array): Uint8Array | undefined {
  /** Stays 0, which is too early, when there is none. */
  let separator = 0;
  let found = 0;
  for (let i = 2; i < block.length; i++) {
    const isFirst = isZero(block[i]!) & (found ^ 1);
    separator += isFirst * i;
    found |= isFirst;
  }
  const isBad = block[0]! | (block[1]! ^ 0x02) | isNegative(separator - (OVERHEAD - 1));
  return isBad === 0 ? block.slice(separator + 1) : undefined;
}
