import { createECDH, createHash, verify } from 'node:crypto';
import { ecdsa, weierstrass } from '@noble/curves/abstract/weierstrass.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, toHex } from '../../apdu/index.ts';
import { toBytes } from './bigint-bytes.ts';
import { ENGINES, HASHES, nodePublicKey, rsaTestKey, utf8 } from './crypto.test-support.ts';
import { CURVES, type Curve, curveNamed } from './curves.ts';
import { isOnCurve } from './ec-curve.ts';
import { generateEcScalar } from './ec-scalar.ts';
import { HmacDrbg } from './hmac-drbg.ts';
import { nativeEngine } from './native-engine.ts';
import { NOBLE_HASHES } from './noble-hashes.ts';
import { portableEngine } from './portable-engine.ts';
import { nonceHash } from './rfc6979.ts';
import { generateRsaKey } from './rsa-generation.ts';

const seeds = fc.uint8Array({ minLength: 1, maxLength: 32 });
const curves = CURVES.map((curve) => [curve.name, curve] as const);
const scalar = (curve: Curve, seed: Uint8Array) => generateEcScalar(curve, new HmacDrbg(seed));

describe('both engines give the same bytes', () => {
  it.each([
    [512, 6],
    [1024, 3],
  ])('RSA-%i: the same key from a seed, the same private operation', (bits, numRuns) => {
    const property = fc.property(seeds, fc.uint8Array({ minLength: bits / 8, maxLength: bits / 8 }), (seed, random) => {
      const [native, portable] = ENGINES.map((engine) => generateRsaKey(bits, new HmacDrbg(seed), engine));
      expect(portable).toEqual(native);
      const block = concat(Uint8Array.of(0), random.subarray(1));
      expect(portableEngine.rsaPrivate(native!, block)).toEqual(nativeEngine.rsaPrivate(native!, block));
    });
    fc.assert(property, { numRuns });
  });

  it('modular powers', () => {
    const modulus = fc.bigInt({ min: 1n << 63n, max: (1n << 1024n) - 1n }).map((n) => n | 1n);
    const property = fc.property(modulus, fc.bigInt({ min: 0n, max: 1n << 1024n }), seeds, (n, base, [e]) => {
      const exponent = (n >> BigInt(e! % 60)) - 1n;
      expect(nativeEngine.modPow(base % n, exponent, n)).toBe(portableEngine.modPow(base % n, exponent, n));
    });
    fc.assert(property, { numRuns: 30 });
  });

  it.each(curves)('%s: public key, key agreement', (_, curve) => {
    const property = fc.property(seeds, seeds, (seed, peerSeed) => {
      const [d, peer] = [scalar(curve, seed), scalar(curve, peerSeed)];
      const point = nativeEngine.ecPublicKey(curve, d);
      const peerPoint = nativeEngine.ecPublicKey(curve, peer);
      expect(portableEngine.ecPublicKey(curve, d)).toEqual(point);
      expect(isOnCurve(curve, point)).toBe(true);
      const secret = nativeEngine.ecdh(curve, d, peerPoint);
      expect(secret).toHaveLength(curve.fieldBytes);
      expect(nativeEngine.ecdh(curve, peer, point)).toEqual(secret);
      expect(portableEngine.ecdh(curve, d, peerPoint)).toEqual(secret);
    });
    fc.assert(property, { numRuns: 4 });
  });

  it.each(curves)('%s: signatures of hashes of 1 to 66 bytes, which @noble/curves verifies', (_, curve) => {
    const { p, n, h, a, b, gx: Gx, gy: Gy } = curve;
    const Point = weierstrass({ p, n, h, a, b, Gx, Gy });
    const drbg = new HmacDrbg(utf8(curve.name));
    for (let length = 1; length <= 66; length++) {
      const [d, hash] = [generateEcScalar(curve, drbg), drbg.generate(length)];
      const signature = nativeEngine.ecdsaSign(curve, d, hash);
      expect(signature).toHaveLength(2 * curve.orderBytes);
      expect(toHex(portableEngine.ecdsaSign(curve, d, hash))).toBe(toHex(signature));
      if (length % 11 !== 0) continue;
      const verifier = ecdsa(Point, NOBLE_HASHES[nonceHash(length)]);
      const point = nativeEngine.ecPublicKey(curve, d);
      expect(verifier.verify(signature, hash, point, { prehash: false, lowS: false })).toBe(true);
      hash[0]! ^= 0x80;
      expect(verifier.verify(signature, hash, point, { prehash: false, lowS: false })).toBe(false);
    }
  });

  it.each(HASHES)('%s', (name) => {
    const property = fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
      const expected = new Uint8Array(createHash(name).update(data).digest());
      for (const engine of ENGINES) expect(engine.hash(name, data)).toEqual(expected);
    });
    fc.assert(property, { numRuns: 20 });
  });
});

