import { constants, generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromNodePrivateKey, HASHES, utf8 } from './crypto.test-support.ts';
import { HmacDrbg } from './hmac-drbg.ts';
import { nativeEngine } from './native-engine.ts';
import { encodePss } from './pss.ts';

const padding = constants.RSA_PKCS1_PSS_PADDING;
const message = utf8('message');

// 1041 bits: a multiple of eight and one, where the encoding is a byte shorter than the modulus.
describe.each([1041, 1042, 1048, 2048])('EMSA-PSS for a modulus of %i bits', (modulusLength) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength });
  const key = fromNodePrivateKey(privateKey);

  it.each(HASHES)('%s: node verifies, with a salt as long as the hash', (name) => {
    const hash = nativeEngine.hash(name, message);
    const salt = new HmacDrbg(utf8(name)).generate(hash.length);
    const block = encodePss(hash, name, modulusLength, salt);
    expect(block).toHaveLength(Math.ceil(modulusLength / 8));
    const signature = nativeEngine.rsaPrivate(key, block);
    const saltLength = hash.length;
    expect(verify(name, message, { key: publicKey, padding, saltLength }, signature)).toBe(true);
    expect(verify(name, utf8('massage'), { key: publicKey, padding, saltLength }, signature)).toBe(false);
    expect(verify(name, message, { key: publicKey, padding, saltLength: saltLength - 1 }, signature)).toBe(false);
  });

  it.each(HASHES)('%s: without a salt, the bytes that OpenSSL makes', (name) => {
    const block = encodePss(nativeEngine.hash(name, message), name, modulusLength, new Uint8Array(0));
    const expected = sign(name, message, { key: privateKey, padding, saltLength: 0 });
    expect(nativeEngine.rsaPrivate(key, block)).toEqual(new Uint8Array(expected));
  });
});

describe('EMSA-PSS in a short modulus', () => {
  it('needs two bytes besides hash and salt', () => {
    const [hash, salt] = [new Uint8Array(64), new Uint8Array(62)];
    expect(encodePss(hash, 'sha512', 1024, salt)).toHaveLength(128);
    expect(() => encodePss(hash, 'sha512', 1024, new Uint8Array(63))).toThrow(RangeError);
    expect(() => encodePss(hash, 'sha512', 512, new Uint8Array(0))).toThrow(RangeError);
  });
});
