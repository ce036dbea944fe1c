import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type CardChannel, fromHex, parseResponse, toHex } from '../apdu/index.ts';
import { AUTHORITIES, type AuthorityName, authority, CertificateStatuses } from '../issuer/pki/index.ts';
import { createCard } from './create-card.ts';
import { type ProfileName, profiles } from './profiles.ts';
import { readerSeed } from './reader-seed.ts';
import { addRevokedCards } from './revoked-cards.ts';
import { withVariant } from './variant.ts';

const VERIFY = '00200001 10 31323334353600000000000000000000';
const SELECT_APPLICATION = '00A4040C 0C A000000063504B43532D3135';
const [A, H, V] = [0x4331, 0x4332, 0x4333];

/** The card of `PROFILE` or `PROFILE:VARIANT`, powered. */
function cardOf(text: string, options: { holder?: string; seed?: Uint8Array } = {}) {
  const [name, ...variants] = text.split(':');
  const base = profiles[name as ProfileName];
  const card = createCard({
    profile: variants.length === 0 ? base : withVariant(base, variants.join(':')),
    ...options,
  });
  card.powerOn();
  return card;
}

const send = (card: CardChannel, command: string) => parseResponse(card.transmit(fromHex(command)));
const sw = (card: CardChannel, command: string): string => send(card, command).sw.toString(16).toUpperCase();

/** The certificate in a file below DF 5015; undefined when there is no such file. */
function certificateOf(card: CardChannel, fid: number): X509Certificate | undefined {
  send(card, SELECT_APPLICATION);
  if (sw(card, `00A4020C 02 ${fid.toString(16)}`) !== '9000') return undefined;
  return new X509Certificate(send(card, '00B00000 000000').data);
}

/** Subject as `type=value`, in order. */
const subject = (card: CardChannel): string[] => certificateOf(card, A!)!.subject.split('\n');

describe('a ready card', () => {
  // biome-ignore format: a table reads best with its columns aligned
  it.each([
    ['zorg-id',                              'zorg-id',                     3, ['O=Huisartsenpraktijk TEST', 'SN=de Werker-TEST', 'GN=Mees', 'serialNumber=900012345', 'CN=Mees de Werker-TEST']],
    ['uzi-medewerker',                       'uzi-medewerker-op-naam',      3, ['O=Huisartsenpraktijk TEST', 'SN=de Werker-TEST', 'GN=Mees', 'serialNumber=900012345', 'CN=Mees de Werker-TEST']],
    ['uzi-zorgverlener',                     'uzi-zorgverlener',            3, ['O=Huisartsenpraktijk TEST', 'title=Arts', 'SN=Arts-TEST', 'GN=Hanna', 'serialNumber=900012353', 'CN=Hanna Arts-TEST']],
    ['uzi-zorgverlener:apothekersassistent', 'uzi-zorgverlener',            3, ['O=Huisartsenpraktijk TEST', 'title=Apothekersassistent', 'SN=van der Vijzel-TEST', 'GN=Ada', 'serialNumber=900012361', 'CN=Ada van der Vijzel-TEST']],
    ['uzi-niet-op-naam',                     'uzi-medewerker-niet-op-naam', 2, ['O=Huisartsenpraktijk TEST', 'OU=Receptie TEST', 'serialNumber=900012379', 'CN=Balie TEST']],
    ['uzi-medewerker:unregistered',          'uzi-medewerker-op-naam',      3, ['O=Onbekende praktijk TEST', 'SN=Bekend-TEST', 'GN=Una', 'serialNumber=900012387', 'CN=Una Bekend-TEST']],
  ] as const)('%s is by %s, with %i keys, for whom it says', (text, issuer, keys, holder) => {
    const card = cardOf(text);
    expect(subject(card)).toEqual(['C=NL', ...holder]);
    expect(card.inspect().keys).toHaveLength(keys);
    for (const fid of [A, H, V]) {
      const certificate = certificateOf(card, fid!);
      if (certificate === undefined) expect([fid, keys]).toEqual([H, 2]);
      else expect(certificate.verify(new X509Certificate(authority(issuer).certificate).publicKey)).toBe(true);
    }
    const chain = [issuer, AUTHORITIES[issuer].issuer].map((name: AuthorityName) => toHex(authority(name).certificate));
    expect([0x4341, 0x4342].map((fid) => toHex(certificateOf(card, fid)!.raw))).toEqual(chain);
  });

  it.each([
    ['uzi-medewerker:expired', '2022-01-01', '2024-12-31'],
    ['zorg-id:expired', '2022-01-01', '2025-01-01'],
    ['zorg-id:not-yet-valid', '2046-01-01', '2049-01-01'],
  ])('%s is valid from %s to %s', (text, from, to) => {
    const { validFrom, validTo } = certificateOf(cardOf(text), V!)!;
    const day = (time: string) => new Date(time).toISOString().slice(0, 10);
    expect([day(validFrom), day(validTo)]).toEqual([from, to]);
  });

  it('is for whoever is named', () => {
    const holder = 'uzi=900000001,ura=90000001,organisation=Mijn praktijk,role=30.000,agb=01234567,name=Jan de Boer';
    const card = cardOf('uzi-zorgverlener', { holder });
    expect(subject(card).slice(1)).toEqual([
      'O=Mijn praktijk',
      'title=Verpleegkundige',
      'SN=de Boer',
      'GN=Jan',
      'serialNumber=900000001',
      'CN=Jan de Boer',
    ]);
    const name = '2.16.528.1.1003.1.3.5.5.2-1-900000001-Z-90000001-30.000-01234567';
    expect(Buffer.from(certificateOf(card, H!)!.raw).includes(name)).toBe(true);
    const desk = cardOf('uzi-niet-op-naam', { holder: 'name=Loket 3,department=Beneden' });
    expect(subject(desk)).toEqual(expect.arrayContaining(['OU=Beneden', 'CN=Loket 3']));
  });
});

