import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../apdu/index.ts';
import { fromNodePrivateKey } from './crypto.test-support.ts';
import { CURVES } from './curves.ts';
import { subjectPublicKeyInfo } from './subject-public-key-info.ts';

describe('subjectPublicKeyInfo is what OpenSSL writes', () => {
  it.each([512, 1023, 1024, 2048])('RSA-%i', (modulusLength) => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength });
    const expected = publicKey.export({ format: 'der', type: 'spki' });
    expect(toHex(subjectPublicKeyInfo(fromNodePrivateKey(privateKey)))).toBe(toHex(expected));
  });

  it.each(CURVES.map((curve) => [curve.name, curve] as const))('%s', (_, curve) => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: curve.opensslName });
    const expected = publicKey.export({ format: 'der', type: 'spki' });
    const point = expected.subarray(-(1 + 2 * curve.fieldBytes));
    expect(toHex(subjectPublicKeyInfo({ curve, point }))).toBe(toHex(expected));
  });
});
