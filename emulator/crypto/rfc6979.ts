/** Deterministic nonces for ECDSA. RFC 6979 §3.2, whose generator is HMAC_DRBG. */
import { concat } from '../../apdu/index.ts';
import { bitLength, toBigInt, toBytes } from './bigint-bytes.ts';
import type { Curve } from './curves.ts';
import type { HashName } from './engine.ts';
import { HmacDrbg } from './hmac-drbg.ts';

// biome-ignore format: a table reads best with its columns aligned
const HASH_BY_LENGTH: ReadonlyMap<number, HashName> = new Map([
  [20, 'sha1'], [28, 'sha224'], [32, 'sha256'], [48, 'sha384'], [64, 'sha512'],
]);

/**
 * The hash function whose HMAC makes the nonce. RFC 6979 takes the one that made the hash; a card is not told which, so the
 * length decides: in bytes, SHA-256 for a length that is no hash's.
 */
export function nonceHash(length: number): HashName {
  return HASH_BY_LENGTH.get(length) ?? 'sha256';
}

/** bits2int: the leftmost bits of a string as a number, as many as the order has; of a shorter string all. §2.3.2 */
export function leftmostBits(bytes: Uint8Array, order: bigint): bigint {
  const excess = 8 * bytes.length - bitLength(order);
  return excess > 0 ? toBigInt(bytes) >> BigInt(excess) : toBigInt(bytes);
}

/**
 * A function that gives one nonce after the other, each from 1 to n − 1. The second is wanted only when the first makes no
 * signature. `d` has the order's length; the hash may have any.
 */
export function nonceSource({ n, orderBytes }: Curve, d: Uint8Array, hash: Uint8Array): () => bigint {
  const seed = concat(d, toBytes(leftmostBits(hash, n) % n, orderBytes));
  const drbg = new HmacDrbg(seed, nonceHash(hash.length));
  seed.fill(0);
  return () => {
    for (;;) {
      const k = leftmostBits(drbg.generate(orderBytes), n);
      if (k > 0n && k < n) return k;
    }
  };
}
