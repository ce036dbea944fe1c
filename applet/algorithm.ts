/**
 * Algorithm references of the edge, in MANAGE SECURITY ENVIRONMENT. They are the card's own: ISO/IEC 7816-4:2005 §7.5.11
 * leaves them to it.
 */

// biome-ignore format: a table reads best with its columns aligned
export const ALGORITHM = {
  rsaPkcs1:  0x11, // RSASSA-PKCS1-v1_5 and RSAES-PKCS1-v1_5, RFC 8017
  rsaCardOs: 0x0a, // RSAES-PKCS1-v1_5 as GnuPG's scdaemon names it, which takes a message with or without its padding
  rsaPss:    0x12, // RSASSA-PSS, RFC 8017; the hash's length says which hash
  ecdsa:     0x21, // ECDSA; what is hashed where depends on the interface generation
  rsa2048:   0xf3, // key pairs
  rsa3072:   0xf4,
  rsa4096:   0xf5,
  ec:        0xec,
} as const;

/** Modulus length in bits of the RSA key pairs. */
export const RSA_BITS: ReadonlyMap<number, number> = new Map([
  [ALGORITHM.rsa2048, 2048],
  [ALGORITHM.rsa3072, 3072],
  [ALGORITHM.rsa4096, 4096],
]);
