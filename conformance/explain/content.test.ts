import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, encodeCommand, encodeResponse, fromHex, toHex } from '../../apdu/index.ts';
import { contextConstructed, encode, integer, octetString, sequence, utf8String } from '../../issuer/der.ts';
import { authenticationObjects } from '../../issuer/pkcs15/authentication-objects.ts';
import { applicationDirectory, objectDirectory, tokenInfo } from '../../issuer/pkcs15/directories.ts';
import { certificates, privateKeys, publicKeys } from '../../issuer/pkcs15/keys-and-certificates.ts';
import { authority, cardCertificate, HUISARTS } from '../../issuer/pki/index.ts';
import { literalPattern } from '../trace/literal.ts';
import type { Statement } from '../trace/trace.ts';
import { explainContent } from './content.ts';
import { explainBytes, explainExchange } from './explain-apdu.ts';
import { explainTrace } from './explain-trace.ts';

const ID = fromHex('A1B2C3');
const KEY = { label: 'Handtekening', flags: [0], id: ID, keyReference: 2, path: '3F005015', modulusLength: 2048 };
const PIN = {
  label: 'User PIN',
  authId: Uint8Array.of(1),
  protectedBy: Uint8Array.of(2),
  flags: [0, 1, 4, 5],
  type: 2,
  minLength: 6,
  maxLength: 8,
  storedLength: 16,
  reference: 1,
  path: '3F005015',
};

const CERTIFICATE = cardCertificate({
  holder: HUISARTS,
  purpose: 'signature',
  publicKey: authority('uzi-zorgverlener').publicKey,
  authority: 'uzi-zorgverlener',
  notBefore: Date.UTC(2026, 0, 1),
  seed: { serialNumber: fromHex('0A0B0C') },
});

const FILES = {
  'EF.DIR': applicationDirectory(fromHex('A000000063504B43532D3135'), 'Card', '3F005015'),
  'EF.ODF': objectDirectory([
    ['privateKeys', '3F0050154400'],
    ['authObjects', '3F0050154408'],
  ]),
  'EF.TokenInfo': tokenInfo(fromHex('0102'), 'maker', 'my card'),
  'EF.PrKDF': privateKeys([{ ...KEY, usage: [9], access: [0, 3], authId: Uint8Array.of(1), userConsent: 1 }]),
  'EF.PuKDF': publicKeys([{ ...KEY, usage: [6], access: [1], path: '3F0050154301' }]),
  'EF.CDF': certificates([{ label: 'CA', flags: [], id: ID, authority: true, path: '3F0050154331' }]),
  'EF.AODF': authenticationObjects([PIN]),
  'EF.DODF': encode(
    sequence(
      sequence(utf8String('notes')),
      sequence(utf8String('diary')),
      contextConstructed(1, sequence(octetString(fromHex('3F0050154409')))),
    ),
  ),
  'EF.UnusedSpace': fromHex('3011 300F 0406 3F0050154340 020100 80021000'),
} as const;

