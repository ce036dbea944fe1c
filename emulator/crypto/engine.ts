/**
 * The arithmetic of a card, in one interface with two implementations that agree byte for byte: `nativeEngine` on
 * node:crypto, which cards use, and `portableEngine`, its judge. Padding, nonces and random numbers are made outside, so
 * every operation is a function of its arguments.
 */
import type { Curve } from './curves.ts';
import type { RsaPrivateKey } from './rsa-key.ts';

/** Hash functions of a card: SHA-1 and the SHA-2 family, FIPS 180-4. */
export type HashName = 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

export interface CryptoEngine {
  readonly name: 'native' | 'portable';

  /**
   * The raw private operation, RSADP and RSASP1 of RFC 8017 §5: k bytes in, a number below n; k bytes out. Throws
   * `RangeError` on a block of another length or not below n.
   */
  rsaPrivate(key: RsaPrivateKey, block: Uint8Array): Uint8Array;

  /** base^exponent mod modulus, for 0 ≤ base < modulus, 0 < exponent < modulus and an odd modulus of 64 to 3,072 bits. */
  modPow(base: bigint, exponent: bigint, modulus: bigint): bigint;

  /** The public point d·G as 04 ‖ x ‖ y. Throws `RangeError` unless d has the order's length and 0 < d < n. */
  ecPublicKey(curve: Curve, d: Uint8Array): Uint8Array;

  /**
   * Deterministic ECDSA of a hash of any length, of which the leftmost bits count: r ‖ s, each of the order's length.
   * RFC 6979, with HMAC of the hash function that `nonceHash` names. Throws `RangeError` as `ecPublicKey`.
   */
  ecdsaSign(curve: Curve, d: Uint8Array, hash: Uint8Array): Uint8Array;

  /**
   * The x coordinate of d·point, in the field's length: ECSVDP-DH of IEEE 1363. Throws `RangeError` as `ecPublicKey`, and on
   * anything but a point 04 ‖ x ‖ y of the curve.
   */
  ecdh(curve: Curve, d: Uint8Array, point: Uint8Array): Uint8Array;

  hash(algorithm: HashName, data: Uint8Array): Uint8Array;
}
