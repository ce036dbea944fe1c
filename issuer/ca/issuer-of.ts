/** Which of the TEST authorities has issued a certificate. */
import { X509Certificate } from 'node:crypto';
import { AUTHORITY_NAMES, type AuthorityName } from './authorities.ts';
import { authority } from './authority.ts';

/** Whether it is named as the issuer, and its key has signed. */
export function isOfAuthority(certificate: X509Certificate, name: AuthorityName): boolean {
  const issuer = new X509Certificate(authority(name).certificate);
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

/** Undefined when it is none of them. */
export const issuerOf = (certificate: X509Certificate): AuthorityName | undefined =>
  AUTHORITY_NAMES.find((name) => isOfAuthority(certificate, name));
