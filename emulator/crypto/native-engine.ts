/** The engine on node:crypto, that is OpenSSL. */
import {
  constants,
  createECDH,
  createPrivateKey,
  createPublicKey,
  hash as digest,
  type ECDH,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
} from 'node:crypto';
import { concat } from '../../apdu/index.ts';
import { byteLength, toBigInt, toBytes } from './bigint-bytes.ts';
import type { Curve } from './curves.ts';
import { assertOnCurve } from './ec-curve.ts';
import { scalarValue } from './ec-scalar.ts';
import type { CryptoEngine } from './engine.ts';
import { modInverse } from './modular.ts';
import { leftmostBits, nonceSource } from './rfc6979.ts';
import { assertRsaBlock, type RsaPrivateKey } from './rsa-key.ts';

const RAW = constants.RSA_NO_PADDING;

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** Kept because the first use of a new key object costs half as much again as the operation itself. */
const keyObjects = new WeakMap<RsaPrivateKey, KeyObject>();

function keyObject(key: RsaPrivateKey): KeyObject {
  const known = keyObjects.get(key);
  if (known !== undefined) return known;
  const { n, e, d, p, q, dp, dq, qi } = key;
  const parts = Object.entries({ n, e, d, p, q, dp, dq, qi }).map(([name, value]) => [name, base64url(value)]);
  const created = createPrivateKey({ format: 'jwk', key: { kty: 'RSA', ...Object.fromEntries(parts) } });
  keyObjects.set(key, created);
  return created;
}

const agreements = new Map<Curve, ECDH>();

/** The kept key agreement of a curve, holding a private number that is in range. */
function agreement(curve: Curve, d: Uint8Array): ECDH {
  const known = agreements.get(curve) ?? createECDH(curve.opensslName);
  agreements.set(curve, known);
  known.setPrivateKey(d);
  return known;
}

/** The x coordinate of k·G. */
function xOfMultiple(curve: Curve, k: bigint): bigint {
  const bytes = toBytes(k, curve.orderBytes);
  const point = agreement(curve, bytes).getPublicKey();
  bytes.fill(0);
  return toBigInt(point.subarray(1, 1 + curve.fieldBytes));
}

export const nativeEngine: CryptoEngine = {
  name: 'native',

  rsaPrivate(key, block) {
    assertRsaBlock(key, block);
    return new Uint8Array(privateDecrypt({ key: keyObject(key), padding: RAW }, block));
  },

  modPow(base, exponent, modulus) {
    const length = byteLength(modulus);
    const n = base64url(toBytes(modulus, length));
    const e = base64url(toBytes(exponent, byteLength(exponent)));
    const key = createPublicKey({ format: 'jwk', key: { kty: 'RSA', n, e } });
    return toBigInt(publicEncrypt({ key, padding: RAW }, toBytes(base, length)));
  },

  ecPublicKey(curve, d) {
    scalarValue(curve, d);
    return new Uint8Array(agreement(curve, d).getPublicKey());
  },

  ecdsaSign(curve, d, hash) {
    const { n, orderBytes } = curve;
    const secret = scalarValue(curve, d);
    const z = leftmostBits(hash, n);
    const nextNonce = nonceSource(curve, d, hash);
    for (;;) {
      const k = nextNonce();
      const r = xOfMultiple(curve, k) % n;
      const s = (modInverse(k, n)! * (z + r * secret)) % n;
      if (r !== 0n && s !== 0n) return concat(toBytes(r, orderBytes), toBytes(s, orderBytes));
    }
  },

  ecdh(curve, d, point) {
    scalarValue(curve, d);
    assertOnCurve(curve, point);
    return new Uint8Array(agreement(curve, d).computeSecret(point));
  },

  hash: (algorithm, data) => new Uint8Array(digest(algorithm, data, 'buffer')),
};