describe('OpenSSL agrees', () => {
  it.each(curves)('%s: signatures over every hash verify, the base point is the same', (_, curve) => {
    const drbg = new HmacDrbg(utf8(curve.name));
    for (const name of HASHES) {
      const [d, message] = [generateEcScalar(curve, drbg), drbg.generate(40)];
      const signature = nativeEngine.ecdsaSign(curve, d, nativeEngine.hash(name, message));
      const key = nodePublicKey({ curve, point: nativeEngine.ecPublicKey(curve, d) });
      expect(verify(name, message, { key, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
      message[0]! ^= 0x01;
      expect(verify(name, message, { key, dsaEncoding: 'ieee-p1363' }, signature)).toBe(false);
    }
    const ecdh = createECDH(curve.opensslName);
    ecdh.setPrivateKey(toBytes(1n, curve.orderBytes));
    const base = concat(Uint8Array.of(4), toBytes(curve.gx, curve.fieldBytes), toBytes(curve.gy, curve.fieldBytes));
    expect(new Uint8Array(ecdh.getPublicKey())).toEqual(base);
  });
});

describe.each(ENGINES.map((engine) => [engine.name, engine] as const))('what the %s engine refuses', (_, engine) => {
  const key = rsaTestKey(512);
  const curve = curveNamed('secp521r1');
  const d = scalar(curve, Uint8Array.of(1));
  const point = nativeEngine.ecPublicKey(curve, d);

  it.each<[string, Uint8Array]>([
    ['a byte short', new Uint8Array(63)],
    ['a byte long', new Uint8Array(65)],
    ['empty', new Uint8Array(0)],
    ['equal to the modulus', key.n],
    ['above the modulus', new Uint8Array(64).fill(0xff)],
  ])('an RSA block that is %s', (_case, block) => {
    expect(() => engine.rsaPrivate(key, block)).toThrow(RangeError);
  });

  it('nothing below the modulus, and results keep their length', () => {
    for (const first of [0n, 1n]) expect(engine.rsaPrivate(key, toBytes(first, 64))).toEqual(toBytes(first, 64));
    const top = toBytes(BigInt(`0x${toHex(key.n)}`) - 1n, 64);
    expect(engine.rsaPrivate(key, top)).toEqual(top);
  });

  it.each<[string, Uint8Array]>([
    ['0', new Uint8Array(66)],
    ['the order', toBytes(curve.n, 66)],
    ['too short', d.subarray(1)],
    ['too long', concat(Uint8Array.of(0), d)],
  ])('a private number that is %s, and the next operation is not touched by it', (_case, wrong) => {
    expect(() => engine.ecPublicKey(curve, wrong)).toThrow(RangeError);
    expect(() => engine.ecdsaSign(curve, wrong, new Uint8Array(32))).toThrow(RangeError);
    expect(() => engine.ecdh(curve, wrong, point)).toThrow(RangeError);
    expect(engine.ecPublicKey(curve, d)).toEqual(point);
  });

  it.each<[string, Uint8Array]>([
    ['off the curve', point.map((byte, i) => (i === point.length - 1 ? byte ^ 1 : byte))],
    ['compressed', concat(Uint8Array.of(0x02), point.subarray(1, 67))],
    ['hybrid', concat(Uint8Array.of(0x06 | (point.at(-1)! & 1)), point.subarray(1))],
    ['at infinity', Uint8Array.of(0)],
    ['cut short', point.subarray(0, -1)],
    ['empty', new Uint8Array(0)],
  ])('a point that is %s', (_case, wrong) => {
    expect(() => engine.ecdh(curve, d, wrong)).toThrow(RangeError);
  });
});
