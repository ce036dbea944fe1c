/** A TEST authority with its key, its certificate, and the responder that answers for it. Made at first use and kept. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { nativeEngine } from '../../emulator/index.ts';
import { pkijs } from '../libraries.ts';
import { AUTHORITIES, type AuthorityName } from './authorities.ts';
import type { DistinguishedName } from './distinguished-name.ts';
import {
  ANY_POLICY,
  authorityInformation,
  authorityKeyIdentifier,
  basicConstraints,
  crlDistributionPoint,
  extendedKeyUsage,
  keyUsage,
  ocspNoCheck,
  policy,
  subjectKeyIdentifier,
} from './extensions.ts';
import { serialNumberOf } from './serial-number.ts';
import { type CertificateTemplate, signCertificate } from './sign-certificate.ts';
import { testKey } from './test-key.ts';

/** Who signs: a certificate and its key. */
export interface Signer {
  /** DER. */
  readonly certificate: Uint8Array;
  readonly name: DistinguishedName;
  readonly key: KeyObject;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  readonly keyIdentifier: Uint8Array;
}

/**
 * Authorities and responders live as long as a UTCTime tells, whatever the clock says, so that a trust store that has their
 * certificates once never needs them again.
 */
const NOT_BEFORE = Date.UTC(2020, 0, 1);
const NOT_AFTER = Date.UTC(2049, 11, 31, 23, 59, 59);

const ORGANIZATION = 'proefpas TEST';

/** SHA-1 of the BIT STRING of a SubjectPublicKeyInfo, RFC 5280 §4.2.1.2 (1). */
export function keyIdentifierOf(publicKey: Uint8Array): Uint8Array {
  const { subjectPublicKey } = pkijs().PublicKeyInfo.fromBER(publicKey);
  return nativeEngine.hash('sha1', subjectPublicKey.valueBlock.valueHexView);
}

const nameWith = (commonName: string): DistinguishedName => [
  ['countryName', 'NL'],
  ['organization', ORGANIZATION],
  ['commonName', commonName],
];

type Rest = Omit<CertificateTemplate, 'serialNumber' | 'issuer' | 'subject' | 'notBefore' | 'notAfter' | 'publicKey'>;

/** Certifies a key for as long as authorities live; without an issuer it signs itself. */
function certified(
  key: KeyObject,
  name: DistinguishedName,
  issuer: Signer | undefined,
  rest: (id: Uint8Array) => Rest,
): Signer {
  const publicKey = new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }));
  const keyIdentifier = keyIdentifierOf(publicKey);
  const template: CertificateTemplate = {
    serialNumber: serialNumberOf(publicKey),
    issuer: issuer?.name ?? name,
    subject: name,
    notBefore: NOT_BEFORE,
    notAfter: NOT_AFTER,
    publicKey,
    ...rest(keyIdentifier),
  };
  return { certificate: signCertificate(template, issuer?.key ?? key), name, key, publicKey, keyIdentifier };
}

const authorities = new Map<AuthorityName, Signer>();

export function authority(name: AuthorityName): Signer {
  const made = authorities.get(name) ?? makeAuthority(name);
  authorities.set(name, made);
  return made;
}

function makeAuthority(name: AuthorityName): Signer {
  const { commonName, issuer: issuerName, distances, responderDistances } = AUTHORITIES[name];
  const issuer = issuerName === name ? undefined : authority(issuerName);
  const issuesToCards = responderDistances !== undefined;
  const key = testKey({ phrase: name, bits: 4096, distances });
  return certified(key, nameWith(commonName), issuer, (keyIdentifier) => ({
    extensions: [
      basicConstraints(true, issuesToCards ? 0 : undefined),
      keyUsage('keyCertSign', 'cRLSign'),
      ...(issuesToCards
        ? [extendedKeyUsage('clientAuth', 'emailProtection', 'documentSigning', 'encryptedFiles', 'ocspSigning')]
        : []),
      subjectKeyIdentifier(keyIdentifier),
      ...(issuer === undefined
        ? []
        : [
            authorityKeyIdentifier(issuer.keyIdentifier),
            policy(ANY_POLICY),
            authorityInformation(issuerName, false),
            crlDistributionPoint(issuerName),
          ]),
    ],
  }));
}

/** An authority and those above it, the root last. */
export function chainNames(name: AuthorityName): AuthorityName[] {
  const { issuer } = AUTHORITIES[name];
  return issuer === name ? [name] : [name, ...chainNames(issuer)];
}

/** The authority's certificate and those above it, the root last. DER. */
export const chainOf = (name: AuthorityName): Uint8Array[] =>
  chainNames(name).map((each) => authority(each).certificate);

const responders = new Map<AuthorityName, Signer>();

/** The delegated OCSP responder of an authority that issues to cards, RFC 6960 §4.2.2.2. Throws `RangeError` for another one. */
export function responder(name: AuthorityName): Signer {
  const made = responders.get(name) ?? makeResponder(name);
  responders.set(name, made);
  return made;
}

function makeResponder(name: AuthorityName): Signer {
  const { commonName, responderDistances } = AUTHORITIES[name];
  if (responderDistances === undefined) throw new RangeError(`${commonName} has no OCSP responder`);
  const issuer = authority(name);
  const key = testKey({ phrase: `${name}, OCSP responder`, bits: 2048, distances: responderDistances });
  // A common name has at most 64 characters, RFC 5280 appendix A.1, ub-common-name; one word has to go.
  return certified(key, nameWith(`OCSP responder ${commonName.replace('VIRTUEEL ', '')}`), issuer, (keyIdentifier) => ({
    extensions: [
      basicConstraints(false),
      keyUsage('digitalSignature'),
      extendedKeyUsage('ocspSigning'),
      subjectKeyIdentifier(keyIdentifier),
      authorityKeyIdentifier(issuer.keyIdentifier),
      ocspNoCheck(),
    ],
  }));
}
