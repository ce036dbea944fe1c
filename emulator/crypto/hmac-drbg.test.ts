import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../apdu/index.ts';
import { HASHES } from './crypto.test-support.ts';
import type { HashName } from './engine.ts';
import { HmacDrbg } from './hmac-drbg.ts';

/** SP 800-90A Rev. 1 §10.1.2 step by step, on node's HMAC: the update follows each request at once. */
function reference(seed: Uint8Array, lengths: readonly number[], hash: HashName): string[] {
  const mac = (key: Uint8Array, ...data: Uint8Array[]) => createHmac(hash, key).update(Buffer.concat(data)).digest();
  let key: Uint8Array = Buffer.alloc(mac(seed).length, 0x00);
  let value: Uint8Array = Buffer.alloc(key.length, 0x01);
  const update = (data: Uint8Array) => {
    key = mac(key, value, Uint8Array.of(0x00), data);
    value = mac(key, value);
    if (data.length === 0) return;
    key = mac(key, value, Uint8Array.of(0x01), data);
    value = mac(key, value);
  };
  update(seed);
  return lengths.map((length) => {
    let output = Buffer.alloc(0);
    while (output.length < length) {
      value = mac(key, value);
      output = Buffer.concat([output, value]);
    }
    update(Buffer.alloc(0));
    return toHex(output.subarray(0, length));
  });
}

describe('HMAC_DRBG', () => {
  // NIST CAVS 14.3, HMAC_DRBG.rsp, no reseed, [SHA-256], COUNT 0 and 1: the second of two requests of 1024 bits.
  it.each([
    [
      'ca851911349384bffe89de1cbdc46e6831e44d34a4fb935ee285dd14b71a7488659ba96c601dc69fc902940805ec0ca8',
      'e528e9abf2dece54d47c7e75e5fe302149f817ea9fb4bee6f4199697d04d5b89d54fbb978a15b5c443c9ec21036d2460b6f73ebad0dc2aba6e624abf07745bc107694bb7547bb0995f70de25d6b29e2d3011bb19d27676c07162c8b5ccde0668961df86803482cb37ed6d5c0bb8d50cf1f50d476aa0458bdaba806f48be9dcb8',
    ],
    [
      '79737479ba4e7642a221fcfd1b820b134e9e3540a35bb48ffae29c20f5418ea33593259c092bef4129bc2c6c9e19f343',
      'cf5ad5984f9e43917aa9087380dac46e410ddc8a7731859c84e9d0f31bd43655b924159413e2293b17610f211e09f770f172b8fb693a35b85d3b9e5e63b1dc252ac0e115002e9bedfb4b5b6fd43f33b8e0eafb2d072e1a6fee1f159df9b51e6c8da737e60d5032dd30544ec51558c6f080bdbdab1de8a939e961e06b5f1aca37',
    ],
  ])('gives the published answer for %s', (seed, expected) => {
    const drbg = new HmacDrbg(fromHex(seed));
    drbg.generate(128);
    expect(toHex(drbg.generate(128)).toLowerCase()).toBe(expected);
  });

  it.each(HASHES)('follows the standard step by step with %s', (hash) => {
    const seeds = fc.uint8Array({ maxLength: 80 });
    const lengths = fc.array(fc.nat(150), { maxLength: 5 });
    const property = fc.property(seeds, lengths, (seed, requests) => {
      const drbg = new HmacDrbg(seed, hash);
      expect(requests.map((length) => toHex(drbg.generate(length)))).toEqual(reference(seed, requests, hash));
    });
    fc.assert(property, { numRuns: 30 });
  });

  it.each([0, 1])('clones after %i requests go on alike and apart', (requests) => {
    const original = new HmacDrbg(Uint8Array.of(1, 2, 3));
    for (let i = 0; i < requests; i++) original.generate(7);
    const copy = original.clone();
    const ofCopy = [copy.generate(40), copy.generate(3)];
    expect([original.generate(40), original.generate(3)]).toEqual(ofCopy);
    expect(ofCopy[0]).not.toEqual(original.generate(40));
  });

  it('serves requests up to 2^19 bits', () => {
    const drbg = new HmacDrbg(Uint8Array.of(1));
    expect(drbg.generate(65_536)).toHaveLength(65_536);
    expect(() => drbg.generate(65_537)).toThrow(RangeError);
  });
});