describe('a UZI card that is not activated', () => {
  it('lets nothing be read or used until its application is activated, once, with the PIN', () => {
    const card = cardOf('uzi-medewerker:not-activated');
    const activate = '00440100 02 5015';
    expect(sw(card, SELECT_APPLICATION)).toBe('6283');
    expect(sw(card, '00A4020C 02 5032')).not.toBe('9000');
    expect(sw(card, '002241B6 06 800111 840101')).toBe('6985');
    expect(sw(card, '00A4000C 02 3F00')).toBe('9000');
    expect(sw(card, activate)).toBe('6982');
    expect(sw(card, VERIFY)).toBe('9000');
    expect(sw(card, activate)).toBe('9000');
    expect(sw(card, activate)).toBe('6985');
    expect(subject(card)).toContain('CN=Mees de Werker-TEST');
    expect(sw(card, '00A4000C 02 3F00')).toBe('9000');
    expect(sw(card, '00040100 02 5015')).toBe('6982');
  });
});

describe('what the registers say', () => {
  const statuses = new CertificateStatuses();
  addRevokedCards(statuses);

  const stated = (text: string, issuer: AuthorityName, reader = 0) => {
    const profile = profiles[text.split(':')[0] as ProfileName];
    const card = cardOf(text, { seed: readerSeed(profile.defaultSeed, reader) });
    return [A, V].map((fid) => {
      const status = statuses.statusOf(issuer, fromHex(certificateOf(card, fid!)!.serialNumber));
      return status.state === 'revoked' ? status.reason : status.state;
    });
  };

  it.each([
    ['zorg-id', 'zorg-id', 'good'],
    ['zorg-id:tries=1', 'zorg-id', 'good'],
    ['zorg-id:revoked', 'zorg-id', 'unspecified'],
    ['zorg-id:on-hold:keys=A', 'zorg-id', 'certificateHold'],
    ['zorg-id:revoked:expired:pin-blocked', 'zorg-id', 'unspecified'],
    ['uzi-medewerker:revoked:closed', 'uzi-medewerker-op-naam', 'unspecified'],
    ['uzi-niet-op-naam:revoked', 'uzi-medewerker-niet-op-naam', 'unspecified'],
  ] as const)('of %s by %s: %s', (text, issuer, word) => {
    const keysOnly = text.includes('keys=A');
    if (keysOnly) {
      const serial = certificateOf(cardOf(text), A!)!.serialNumber;
      expect(statuses.statusOf(issuer, fromHex(serial))).toMatchObject({ reason: word });
    } else expect(stated(text, issuer)).toEqual([word, word]);
  });

  it('also of the card in another reader', () => {
    expect(stated('uzi-zorgverlener:revoked', 'uzi-zorgverlener', 3)).toEqual(['unspecified', 'unspecified']);
  });
});
