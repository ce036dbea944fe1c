/** Certificates of cards, by the profile of the UZI register; those of a ZORG-ID card differ in issuer and validity only. */
import type { Extension } from 'pkijs';
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
import type { CertificateFault, CertificateParts } from './certificate-parts.ts';
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
  /** In what it breaks the profile; in nothing when left out. */
  readonly fault?: CertificateFault | undefined;
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

/** The parts as the profile has them, and then as the fault does. */
function partsOf(order: CardCertificateOrder, authorityOid: string): CertificateParts {
  const { holder, purpose, authority: issuer, publicKey, fault } = order;
  const { keyUsage, extendedKeyUsage, hasPrincipalName } = PURPOSES[purpose];
  const parts: CertificateParts = {
    holder,
    authorityOid,
    authority: issuer,
    signer: issuer,
    publicKey,
    keyUsage,
    extendedKeyUsage,
    policy: policyOf(order),
    otherNames: hasPrincipalName ? [principalOtherName(holder)] : [],
    uziNames: [uziOtherName(authorityOid, holder)],
    hasOcspAddress: AUTHORITIES[issuer].responderDistances !== undefined,
    hasCrlAddress: true,
    more: [],
  };
  const concerned = fault !== undefined && (fault.only === undefined || fault.only === purpose);
  return concerned ? { ...parts, ...fault.change(parts) } : parts;
}

function extensionsOf(parts: CertificateParts): Extension[] {
  const { authority: issuer, publicKey, otherNames, uziNames } = parts;
  const names = [...otherNames, ...uziNames];
  return [
    basicConstraints(false),
    keyUsage(...parts.keyUsage),
    extendedKeyUsage(...parts.extendedKeyUsage),
    ...(names.length === 0 ? [] : [subjectAlternativeName(...names)]),
    policyWithNotice(parts.policy),
    authorityInformation(issuer, parts.hasOcspAddress),
    ...(parts.hasCrlAddress ? [crlDistributionPoint(issuer)] : []),
    subjectKeyIdentifier(keyIdentifierOf(publicKey)),
    authorityKeyIdentifier(authority(issuer).keyIdentifier),
    ...parts.more,
  ];
}

/** A certificate, DER. The same order gives the same bytes. Throws `HolderError` for a holder that cannot have it. */
export function cardCertificate(order: CardCertificateOrder): Uint8Array {
  const { holder, authority: issuer, notBefore } = order;
  assertHolder(holder);
  const { authorityOid = PASTYPES[holder.pastype].authorityOid } = order;
  const { notAfter = (issuer === 'zorg-id' ? afterThreeCalendarYears : afterThreeUziYears)(notBefore) } = order;
  const parts = partsOf(order, authorityOid);
  return signCertificate(
    {
      serialNumber: serialNumberIn(order, authorityOid, notAfter),
      issuer: authority(issuer).name,
      subject: subjectOf(holder),
      notBefore,
      notAfter,
      publicKey: parts.publicKey,
      extensions: extensionsOf(parts),
    },
    authority(parts.signer).key,
  );
}
