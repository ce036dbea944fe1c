/**
 * OtherNames that are not as the UZI register has them: <authority>-<version>-<UZI number>-<pastype>-<URA>-<role>-<AGB>, an
 * IA5String, tagged [0] EXPLICIT, of type 2.5.5.5. RFC 5280 §4.2.1.6
 */
import { explicit, otherName, otherNameOf } from '../ca/extensions.ts';
import type { CertificateParts } from '../certificate/certificate-parts.ts';
import { UZI_NAME, uziName, uziOtherName } from '../certificate/uzi-name.ts';
import { contextPrimitive, ia5String, utf8String } from '../der.ts';
import type { CardFaultRow } from './card-fault.ts';

/** What a fault makes of the name as it should be. */
const faulty = (uziNames: (name: string, parts: CertificateParts) => CertificateParts['uziNames']): CardFaultRow => ({
  certificate: {
    change: (parts) => ({ uziNames: uziNames(uziName(parts.authorityOid, parts.holder), parts) }),
  },
});

/** A name that is well formed but for one of its fields. */
const withField = (field: number, value: string): CardFaultRow =>
  faulty((name) => [otherName(UZI_NAME, ia5String(name.split('-').with(field, value).join('-')))]);

/** The fields in their order. */
const FIELD = { authority: 0, version: 1, uziNumber: 2, role: 5, agb: 6 } as const;

/** Nobody's UZI number; a role that no list has; the authority of the register's own test cards. */
const ANOTHER_NUMBER = '900019999';
const UNKNOWN_ROLE = '99.999';
const TEST_AUTHORITY = '2.16.528.1.1007.99.217';

/** More than the 4,096 bytes that a fixed buffer might have. */
const LONG = 4_200;

/** A care professional according to the name, an employee according to who issues the certificate; or the other way round. */
const wrongPastype = faulty((_, { authorityOid, holder }) => {
  const { uziNumber, subscriberNumber, subscriberName, agbCode } = holder;
  const common = { uziNumber, subscriberNumber, subscriberName, agbCode, givenNames: '', surname: '' };
  return [
    uziOtherName(
      authorityOid,
      holder.pastype === 'Z'
        ? { ...common, pastype: 'N', roleCode: '00.000' }
        : { ...common, pastype: 'Z', roleCode: '01.015' },
    ),
  ];
});

/** Choices of GeneralName besides otherName: rfc822Name [1], dNSName [2]; xmppAddr, RFC 6120 §13.7.1.4. */
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const amongOthers = faulty((name) => [
  contextPrimitive(1, text('test@example.com')),
  otherName('1.3.6.1.5.5.7.8.5', utf8String('test@example.com')),
  otherName(UZI_NAME, ia5String(name)),
  contextPrimitive(2, text('example.com')),
]);

// biome-ignore format: a table reads best with its columns aligned
export const OTHER_NAME_FAULTS = {
  'other-name-missing':        faulty(() => []),
  'other-name-of-another':     withField(FIELD.uziNumber, ANOTHER_NUMBER),
  'other-name-untagged':       faulty((name) => [otherNameOf(UZI_NAME, ia5String(name))]),
  'other-name-twice-tagged':   faulty((name) => [otherNameOf(UZI_NAME, explicit(explicit(ia5String(name))))]),
  'other-name-utf8':           faulty((name) => [otherName(UZI_NAME, utf8String(name))]),
  'other-name-empty':          faulty(() => [otherName(UZI_NAME, ia5String(''))]),
  'other-name-long':           faulty((name) => [otherName(UZI_NAME, ia5String(name + '0'.repeat(LONG - name.length)))]),
  'other-name-odd':            withField(FIELD.agb, '-0000:000-'),
  'other-name-among-others':   amongOthers,
  'other-name-version-2':      withField(FIELD.version, '2'),
  'other-name-unknown-role':   withField(FIELD.role, UNKNOWN_ROLE),
  'other-name-test-authority': withField(FIELD.authority, TEST_AUTHORITY),
  'wrong-pastype':             wrongPastype,
} as const satisfies Readonly<Record<string, CardFaultRow>>;
