import { constants, createHash, generateKeyPairSync, type KeyObject, privateEncrypt, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromHex, tlv } from '../../apdu/index.ts';
import { CURVES } from '../../emulator/index.ts';
import { firstObject, publicKeyIn, schemeOf } from './public-keys.ts';

const DIGEST_INFO = fromHex('3031300D060960864801650304020105000420');
const message = Buffer.from('message');
const hash = createHash('sha256').update(message).digest();
const der = (key: KeyObject): Uint8Array => new Uint8Array(key.export({ format: 'der', type: 'spki' }));
const changed = (bytes: Uint8Array): Uint8Array => bytes.map((byte, i) => (i === bytes.length - 5 ? byte ^ 1 : byte));

describe('RSA', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const key = publicKeyIn(der(publicKey))!;
  const { n, e } = publicKey.export({ format: 'jwk' });
  const [modulus, exponent] = [n!, e!].map((text) => new Uint8Array(Buffer.from(text, 'base64url')));

  it('is the same key in every wrapping', () => {
    const template = tlv(0x7f49, tlv(0x81, modulus!), tlv(0x82, exponent!));
    const pkcs1 = new Uint8Array(publicKey.export({ format: 'der', type: 'pkcs1' }));
    for (const bytes of [template, pkcs1])
      expect(publicKeyIn(bytes)).toMatchObject({ kind: 'RSA 1024', value: key.value });
    expect(publicKeyIn(tlv(0x7f49, tlv(0x81, modulus!)))).toBeUndefined();
  });

  const even = (bytes: Uint8Array): Uint8Array => bytes.map((byte, i) => (i === bytes.length - 1 ? byte & 0xfe : byte));
  const short = (bytes: Uint8Array): Uint8Array => bytes.map((byte, i) => (i === 0 ? byte & 0x7f : byte));
  it.each([
    ['an even modulus', even(modulus!), exponent!],
    ['an even exponent', modulus!, Uint8Array.of(1, 0, 2)],
    ['the exponent 1', modulus!, Uint8Array.of(1)],
    ['a modulus that does not fill its bytes', short(modulus!), exponent!],
  ])('%s is no key', (_, n, e) => {
    expect(publicKeyIn(tlv(0x7f49, tlv(0x81, n), tlv(0x82, e)))).toBeUndefined();
  });

  const raw = Buffer.alloc(128, 7);
  // biome-ignore format: a table reads best with its columns aligned
  it.each([
    ['PKCS#1 v1.5',  'PKCS#1 v1.5', Buffer.concat([DIGEST_INFO, hash]), sign('sha256', message, privateKey)],
    ['PSS',          'PSS',         hash,                               sign('sha256', message, { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING })],
    ['PSS, no salt', 'PSS',         hash,                               sign('sha256', message, { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 0 })],
    ['raw',          'raw RSA',     raw,                                privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, raw)],
  ])('%s', (_, scheme, input, signature) => {
    expect(schemeOf(key, input, signature)).toBe(scheme);
    expect(schemeOf(key, changed(input), signature)).toBeUndefined();
    expect(schemeOf(key, input, changed(signature))).toBeUndefined();
    expect(schemeOf(key, input, signature.subarray(1))).toBeUndefined();
  });
});

describe.each(['secp256r1', 'secp384r1', 'secp521r1', 'brainpoolP256r1', 'secp256k1'])('ECDSA on %s', (name) => {
  const curve = CURVES.find((known) => known.name === name)!;
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: curve.opensslName });
  const key = publicKeyIn(der(publicKey))!;

  it('verifies in both forms, and where the card hashes', () => {
    expect(key.kind).toBe(name);
    expect(
      publicKeyIn(tlv(0x7f49, tlv(0x81, Uint8Array.of(1)), tlv(0x82, Uint8Array.of(1)), tlv(0x86, key.value))),
    ).toEqual(key);
    for (const dsaEncoding of ['der', 'ieee-p1363'] as const) {
      const signature = sign('sha256', message, { key: privateKey, dsaEncoding });
      expect(schemeOf(key, hash, signature)).toBe('ECDSA');
      expect(schemeOf(key, changed(hash), signature)).toBeUndefined();
      expect(schemeOf(key, hash, changed(signature))).toBeUndefined();
      expect(schemeOf(key, message, sign('sha1', message, { key: privateKey, dsaEncoding }))).toBe('ECDSA over SHA-1');
    }
  });
});

it('a file holds one object and what fills it up', () => {
  expect(firstObject(fromHex('0402AABB0000'))).toEqual(fromHex('0402AABB'));
  expect(firstObject(fromHex('0402AABBFFFF'))).toEqual(fromHex('0402AABB'));
  expect(firstObject(fromHex('0405AABB'))).toBeUndefined();
});
