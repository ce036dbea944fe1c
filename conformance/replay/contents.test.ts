import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, tlv } from '../../apdu/index.ts';
import { compareContents } from './contents.ts';

const rsa = (): Uint8Array =>
  new Uint8Array(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'der', type: 'spki' }));

/** TokenInfo with a version, a serial number, a label and a time. */
const tokenInfo = (serial: string, label: string, time: string): Uint8Array =>
  tlv(0x30, fromHex('020100'), tlv(0x04, fromHex(serial)), tlv(0x80, Buffer.from(label)), tlv(0x18, Buffer.from(time)));

describe('two contents of one file', () => {
  const [a, b] = [rsa(), rsa()];
  const info = tokenInfo('0102', 'label', '20260101000000Z');

  // biome-ignore format: a table reads best with its columns aligned
  it.each([
    ['the same',                          a,    a,                                                        { verdict: 'equal' }],
    ['another key of the same kind',      a,    b,                                                        { verdict: 'own', what: 'a public key or certificate, RSA 1024' }],
    ['the same key, filled up',           a,    concat(a, fromHex('0000')),                               { verdict: 'different' }],
    ['another serial number',             info, tokenInfo('0103', 'label', '20260101000000Z'),            { verdict: 'own', what: 'a serial number' }],
    ['one of another length',             info, tokenInfo('010304', 'label', '20260101000000Z'),          { verdict: 'different' }],
    ['another date',                      info, tokenInfo('0102', 'label', '20270101000000Z'),            { verdict: 'own', what: 'a date' }],
    ['no date',                           info, tokenInfo('0102', 'label', '2027-01-01T00:0'),            { verdict: 'different' }],
    ['another label',                     info, tokenInfo('0102', 'Label', '20260101000000Z'),            { verdict: 'different' }],
    ['another key identifier',            tlv(0x30, tlv(0x04, new Uint8Array(20))), tlv(0x30, tlv(0x04, new Uint8Array(20).fill(1))), { verdict: 'own', what: 'a key identifier' }],
    ['no data objects',                   fromHex('0102'), fromHex('0103'),                               { verdict: 'different' }],
  ])('%s', (_, recorded, answered, expected) => {
    expect(compareContents(recorded, answered)).toMatchObject(expected);
  });
});
