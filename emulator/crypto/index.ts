/**
 * Cryptography of a card that is the same on every machine: keys, signatures and random numbers follow from seed and input.
 * The portable engine is imported from its own file, so that a card does not load what it does not use.
 */
export { toBytes } from './bigint-bytes.ts';
export * from './compare.ts';
export * from './curves.ts';
export * from './ec-curve.ts';
export * from './ec-scalar.ts';
export * from './ecdsa-der.ts';
export * from './engine.ts';
export * from './hmac-drbg.ts';
export * from './key-error.ts';
export * from './native-engine.ts';
export * from './pkcs1.ts';
export * from './pss.ts';
export * from './rsa-generation.ts';
export * from './rsa-import.ts';
export type { RsaPrivateKey } from './rsa-key.ts';
export * from './subject-public-key-info.ts';
