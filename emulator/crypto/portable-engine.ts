/**
 * The engine in JavaScript: RSA on jsbn, elliptic curves on @noble/curves, hashes on @noble/hashes. The judge of the native
 * engine, much slower, and not exported from this folder's index: importing it costs start-up time.
 */
import { ecdh, ecdsa, type WeierstrassPointCons, weierstrass } from '@noble/curves/abstract/weierstrass.js';
import { BigInteger } from 'jsbn';
import { toHex } from '../../apdu/index.ts';
import { toBytes } from './bigint-bytes.ts';
import type { Curve } from './curves.ts';
import { assertOnCurve } from './ec-curve.ts';
import { scalarValue } from './ec-scalar.ts';
import type { CryptoEngine } from './engine.ts';
import { HmacDrbg } from './hmac-drbg.ts';
import { NOBLE_HASHES } from './noble-hashes.ts';
import { nonceHash } from './rfc6979.ts';
import { assertRsaBlock } from './rsa-key.ts';

/**
 * Blinds scalar multiplication, which changes no result. A source of its own: the library's default is the system's
 * generator, and drawing from the card's would set this engine apart from the native one.
 */
const blinding = new HmacDrbg(new TextEncoder().encode('blinding'));
const options = { randomBytes: (length = 32) => new Uint8Array(blinding.generate(length)) };

const points = new Map<Curve, WeierstrassPointCons<bigint>>();

function pointsOf(curve: Curve): WeierstrassPointCons<bigint> {
  const known = points.get(curve);
  if (known !== undefined) return known;
  const { p, n, h, a, b, gx: Gx, gy: Gy } = curve;
  const created = weierstrass({ p, n, h, a, b, Gx, Gy }, options);
  points.set(curve, created);
  return created;
}

/** By way of hexadecimal digits: jsbn reads bytes as a signed number. */
const fromBytes = (bytes: Uint8Array): BigInteger => new BigInteger(toHex(bytes), 16);
const fromBigInt = (value: bigint): BigInteger => new BigInteger(value.toString(16), 16);
const toNative = (value: BigInteger): bigint => BigInt(`0x${value.toString(16)}`);

export const portableEngine: CryptoEngine = {
  name: 'portable',

  /** RFC 8017 §5.1.2, step 2b. */
  rsaPrivate(key, block) {
    assertRsaBlock(key, block);
    const [c, p, q, dp, dq, qi] = [block, key.p, key.q, key.dp, key.dq, key.qi].map(fromBytes) as [
      BigInteger,
      BigInteger,
      BigInteger,
      BigInteger,
      BigInteger,
      BigInteger,
    ];
    const m1 = c.mod(p).modPow(dp, p);
    const m2 = c.mod(q).modPow(dq, q);
    const h = m1.subtract(m2).multiply(qi).mod(p);
    return toBytes(toNative(m2.add(q.multiply(h))), key.n.length);
  },

  modPow: (base, exponent, modulus) => toNative(fromBigInt(base).modPow(fromBigInt(exponent), fromBigInt(modulus))),

  ecPublicKey(curve, d) {
    scalarValue(curve, d);
    return ecdh(pointsOf(curve)).getPublicKey(d, false);
  },

  ecdsaSign(curve, d, hash) {
    scalarValue(curve, d);
    const scheme = ecdsa(pointsOf(curve), NOBLE_HASHES[nonceHash(hash.length)], options);
    return scheme.sign(hash, d, { prehash: false, lowS: false });
  },

  ecdh(curve, d, point) {
    scalarValue(curve, d);
    assertOnCurve(curve, point);
    return ecdh(pointsOf(curve))
      .getSharedSecret(d, point, false)
      .slice(1, 1 + curve.fieldBytes);
  },

  hash: (algorithm, data) => NOBLE_HASHES[algorithm](data),
};
