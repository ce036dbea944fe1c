/** Signs certificates: Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue }, RFC 5280 §4.1. */
import { type KeyObject, sign } from 'node:crypto';
import type { AlgorithmIdentifier, Extension, Time } from 'pkijs';
import { bitString, nullValue, unsignedInteger } from '../der.ts';
import { pkijs } from '../libraries.ts';
import { type DistinguishedName, nameOf } from './distinguished-name.ts';

export interface CertificateTemplate {
  /** Unsigned, big-endian; 20 bytes at most. */
  readonly serialNumber: Uint8Array;
  readonly issuer: DistinguishedName;
  readonly subject: DistinguishedName;
  /** Milliseconds since 1970-01-01 UTC, both inclusive; certificates tell whole seconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  readonly extensions: readonly Extension[];
}

/** sha256WithRSAEncryption, RFC 8017 A.2.4 */
export const sha256WithRsa = (): AlgorithmIdentifier =>
  new (pkijs().AlgorithmIdentifier)({ algorithmId: '1.2.840.113549.1.1.11', algorithmParams: nullValue() });

/** UTCTime up to 2049, GeneralizedTime from 2050 on, RFC 5280 §4.1.2.5. Milliseconds since 1970-01-01 UTC. */
export function timeOf(milliseconds: number): Time {
  const value = new Date(milliseconds);
  return new (pkijs().Time)({ type: value.getUTCFullYear() < 2050 ? 0 : 1, value });
}

/** RSASSA-PKCS1-v1_5 with SHA-256: the same bytes and key give the same signature. */
export const signBytes = (bytes: Uint8Array, key: KeyObject): Uint8Array => new Uint8Array(sign('sha256', bytes, key));

/** A certificate, DER, with RSASSA-PKCS1-v1_5 and SHA-256. */
export function signCertificate(template: CertificateTemplate, key: KeyObject): Uint8Array {
  const { Certificate, PublicKeyInfo } = pkijs();
  const certificate = new Certificate({
    version: 2,
    serialNumber: unsignedInteger(template.serialNumber),
    signature: sha256WithRsa(),
    issuer: nameOf(template.issuer),
    notBefore: timeOf(template.notBefore),
    notAfter: timeOf(template.notAfter),
    subject: nameOf(template.subject),
    subjectPublicKeyInfo: PublicKeyInfo.fromBER(template.publicKey),
    extensions: [...template.extensions],
    signatureAlgorithm: sha256WithRsa(),
  });
  certificate.tbsView = new Uint8Array(certificate.encodeTBS().toBER());
  certificate.signatureValue = bitString(signBytes(certificate.tbsView, key));
  return new Uint8Array(certificate.toSchema().toBER());
}
