import { constants, privateEncrypt, publicEncrypt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat } from '../../apdu/index.ts';
import { nodePrivateKey, nodePublicKey, rsaTestKey } from './crypto.test-support.ts';
import { nativeEngine } from './native-engine.ts';
import { isPaddedType1, padType1, unpadType2 } from './pkcs1.ts';

const key = rsaTestKey(1024);
const K = 128;

describe('padType1', () => {
  it('around the raw operation is what OpenSSL makes', () => {
    const privateKey = nodePrivateKey(key);
    const property = fc.property(fc.uint8Array({ maxLength: K - 11 }), (message) => {
      const expected = privateEncrypt({ key: privateKey, padding: constants.RSA_PKCS1_PADDING }, message);
      expect(nativeEngine.rsaPrivate(key, padType1(message, K))).toEqual(new Uint8Array(expected));
    });
    fc.assert(property, { numRuns: 40, examples: [[new Uint8Array(0)], [new Uint8Array(K - 11)]] });
  });

  it('leaves room for eight bytes of padding', () => {
    const block = padType1(new Uint8Array(5).fill(0xaa), 16);
    expect(block).toEqual(
      concat(Uint8Array.of(0, 1), new Uint8Array(8).fill(0xff), Uint8Array.of(0), new Uint8Array(5).fill(0xaa)),
    );
    expect(() => padType1(new Uint8Array(6), 16)).toThrow(RangeError);
  });
});

describe('isPaddedType1', () => {
  const block = padType1(Uint8Array.of(0x30, 0x00), 16);

  it('knows what padding makes, of any message', () => {
    const property = fc.property(fc.uint8Array({ maxLength: K - 11 }), (message) =>
      isPaddedType1(padType1(message, K), K),
    );
    fc.assert(property, { examples: [[new Uint8Array(0)], [new Uint8Array(K - 11)]] });
  });

  it('takes no other length, however it is padded', () => {
    expect(isPaddedType1(block, 15)).toBe(false);
    expect(isPaddedType1(block, 17)).toBe(false);
    expect(isPaddedType1(new Uint8Array(0), 0)).toBe(false);
  });

  it.each<[string, number, number]>([
    ['another first byte', 0, 0x01],
    ['padding of type 2', 1, 0x02],
    ['padding that begins with something else', 2, 0xfe],
    ['padding that ends with something else', 12, 0xfe],
    ['seven bytes of padding', 9, 0x00],
    ['no padding', 1, 0x00],
  ])('%s is none', (_, at, byte) => expect(isPaddedType1(block.with(at, byte), 16)).toBe(false));

  it('wants something after it to begin', () => {
    expect(isPaddedType1(new Uint8Array(16).fill(0xff).with(0, 0x00).with(1, 0x01), 16)).toBe(false);
  });
});

/** RFC 8017 §7.2.2 step 3, as one would write it when nobody listens. */
function reference(block: Uint8Array): Uint8Array | undefined {
  if (block[0] !== 0x00 || block[1] !== 0x02) return undefined;
  const separator = block.indexOf(0x00, 2);
  return separator < 10 ? undefined : block.slice(separator + 1);
}

describe('unpadType2', () => {
  it('opens what OpenSSL encrypted', () => {
    const publicKey = nodePublicKey(key);
    const property = fc.property(fc.uint8Array({ maxLength: K - 11 }), (message) => {
      const cryptogram = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, message);
      expect(unpadType2(nativeEngine.rsaPrivate(key, cryptogram))).toEqual(message);
    });
    fc.assert(property, { numRuns: 40, examples: [[new Uint8Array(0)], [new Uint8Array(K - 11)]] });
  });

  it('is right for every place of the separator', () => {
    for (let separator = 2; separator < 40; separator++) {
      const block = new Uint8Array(40).fill(0x02);
      block[0] = 0x00;
      block[separator] = 0x00;
      const expected = separator < 10 ? undefined : new Uint8Array(39 - separator).fill(0x02);
      expect(unpadType2(block)).toEqual(expected);
    }
  });

  it('is right for every pair of first bytes', () => {
    const block = new Uint8Array(40).fill(0x55);
    block[20] = 0x00;
    for (let first = 0; first < 0x10000; first++) {
      block[0] = first >> 8;
      block[1] = first & 0xff;
      if ((unpadType2(block) === undefined) !== (first !== 0x0002)) expect.fail(`first bytes ${first.toString(16)}`);
    }
  });

  it('takes the first 00 for the separator, and wants one', () => {
    const block = new Uint8Array(20).fill(0xff);
    block.set([0x00, 0x02]);
    expect(unpadType2(block)).toBeUndefined();
    block[12] = 0x00;
    block[15] = 0x00;
    expect(unpadType2(block)).toEqual(Uint8Array.of(0xff, 0xff, 0x00, 0xff, 0xff, 0xff, 0xff));
  });

  it('does as a plain reading of the standard does', () => {
    const byte = fc.oneof(fc.constantFrom(0x00, 0x01, 0x02, 0x80, 0xff), fc.nat(255));
    const heads = fc.oneof(fc.constant([0, 2]), fc.tuple(byte, byte));
    const property = fc.property(heads, fc.array(byte, { minLength: 9, maxLength: 60 }), (head, rest) => {
      const block = Uint8Array.from([...head, ...rest]);
      expect(unpadType2(block)).toEqual(reference(block));
    });
    fc.assert(property, { numRuns: 2000 });
  });
});
