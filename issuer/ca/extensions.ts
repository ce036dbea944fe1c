/** Extensions of certificates, RFC 5280 §4.2, each with the criticality that both hierarchies give it. */
import type { Extension } from 'pkijs';
import {
  contextConstructed,
  type Der,
  ia5String,
  namedBits,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  utf8String,
} from '../der.ts';
import { pkijs } from '../libraries.ts';
import { SERVICE_ORIGIN, SERVICE_PATH } from './addresses.ts';
import type { AuthorityName } from './authorities.ts';

/** Choices of GeneralName, RFC 5280 §4.2.1.6: otherName [0], uniformResourceIdentifier [6]. */
const URI = 6;
const OTHER_NAME = 0;

/** Stands in every certificate, for whoever takes it for a real one. */
const NOTICE = 'TEST certificate, signed by a key that everybody has. It proves nothing.';

export function extension(extnID: string, critical: boolean, value: Der): Extension {
  return new (pkijs().Extension)({ extnID, critical, extnValue: value.toBER() });
}

export function basicConstraints(cA: boolean, pathLenConstraint?: number): Extension {
  const { BasicConstraints } = pkijs();
  const value = new BasicConstraints({ cA, ...(pathLenConstraint === undefined ? {} : { pathLenConstraint }) });
  return extension('2.5.29.19', true, value.toSchema());
}

/** Bits of KeyUsage, RFC 5280 §4.2.1.3. */
// biome-ignore format: a table reads best with its columns aligned
export const KEY_USAGE_BIT = {
  digitalSignature: 0, nonRepudiation: 1, keyEncipherment: 2, dataEncipherment: 3, keyCertSign: 5, cRLSign: 6,
} as const;

export const keyUsage = (...bits: readonly (keyof typeof KEY_USAGE_BIT)[]): Extension =>
  extension('2.5.29.15', true, namedBits(...bits.map((bit) => KEY_USAGE_BIT[bit])));

/** Purposes of extendedKeyUsage, RFC 5280 §4.2.1.12 and Microsoft's. */
// biome-ignore format: a table reads best with its columns aligned
export const KEY_PURPOSE = {
  clientAuth:      '1.3.6.1.5.5.7.3.2',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  ocspSigning:     '1.3.6.1.5.5.7.3.9',
  encryptedFiles:  '1.3.6.1.4.1.311.10.3.4',
  documentSigning: '1.3.6.1.4.1.311.10.3.12',
} as const;

export type KeyPurpose = keyof typeof KEY_PURPOSE;

export const extendedKeyUsage = (...purposes: readonly KeyPurpose[]): Extension =>
  extension(
    '2.5.29.37',
    false,
    new (pkijs().ExtKeyUsage)({ keyPurposes: purposes.map((name) => KEY_PURPOSE[name]) }).toSchema(),
  );

/** RFC 5280 §4.2.1.2. */
export const subjectKeyIdentifier = (keyIdentifier: Uint8Array): Extension =>
  extension('2.5.29.14', false, octetString(keyIdentifier));

/** AuthorityKeyIdentifier ::= SEQUENCE { keyIdentifier [0] KeyIdentifier OPTIONAL, … }, RFC 5280 §4.2.1.1 */
export function authorityKeyIdentifier(keyIdentifier: Uint8Array): Extension {
  const { AuthorityKeyIdentifier } = pkijs();
  const value = new AuthorityKeyIdentifier({ keyIdentifier: octetString(keyIdentifier) });
  return extension('2.5.29.35', false, value.toSchema());
}

/** Where the issuer's certificate is, and its OCSP responder if it has one. RFC 5280 §4.2.2.1 */
export function authorityInformation(issuer: AuthorityName, hasResponder: boolean): Extension {
  const { AccessDescription, GeneralName, InfoAccess } = pkijs();
  const at = (accessMethod: string, path: string) =>
    new AccessDescription({
      accessMethod,
      accessLocation: new GeneralName({ type: URI, value: SERVICE_ORIGIN + path }),
    });
  const accessDescriptions = [
    at('1.3.6.1.5.5.7.48.2', SERVICE_PATH.certificate(issuer)),
    ...(hasResponder ? [at('1.3.6.1.5.5.7.48.1', SERVICE_PATH.ocsp(issuer))] : []),
  ];
  return extension('1.3.6.1.5.5.7.1.1', false, new InfoAccess({ accessDescriptions }).toSchema());
}

/** Where the issuer's CRL is. RFC 5280 §4.2.1.13 */
export function crlDistributionPoint(issuer: AuthorityName): Extension {
  const { CRLDistributionPoints, DistributionPoint, GeneralName } = pkijs();
  const name = new GeneralName({ type: URI, value: SERVICE_ORIGIN + SERVICE_PATH.crl(issuer) });
  const value = new CRLDistributionPoints({
    distributionPoints: [new DistributionPoint({ distributionPoint: [name] })],
  });
  return extension('2.5.29.31', false, value.toSchema());
}

/** The policy of certificates of an authority that restricts none. RFC 5280 §4.2.1.4 */
export const ANY_POLICY = '2.5.29.32.0';

/** A policy, without a word. */
export const policy = (identifier: string): Extension =>
  extension('2.5.29.32', false, sequence(sequence(objectIdentifier(identifier))));

/**
 * A policy with where it is written down and what to know of it.
 *
 * PolicyInformation ::= SEQUENCE { policyIdentifier, policyQualifiers SEQUENCE OF PolicyQualifierInfo }
 * Qualifier ::= CHOICE { cPSuri IA5String, userNotice SEQUENCE { …, explicitText UTF8String } }, RFC 5280 §4.2.1.4
 */
export const policyWithNotice = (identifier: string): Extension =>
  extension(
    '2.5.29.32',
    false,
    sequence(
      sequence(
        objectIdentifier(identifier),
        sequence(
          sequence(objectIdentifier('1.3.6.1.5.5.7.2.1'), ia5String(SERVICE_ORIGIN + SERVICE_PATH.practiceStatement)),
          sequence(objectIdentifier('1.3.6.1.5.5.7.2.2'), sequence(utf8String(NOTICE))),
        ),
      ),
    ),
  );

/** A responder's certificate is not to be looked up itself. RFC 6960 §4.2.2.2.1 */
export const ocspNoCheck = (): Extension => extension('1.3.6.1.5.5.7.48.1.5', false, nullValue());

/**
 * OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY DEFINED BY type-id }, RFC 5280 §4.2.1.6
 *
 * GeneralName tags it [0] IMPLICIT, so that the SEQUENCE has no tag of its own, while the value keeps both of its tags.
 */
export const otherName = (typeId: string, value: Der): Der => otherNameOf(typeId, explicit(value));

/** The same, whatever stands where the tagged value should. */
export const otherNameOf = (typeId: string, content: Der): Der =>
  contextConstructed(OTHER_NAME, objectIdentifier(typeId), content);

/** [0] EXPLICIT */
export const explicit = (value: Der): Der => contextConstructed(0, value);

/** SubjectAltName ::= GeneralNames, RFC 5280 §4.2.1.6 */
export const subjectAlternativeName = (...names: readonly Der[]): Extension =>
  extension('2.5.29.17', false, sequence(...names));
