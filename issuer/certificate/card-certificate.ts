/** Certificates of cards, by the profile of the UZI register; those of a ZORG-ID card differ in issuer and validity only. */
import { AUTHORITIES, type AuthorityName } from '../ca/authorities.ts';
import { authority, keyIdentifierOf } from '../ca/authority.ts';
import type { DistinguishedName } from '../ca/distinguished-name.ts';
import {
  authorityInformation,
  authorityKeyIdentifier,
  basicConstraints,
  crlDistributionPoint,
  extendedKeyUsage,
  keyUsage,
  policyWithNotice,
  subjectAlternativeName,
  subjectKeyIdentifier,
} from '../ca/extensions.ts';
import { serialNumberOf } from '../ca/serial-number.ts';
import { signCertificate } from '../ca/sign-certificate.ts';
import { assertHolder, commonNameOf, type Holder, HolderError, titleOf } from './holder.ts';
import { PASTYPES } from './pastypes.ts';
import { PURPOSES, type Purpose } from './purposes.ts';
import { principalOtherName, uziName, uziOtherName } from './uzi-name.ts';
import { afterThreeCalendarYears, afterThreeUziYears } from './validity.ts';

export interface CardCertificateOrder {
  readonly holder: Holder;
  readonly purpose: Purpose;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  /** Who issues: "zorg-id", or for a UZI card the authority of its pastype. */
  readonly authority: AuthorityName;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly notBefore: number;
  /** Left out: three calendar years for a ZORG-ID card, 1,095 days for a UZI card. */
  readonly notAfter?: number;
  /** What the serial number follows from, besides all that stands in the certificate; or the number itself. */
  readonly seed: Uint8Array | { readonly serialNumber: Uint8Array };
  /** First field of the otherName; the production register's for the pastype when left out. */
  readonly authorityOid?: string;
  /** Policies of PKIoverheid, or those of the register's own test certificates; "production" when left out. */
  readonly policies?: 'production' | 'test';
}

/** In the order of the register's certificates. */
function subjectOf(holder: Holder): DistinguishedName {
  const title = titleOf(holder);
  const person: DistinguishedName =
    holder.pastype === 'M'
      ? []
      : [
          ['surname', holder.surname],
          ['givenName', holder.givenNames],
        ];
  return [
    ['countryName', 'NL'],
    ['organization', holder.subscriberName],
    ...(holder.pastype === 'M' && holder.department !== undefined
      ? [['organizationUnit', holder.department] as const]
      : []),
    ...(title === undefined ? [] : [['title', title] as const]),
    ...person,
    ['serialNumber', holder.uziNumber],
    ['commonName', commonNameOf(holder)],
  ];
}

function policyOf({ holder, purpose, policies = 'production' }: CardCertificateOrder): string {
  const { personPolicy, functionPolicy, testPolicy } = PURPOSES[purpose];
  const ofPastype = PASTYPES[holder.pastype].isPersonal ? personPolicy : functionPolicy;
  if (ofPastype === undefined)
    throw new HolderError(`a card of pastype ${holder.pastype} has no ${purpose} certificate`);
  return policies === 'test' ? testPolicy : ofPastype;
}

function serialNumberIn(order: CardCertificateOrder, authorityOid: string, notAfter: number): Uint8Array {
  const { holder, purpose, publicKey, authority: issuer, notBefore, seed } = order;
  if ('serialNumber' in seed) return seed.serialNumber;
  return serialNumberOf(seed, issuer, purpose, uziName(authorityOid, holder), publicKey, `${notBefore}-${notAfter}`);
}

/** A certificate, DER. The same order gives the same bytes. Throws `HolderError` for a holder that cannot have it. */
export function cardCertificate(order: CardCertificateOrder): Uint8Array {
  const { holder, purpose, publicKey, authority: issuerName, notBefore } = order;
  assertHolder(holder);
  const policy = policyOf(order);
  const issuer = authority(issuerName);
  const row = PURPOSES[purpose];
  const { authorityOid = PASTYPES[holder.pastype].authorityOid } = order;
  const { notAfter = (issuerName === 'zorg-id' ? afterThreeCalendarYears : afterThreeUziYears)(notBefore) } = order;
  const names = [...(row.hasPrincipalName ? [principalOtherName(holder)] : []), uziOtherName(authorityOid, holder)];
  return signCertificate(
    {
      serialNumber: serialNumberIn(order, authorityOid, notAfter),
      issuer: issuer.name,
      subject: subjectOf(holder),
      notBefore,
      notAfter,
      publicKey,
      extensions: [
        basicConstraints(false),
        keyUsage(...row.keyUsage),
        extendedKeyUsage(...row.extendedKeyUsage),
        subjectAlternativeName(...names),
        policyWithNotice(policy),
        authorityInformation(issuerName, AUTHORITIES[issuerName].responderDistances !== undefined),
        crlDistributionPoint(issuerName),
        subjectKeyIdentifier(keyIdentifierOf(publicKey)),
        authorityKeyIdentifier(issuer.keyIdentifier),
      ],
    },
    issuer.key,
  );
}
