/** Keys for tests, and the same keys as node:crypto knows them. */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { CryptoEngine } from './engine.ts';
import { HmacDrbg } from './hmac-drbg.ts';
import { nativeEngine } from './native-engine.ts';
import { portableEngine } from './portable-engine.ts';
import { generateRsaKey } from './rsa-generation.ts';
import type { RsaPrivateKey } from './rsa-key.ts';
import { type EcPublicKey, type RsaPublicKey, subjectPublicKeyInfo } from './subject-public-key-info.ts';

export const ENGINES: readonly CryptoEngine[] = [nativeEngine, portableEngine];

export const HASHES = ['sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const;

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A generated key, the same at every call. */
export function rsaTestKey(bits: number, seed = 'test key'): RsaPrivateKey {
  return generateRsaKey(bits, new HmacDrbg(utf8(seed)), nativeEngine);
}

/** A private key of ours as node's. */
export function nodePrivateKey({ n, e, d, p, q, dp, dq, qi }: RsaPrivateKey): KeyObject {
  const parts = Object.entries({ n, e, d, p, q, dp, dq, qi }).map(([name, value]) => [
    name,
    Buffer.from(value).toString('base64url'),
  ]);
  return createPrivateKey({ format: 'jwk', key: { kty: 'RSA', ...Object.fromEntries(parts) } });
}

/** A private key of node's as ours. */
export function fromNodePrivateKey(key: KeyObject): RsaPrivateKey {
  const jwk = key.export({ format: 'jwk' });
  const part = (name: string) => new Uint8Array(Buffer.from(String(jwk[name]), 'base64url'));
  const [n, e, d, p, q, dp, dq, qi] = ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'].map(part) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  return { bits: key.asymmetricKeyDetails!.modulusLength!, n, e, d, p, q, dp, dq, qi };
}

/** A public key of ours as node's, by way of its DER. */
export function nodePublicKey(key: RsaPublicKey | EcPublicKey): KeyObject {
  return createPublicKey({ format: 'der', type: 'spki', key: Buffer.from(subjectPublicKeyInfo(key)) });
}
