import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../apdu/index.ts';
import { utf8 } from './crypto.test-support.ts';
import { CURVES } from './curves.ts';
import { ecdsaDer } from './ecdsa-der.ts';

describe('ecdsaDer', () => {
  it.each([
    ['small numbers', '0102', '3006020101020102'],
    ['a highest bit that is set: a 00 in front', '8001', '300702020080020101'],
    ['superfluous zeros', '00007F000080', '300702017F02020080'],
    ['zeros that are needed', '007F0080', '300702017F02020080'],
    ['0', '00000000', '3006020100020100'],
    ['no bytes, which are 0', '', '3006020100020100'],
  ])('%s', (_, signature, expected) => {
    expect(toHex(ecdsaDer(fromHex(signature)))).toBe(expected);
  });

  it('gives a long sequence a long length', () => {
    expect(toHex(ecdsaDer(new Uint8Array(132).fill(0x7f))).slice(0, 10)).toBe('3081880242');
  });

  it.each(CURVES.map((curve) => [curve.name, curve] as const))('%s: OpenSSL reads it', (_, { opensslName }) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: opensslName });
    const signature = sign('sha256', utf8('message'), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    expect(verify('sha256', utf8('message'), publicKey, ecdsaDer(signature))).toBe(true);
  });
});
