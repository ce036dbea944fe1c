import { describe, expect, it } from 'vitest';
import type { AuthorityName } from '../ca/authorities.ts';
import { chainOf } from '../ca/authority.ts';
import { attime, certificatesPem, hasOpenssl, openssl } from '../openssl.test-support.ts';
import { alternativeNames } from './alternative-names.test-support.ts';
import { newPublicKey } from './card-certificate.test-support.ts';
import { type CardCertificateOrder, cardCertificate } from './card-certificate.ts';
import { type Holder, HolderError } from './holder.ts';
import { APOTHEKERSASSISTENT, BALIE, HUISARTS, MEDEWERKER } from './personas.ts';
import type { Purpose } from './purposes.ts';

const publicKey = newPublicKey();

const NOT_BEFORE = Date.UTC(2026, 0, 1);

const order = (holder: Holder, authority: AuthorityName, purpose: Purpose): CardCertificateOrder => ({
  holder,
  authority,
  purpose,
  publicKey,
  notBefore: NOT_BEFORE,
  seed: Uint8Array.of(1),
});

const make = (...args: Parameters<typeof order>): Uint8Array => cardCertificate(order(...args));

const show = (der: Uint8Array, ...options: readonly string[]): string =>
  openssl({ der }, 'x509', '-inform', 'DER', '-in', 'der', '-noout', ...options).output;

const text = (der: Uint8Array): string => show(der, '-text');

function verify(der: Uint8Array, name: AuthorityName, at: number, ...options: readonly string[]): string {
  const chain = chainOf(name);
  const files = {
    leaf: certificatesPem(der),
    untrusted: certificatesPem(...chain.slice(0, -1)),
    root: certificatesPem(...chain.slice(-1)),
  };
  const args = [
    '-x509_strict',
    '-attime',
    attime(at),
    '-CAfile',
    'root',
    '-untrusted',
    'untrusted',
    ...options,
    'leaf',
  ];
  return openssl(files, 'verify', ...args).output;
}

const otherName = (typeId: string, value: string): string[] => [
  '1 cont [ 0 ]',
  `2 OBJECT :${typeId}`,
  '2 cont [ 0 ]',
  `3 ${value}`,
];

// biome-ignore format: a table reads best with its columns aligned
const CARDS: readonly (readonly [string, Holder, AuthorityName, string])[] = [
  ['UZI medewerker op naam',      MEDEWERKER,          'uzi-medewerker-op-naam',      '2.16.528.1.1003.1.3.5.5.3-1-900012345-N-90000382-00.000-00000000'],
  ['UZI huisarts',                HUISARTS,            'uzi-zorgverlener',            '2.16.528.1.1003.1.3.5.5.2-1-900012353-Z-90000382-01.015-00000000'],
  ['UZI apothekersassistent',     APOTHEKERSASSISTENT, 'uzi-zorgverlener',            '2.16.528.1.1003.1.3.5.5.2-1-900012361-Z-90000382-83.000-00000000'],
  ['UZI medewerker niet op naam', BALIE,               'uzi-medewerker-niet-op-naam', '2.16.528.1.1003.1.3.5.5.4-1-900012379-M-90000382-00.000-00000000'],
  ['ZORG-ID Smartcard',           MEDEWERKER,          'zorg-id',                     '2.16.528.1.1003.1.3.5.5.3-1-900012345-N-90000382-00.000-00000000'],
];

// biome-ignore format: a table reads best with its columns aligned
const PROFILE: readonly (readonly [Purpose, string, string, string, string | undefined])[] = [
  ['authenticity',    'Digital Signature',                   'TLS Web Client Authentication, E-mail Protection, 1.3.6.1.4.1.311.10.3.12', '2.16.528.1.1003.1.2.5.1', '2.16.528.1.1003.1.2.5.4'],
  ['signature',       'Non Repudiation',                     'E-mail Protection, 1.3.6.1.4.1.311.10.3.12',                                '2.16.528.1.1003.1.2.5.2', undefined],
  ['confidentiality', 'Key Encipherment, Data Encipherment', 'E-mail Protection, Microsoft Encrypted File System',                        '2.16.528.1.1003.1.2.5.3', '2.16.528.1.1003.1.2.5.5'],
];