describe('a PKCS#15 file', () => {
  // biome-ignore format: a table reads best with its columns aligned
  const EXPECTED: Readonly<Record<keyof typeof FILES, readonly string[]>> = {
    'EF.DIR':         ['EF.DIR: applications', 'application "Card"', '  AID A000000063504B43532D3135 (PKCS#15)', '  path 3F00/5015 (DF PKCS#15)'],
    'EF.ODF':         ['EF.ODF: where objects of each kind are listed (PKCS15Objects)', '[0] private keys, EF.PrKDF: path 3F00/5015/4400', '[8] authentication objects, EF.AODF: path 3F00/5015/4408'],
    'EF.TokenInfo':   ['EF.TokenInfo: the card (TokenInfo)', 'version 0, serialNumber 0102', 'manufacturerID "maker"', 'label "my card"', 'TokenFlags: loginRequired, prnGeneration'],
    'EF.PrKDF':       ['EF.PrKDF: private keys (PKCS15PrivateKey)', 'private key, RSA "Handtekening" (PrivateRSAKeyAttributes)', '  iD A1B2C3, keyReference 02', '  KeyUsageFlags: nonRepudiation', '  KeyAccessFlags: sensitive, neverExtractable', '  modulusLength 2048 bits', '  path 3F00/5015 (DF PKCS#15)', '  CommonObjectFlags: private', '  needs authId 01', '  userConsent 1, the uses after one verification'],
    'EF.PuKDF':       ['EF.PuKDF: public keys (PKCS15PublicKey)', 'public key, RSA "Handtekening" (PublicRSAKeyAttributes)', '  iD A1B2C3, keyReference 02', '  KeyUsageFlags: verify', '  KeyAccessFlags: extractable', '  modulusLength 2048 bits', '  path 3F00/5015/4301', '  CommonObjectFlags: private'],
    'EF.CDF':         ['EF.CDF: certificates (PKCS15Certificate)', 'X.509 certificate "CA" (X509CertificateAttributes)', '  iD A1B2C3, authority', '  path 3F00/5015/4331'],
    'EF.AODF':        ['EF.AODF: authentication objects (PKCS15Authentication)', 'PIN "User PIN" (PinAttributes)', '  authId 01, pinReference 01', '  utf8, 6 to 8 characters, stored in 16 bytes, padChar 00', '  PinFlags: case-sensitive, local, initialized, needs-padding', '  path 3F00/5015 (DF PKCS#15)', '  CommonObjectFlags: private, modifiable', '  needs authId 02'],
    'EF.DODF':        ['EF.DODF: data objects (PKCS15Data)', 'opaque data object "notes"', '  applicationName "diary"', '  path 3F00/5015/4409'],
    'EF.UnusedSpace': ['EF.UnusedSpace: room for new objects (UnusedSpace)', 'path 3F00/5015/4340, 4096 bytes from offset 0 on'],
  };

  it.each(Object.keys(FILES) as (keyof typeof FILES)[])(
    '%s is recognised by how it is made, its filler too',
    (name) => {
      for (const filler of ['', '0000', 'FFFF']) {
        const found = explainContent(concat(FILES[name], fromHex(filler)));
        expect([found?.title, ...(found?.lines ?? [])]).toEqual(EXPECTED[name]);
      }
      expect(explainBytes(FILES[name])?.[0]).toBe(EXPECTED[name][0]);
    },
  );

  it('of elliptic curves is no EF.ODF, though its choice has the same tag', () => {
    const [common, ofClass] = [sequence(utf8String('EC key')), sequence(octetString(ID))];
    const key = contextConstructed(0, common, ofClass, contextConstructed(1, sequence(sequence(octetString(ID)))));
    expect(explainContent(encode(key), 0)).toEqual({
      title: 'EF.PrKDF: private keys (PKCS15PrivateKey)',
      lines: ['private key, EC "EC key"', '  iD A1B2C3'],
    });
  });

  it('and any other bytes have lines or none, but never break it', () => {
    const valid = Object.values(FILES);
    const mutated = fc
      .tuple(fc.constantFrom(...valid), fc.nat(200), fc.nat(255))
      .map(([file, at, byte]) => file.map((old, i) => (i === at % file.length ? byte : old)));
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 60 })), fc.nat(8), (bytes, directory) => {
        const found = explainContent(bytes, directory);
        for (const line of [found?.title ?? '', ...(found?.lines ?? [])]) expect(line).not.toMatch(/undefined|NaN|\n/);
      }),
    );
  });
});

describe('a certificate', () => {
  const lines = [
    'certificate (X.509)',
    '  subject  C=NL, O=Huisartsenpraktijk TEST, T=Arts, SN=Arts-TEST, GN=Hanna, serialNumber=900012353, CN=Hanna Arts-TEST',
    '  issuer   C=NL, O=proefpas TEST, CN=VIRTUEEL TEST UZI-register Zorgverlener CA G3',
    '  serial   0A0B0C',
    '  valid    2026-01-01 00:00:00 UTC to 2028-12-31 00:00:00 UTC',
    '  key      RSA 4096',
    '  keyUsage nonRepudiation',
    '  extendedKeyUsage emailProtection, documentSigning',
    '  otherName 2.5.5.5 (UZI): 2.16.528.1.1003.1.3.5.5.2-1-900012353-Z-90000382-01.015-00000000',
    '    UZI number 900012353, pastype Z, subscriber (URA) 90000382, role 01.015, AGB code 00000000',
    '  policy   2.16.528.1.1003.1.2.5.2',
  ];

  it('is told in short lines, by itself and as an answer', () => {
    expect(explainBytes(CERTIFICATE)).toEqual(lines);
    const answer = encodeResponse(CERTIFICATE, 0x9000);
    const told = explainExchange(fromHex('00B00000000000'), answer);
    expect(told.slice(-lines.length)).toEqual(lines.map((line) => `  ${line}`));
  });

  it('that is cut is none', () => {
    expect(explainContent(CERTIFICATE.subarray(0, -1))).toBeUndefined();
  });
});

