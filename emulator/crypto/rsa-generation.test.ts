import { checkPrimeSync, createHash, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../apdu/index.ts';
import { bitLength, toBigInt, toBytes } from './bigint-bytes.ts';
import { nodePrivateKey, nodePublicKey, rsaTestKey, utf8 } from './crypto.test-support.ts';
import { HmacDrbg } from './hmac-drbg.ts';
import { gcd } from './modular.ts';
import { nativeEngine } from './native-engine.ts';
import { findPrime } from './prime-search.ts';
import { generateRsaKey } from './rsa-generation.ts';
import { rsaKeyFromCrt } from './rsa-import.ts';
import { subjectPublicKeyInfo } from './subject-public-key-info.ts';

describe('generateRsaKey', () => {
  it.each([512, 528, 1024, 2048])('a key of %i bits holds together and has the lengths it promises', (bits) => {
    const key = rsaTestKey(bits);
    const { n, e, d, p, q, dp, dq, qi } = key;
    expect(key.bits).toBe(bits);
    expect(bitLength(toBigInt(n))).toBe(bits);
    expect(toHex(e)).toBe('010001');
    expect([n, d].map(({ length }) => length)).toEqual([bits / 8, bits / 8]);
    expect([p, q, dp, dq, qi].map(({ length }) => length)).toEqual(Array(5).fill(bits / 16));
    const [pValue, qValue] = [toBigInt(p), toBigInt(q)];
    expect(pValue * qValue).toBe(toBigInt(n));
    expect(checkPrimeSync(pValue) && checkPrimeSync(qValue)).toBe(true);
    expect(pValue - qValue >= 1n << BigInt(bits / 2 - 100)).toBe(true);
    const order = ((pValue - 1n) * (qValue - 1n)) / gcd(pValue - 1n, qValue - 1n);
    expect((toBigInt(d) * 65_537n) % order).toBe(1n);
    expect(toBigInt(d) < order).toBe(true);
    expect(rsaKeyFromCrt(key, bits)).toEqual(key);
  });

  it('makes keys that node signs and verifies with', () => {
    const key = rsaTestKey(1024);
    const signature = sign('sha256', utf8('message'), nodePrivateKey(key));
    expect(verify('sha256', utf8('message'), nodePublicKey(key), signature)).toBe(true);
  });

  it('makes other keys of other seeds, and no two with a factor in common', () => {
    const moduli = Array.from({ length: 40 }, (_, i) => toBigInt(rsaTestKey(512, `seed ${i}`).n));
    moduli.forEach((n, i) => {
      for (const other of moduli.slice(i + 1)) expect(gcd(n, other)).toBe(1n);
    });
  });

  it('goes on with the generator: a second key differs, and the state afterwards is determined', () => {
    const [one, other] = [new HmacDrbg(utf8('seed')), new HmacDrbg(utf8('seed'))];
    const keys = [generateRsaKey(512, one, nativeEngine), generateRsaKey(512, one, nativeEngine)];
    expect([generateRsaKey(512, other, nativeEngine), generateRsaKey(512, other, nativeEngine)]).toEqual(keys);
    expect(keys[0]!.n).not.toEqual(keys[1]!.n);
    expect(one.generate(16)).toEqual(other.generate(16));
  });

  it('makes the keys that traces were recorded with: a change of the search would break them', () => {
    const digest = createHash('sha256')
      .update(subjectPublicKeyInfo(rsaTestKey(2048)))
      .digest('hex');
    expect(digest).toBe('489c914d64c2fee0f067212ca827439740cb7006a07e3051ae5bfdb351d98c83');
  });

  it('passes over primes that leave the public exponent no inverse', () => {
    const unfit = [3n << 254n, 7n << 253n].map((from) => {
      let candidate = from + 1n - (from % 65_537n) + 65_537n;
      while (candidate % 2n === 0n || !checkPrimeSync(candidate)) candidate += 65_537n;
      return candidate;
    });
    const starts = unfit.map((prime) => toBytes(prime, 32));
    const key = generateRsaKey(512, { generate: () => starts.shift()! }, nativeEngine);
    expect(starts).toHaveLength(0);
    expect(toBigInt(key.q)).toBeGreaterThan(unfit[0]!);
    expect(toBigInt(key.p)).toBeGreaterThan(unfit[1]!);
    expect(rsaKeyFromCrt(key, 512)).toEqual(key);
  });

  it('draws the second prime again when it is too near the first', () => {
    const [near, far] = [new Uint8Array(32).fill(0xd1), new Uint8Array(32).fill(0xe1)];
    const starts = [near.slice(), near.slice(), far];
    const key = generateRsaKey(512, { generate: () => starts.shift()! }, nativeEngine);
    expect(starts).toHaveLength(0);
    expect([key.p[0], key.q[0]]).toEqual([0xe1, 0xd1]);
  });

  it.each([0, 496, 1000, 1025, 4112, Number.NaN])('refuses %d bits', (bits) => {
    expect(() => generateRsaKey(bits, new HmacDrbg(utf8('seed')), nativeEngine)).toThrow(RangeError);
  });
});

describe('findPrime', () => {
  it('draws again when the numbers above the start value become too long', () => {
    const generate = [new Uint8Array(32).fill(0xff), new Uint8Array(32).fill(0x11)];
    const prime = findPrime(256, { generate: () => generate.shift()! }, nativeEngine, () => true);
    expect(bitLength(prime)).toBe(256);
    expect(generate).toHaveLength(0);
    expect(prime >> 254n).toBe(3n);
    expect(checkPrimeSync(prime)).toBe(true);
  });

  it('takes the first prime from the start value on that is wanted', () => {
    const start = toBigInt(new Uint8Array(32).fill(0xd1));
    const all: bigint[] = [];
    for (let candidate = start; all.length < 3; candidate += 2n) if (checkPrimeSync(candidate)) all.push(candidate);
    const source = { generate: () => new Uint8Array(32).fill(0xd1) };
    expect(findPrime(256, source, nativeEngine, () => true)).toBe(all[0]);
    expect(findPrime(256, source, nativeEngine, (candidate) => candidate > all[1]!)).toBe(all[2]);
  });
});