const EVERY = CARDS.flatMap(([card, holder, authority, fields]) =>
  PROFILE.flatMap(([purpose, usage, extended, personPolicy, functionPolicy]) => {
    const policy = holder.pastype === 'M' ? functionPolicy : personPolicy;
    return policy === undefined ? [] : [{ card, holder, authority, fields, purpose, usage, extended, policy }];
  }),
);

describe.skipIf(!hasOpenssl)('a certificate of a card, as openssl sees it', () => {
  it.each(EVERY)(
    '$card, $purpose: its chain verifies strictly, under its policy',
    ({ holder, authority, purpose, policy }) => {
      const der = make(holder, authority, purpose);
      expect(verify(der, authority, NOT_BEFORE, '-explicit_policy', '-policy', policy)).toContain('leaf: OK\n');
      expect(verify(der, authority, NOT_BEFORE, '-explicit_policy', '-policy', '1.2.3')).toContain(
        'no explicit policy',
      );
    },
  );

  it.each(EVERY)(
    '$card, $purpose: key usage and addresses',
    ({ holder, authority, purpose, usage, extended, policy }) => {
      const shown = text(make(holder, authority, purpose));
      expect(shown).toMatch(new RegExp(`Key Usage: critical\n\\s+${usage}\n`));
      expect(shown).toMatch(new RegExp(`Extended Key Usage: \n\\s+${extended.replaceAll('.', '\\.')}\n`));
      expect(shown).toMatch(/Basic Constraints: critical\n\s+CA:FALSE\n/);
      expect(shown).toContain(`Policy: ${policy}\n`);
      expect(shown).toContain('CPS: http://127.0.0.1:28560/practice-statement\n');
      expect(shown).toContain('Explicit Text: TEST certificate');
      expect(shown).toContain(`OCSP - URI:http://127.0.0.1:28560/ocsp/${authority}\n`);
      expect(shown).toContain(`CA Issuers - URI:http://127.0.0.1:28560/certificate/${authority}.cer\n`);
      expect(shown).toContain(`URI:http://127.0.0.1:28560/crl/${authority}.crl\n`);
      expect(shown).toContain('Signature Algorithm: sha256WithRSAEncryption');
    },
  );

  it.each(EVERY)('$card, $purpose: otherNames with both their tags', ({ holder, authority, purpose, fields }) => {
    const principal = otherName('Microsoft User Principal Name', `UTF8STRING :${holder.uziNumber}@90000382`);
    expect(alternativeNames(make(holder, authority, purpose))).toEqual([
      '0 SEQUENCE',
      ...(purpose === 'authenticity' ? principal : []),
      ...otherName('2.5.5.5', `IA5STRING :${fields}`),
    ]);
  });

  // biome-ignore format: a table reads best with its columns aligned
  it.each([
    [MEDEWERKER,          'C=NL, O=Huisartsenpraktijk TEST, SN=de Werker-TEST, GN=Mees, serialNumber=900012345, CN=Mees de Werker-TEST'],
    [HUISARTS,            'C=NL, O=Huisartsenpraktijk TEST, title=Arts, SN=Arts-TEST, GN=Hanna, serialNumber=900012353, CN=Hanna Arts-TEST'],
    [APOTHEKERSASSISTENT, 'C=NL, O=Huisartsenpraktijk TEST, title=Apothekersassistent, SN=van der Vijzel-TEST, GN=Ada, serialNumber=900012361, CN=Ada van der Vijzel-TEST'],
    [BALIE,               'C=NL, O=Huisartsenpraktijk TEST, OU=Receptie TEST, serialNumber=900012379, CN=Balie TEST'],
    [{ ...MEDEWERKER, givenNames: 'Zoë', surname: 'Özdemir-TEST' }, 'C=NL, O=Huisartsenpraktijk TEST, SN=Özdemir-TEST, GN=Zoë, serialNumber=900012345, CN=Zoë Özdemir-TEST'],
  ])('its subject is in the order of the register: $uziNumber', (holder, subject) => {
    expect(show(make(holder, 'zorg-id', 'authenticity'), '-subject', '-nameopt', 'sep_comma_plus_space,sname,utf8')).toBe(`subject=${subject}\n`);
  });

  it('the serial number of the subject is a PrintableString, all names are UTF8Strings', () => {
    const der = make(HUISARTS, 'uzi-zorgverlener', 'authenticity');
    const shown = show(der, '-subject', '-nameopt', 'show_type');
    for (const part of [
      'C=PRINTABLESTRING:NL',
      'title=UTF8STRING:Arts',
      'SN=UTF8STRING:',
      'GN=UTF8STRING:',
      'serialNumber=PRINTABLESTRING:900012353',
      'CN=UTF8STRING:',
    ]) {
      expect(shown).toContain(part);
    }
  });

  it('a ZORG-ID card is valid for three calendar years and not a second more', () => {
    const der = make(MEDEWERKER, 'zorg-id', 'authenticity');
    const end = Date.UTC(2029, 0, 1);
    expect(verify(der, 'zorg-id', end - 1000)).toBe('leaf: OK\n');
    expect(verify(der, 'zorg-id', end + 1000)).toContain('certificate has expired');
    expect(verify(der, 'zorg-id', NOT_BEFORE - 1000)).toContain('certificate is not yet valid');
  });

  it('a UZI card is valid for 1,095 days and not a second more', () => {
    const der = make(MEDEWERKER, 'uzi-medewerker-op-naam', 'authenticity');
    const end = NOT_BEFORE + 1095 * 86_400_000;
    expect(verify(der, 'uzi-medewerker-op-naam', end - 1000)).toBe('leaf: OK\n');
    expect(verify(der, 'uzi-medewerker-op-naam', end + 1000)).toContain('certificate has expired');
  });

  it('has the end, the authority and the policy that the order names', () => {
    const wanted = {
      ...order(MEDEWERKER, 'zorg-id', 'signature'),
      notAfter: Date.UTC(2060, 5, 1),
      authorityOid: '2.16.528.1.1007.99.212',
      policies: 'test',
    } as const;
    const der = cardCertificate(wanted);
    expect(text(der)).toContain('Not After : Jun  1 00:00:00 2060 GMT');
    expect(text(der)).toContain('Policy: 2.16.528.1.1007.99.212\n');
    expect(alternativeNames(der).at(-1)).toContain(':2.16.528.1.1007.99.212-1-900012345-N-');
  });

  it('only the authenticity certificate is good for TLS', () => {
    const purposes = (purpose: Purpose) =>
      verify(make(MEDEWERKER, 'zorg-id', purpose), 'zorg-id', NOT_BEFORE, '-purpose', 'sslclient');
    expect(purposes('authenticity')).toBe('leaf: OK\n');
    expect(purposes('signature')).toMatch(/unsuitable certificate purpose|unsupported certificate purpose/);
    expect(purposes('confidentiality')).toMatch(/unsuitable certificate purpose|unsupported certificate purpose/);
  });

  it('made twice is the same; whatever differs changes its serial number', () => {
    const serial = (changed: Partial<CardCertificateOrder>) => {
      const der = cardCertificate({ ...order(MEDEWERKER, 'zorg-id', 'authenticity'), ...changed });
      return show(der, '-serial');
    };
    expect(make(MEDEWERKER, 'zorg-id', 'authenticity')).toEqual(make(MEDEWERKER, 'zorg-id', 'authenticity'));
    const serials = [
      {},
      { seed: Uint8Array.of(2) },
      { purpose: 'signature' },
      { notBefore: 0 },
      { holder: { ...MEDEWERKER, uziNumber: '900012346' } },
      { authority: 'uzi-medewerker-op-naam' },
    ] as const;
    expect(new Set(serials.map(serial)).size).toBe(serials.length);
    expect(serial({})).toMatch(/^serial=[4-7][0-9A-F]{15}\n$/);
  });

  it('for signatures is not made for a card that names nobody', () => {
    expect(() => make(BALIE, 'uzi-medewerker-niet-op-naam', 'signature')).toThrow(HolderError);
  });

  it('is not made for a holder that breaks a rule', () => {
    expect(() => make({ ...MEDEWERKER, uziNumber: '1' }, 'zorg-id', 'authenticity')).toThrow(HolderError);
  });
});