describe('a file that is read in pieces', () => {
  const select = (fid: string, size?: number): Statement[] => {
    const fci =
      size === undefined ? '' : `6F0A81020000820101 8302${fid}`.replace('0000', size.toString(16).padStart(4, '0'));
    return exchange(encodeCommand({ ins: 0xa4, p1: 2, data: fromHex(fid), ne: 256 }), fromHex(`${fci}9000`));
  };
  const exchange = (command: Uint8Array, answer: Uint8Array): Statement[] => [
    { kind: 'command', bytes: [{ kind: 'hex', bytes: command }], line: 1 },
    {
      kind: 'response',
      judged: true,
      pattern: literalPattern(answer.subarray(0, -2)),
      statuses: [{ digits: toHex(answer.subarray(-2)) }],
      line: 1,
    },
  ];
  const read = (offset: number, data: Uint8Array, sw = 0x9000): Statement[] =>
    exchange(
      encodeCommand({ ins: 0xb0, p1: offset >> 8, p2: offset & 0xff, ne: data.length || 256 }),
      encodeResponse(data, sw),
    );
  const pieces = (file: Uint8Array, size: number): Statement[] =>
    Array.from({ length: Math.ceil(file.length / size) }, (_, i) =>
      read(size * i, file.subarray(size * i, size * (i + 1))),
    ).flat();
  const told = (...statements: readonly Statement[][]): string[] =>
    [...explainTrace({ statements: statements.flat() })].filter((line) => line.startsWith('  '));

  it('is explained once, when it is whole, however it was cut', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(FILES), CERTIFICATE),
        fc.integer({ min: 1, max: 700 }),
        (file, size) => {
          const { title, lines } = explainContent(file)!;
          const expected = [`  4404, ${file.length} bytes: ${title}`, ...lines.map((line) => `    ${line}`)];
          expect(told(select('4404', file.length), pieces(file, size))).toEqual(expected);
          // Without its size: at the end, or when another file is selected.
          expect(told(select('4404'), pieces(file, size))).toEqual(expected);
          expect(told(select('4404'), pieces(file, size), select('4405'))).toEqual(expected);
          // And again only in a word.
          const twice = told(
            select('4404', file.length),
            pieces(file, size),
            select('4404', file.length),
            pieces(file, 100),
          );
          expect(twice).toEqual([...expected, `${expected[0]}, as before`]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is what EF.ODF says it is', () => {
    const odf = objectDirectory([['trustedCertificates', '3F0050154404']]);
    const lines = told(select('5031'), pieces(odf, 200), select('4404'), pieces(FILES['EF.CDF'], 200));
    expect(lines).toContain(
      `  4404, ${FILES['EF.CDF'].length} bytes: EF.CDF (trusted): trusted certificates (PKCS15Certificate)`,
    );
  });

  it('may begin behind another object, and end where the card says so', () => {
    const lines = told(
      select('4404'),
      read(300, FILES['EF.TokenInfo']),
      read(300 + FILES['EF.TokenInfo'].length, fromHex(''), 0x6b00),
    );
    expect(lines[0]).toBe(
      `  4404 from offset 300 on, ${FILES['EF.TokenInfo'].length} bytes: EF.TokenInfo: the card (TokenInfo)`,
    );
  });

  it('may be written in pieces too', () => {
    const half = CERTIFICATE.length >> 1;
    const write = (offset: number, data: Uint8Array): Statement[] =>
      exchange(encodeCommand({ ins: 0xd6, p1: offset >> 8, p2: offset & 0xff, data }, true), fromHex('9000'));
    const lines = told(
      select('4331'),
      write(0, CERTIFICATE.subarray(0, half)),
      write(half, CERTIFICATE.subarray(half)),
    );
    expect(lines[0]).toBe(`  4331, ${CERTIFICATE.length} bytes: certificate (X.509)`);
  });
});

it('integers that are no TokenInfo are data objects', () => {
  expect(explainBytes(encode(sequence(integer(1), integer(2))))).toEqual([
    '30 SEQUENCE',
    '  02 INTEGER: 01',
    '  02 INTEGER: 02',
  ]);
});
