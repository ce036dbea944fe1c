/** Certificate revocation lists, version 2. RFC 5280 §5 */
import type { Extension } from 'pkijs';
import type { AuthorityName } from '../ca/authorities.ts';
import { authority } from '../ca/authority.ts';
import { REVOCATION_REASON, type RevokedCertificate } from '../ca/certificate-status.ts';
import { nameOf } from '../ca/distinguished-name.ts';
import { authorityKeyIdentifier, extension } from '../ca/extensions.ts';
import { sha256WithRsa, signBytes, timeOf } from '../ca/sign-certificate.ts';
import { HOUR } from '../calendar.ts';
import { bitString, encode, enumerated, integer, unsignedInteger } from '../der.ts';
import { pkijs } from '../libraries.ts';

/** How long a list is good: 48 hours, as the UZI register's. */
export const CRL_LIFETIME_MS = 48 * HOUR;

export interface RevocationListOrder {
  readonly authority: AuthorityName;
  readonly revoked: readonly RevokedCertificate[];
  /** Milliseconds since 1970-01-01 UTC; lists tell whole seconds. */
  readonly thisUpdate: number;
  /** `CRL_LIFETIME_MS` later when left out. */
  readonly nextUpdate?: number;
  /** Whose key signs; the authority's own unless the signature is to be wrong. */
  readonly signer?: AuthorityName;
}

/** The reason, which is left out when it is "unspecified". RFC 5280 §5.3.1 */
function reasonOf({ reason }: RevokedCertificate): Extension | undefined {
  return reason === 'unspecified' ? undefined : extension('2.5.29.21', false, enumerated(REVOCATION_REASON[reason]));
}

/**
 * A list, DER. Its number (CRLNumber, RFC 5280 §5.2.3) is the second it was made in, so that a later list has a greater one
 * without anything being remembered.
 */
export function revocationList(order: RevocationListOrder): Uint8Array {
  const { CertificateRevocationList, Extensions, RevokedCertificate } = pkijs();
  const { revoked, thisUpdate, nextUpdate = thisUpdate + CRL_LIFETIME_MS, signer = order.authority } = order;
  const issuer = authority(order.authority);
  const entries = revoked.map((certificate) => {
    const reason = reasonOf(certificate);
    return new RevokedCertificate({
      userCertificate: unsignedInteger(certificate.serialNumber),
      revocationDate: timeOf(certificate.at),
      ...(reason === undefined ? {} : { crlEntryExtensions: new Extensions({ extensions: [reason] }) }),
    });
  });
  const list = new CertificateRevocationList({
    version: 1,
    signature: sha256WithRsa(),
    issuer: nameOf(issuer.name),
    thisUpdate: timeOf(thisUpdate),
    nextUpdate: timeOf(nextUpdate),
    ...(entries.length === 0 ? {} : { revokedCertificates: entries }),
    crlExtensions: new Extensions({
      extensions: [
        authorityKeyIdentifier(issuer.keyIdentifier),
        extension('2.5.29.20', false, integer(Math.floor(thisUpdate / 1000))),
      ],
    }),
    signatureAlgorithm: sha256WithRsa(),
  });
  const [tbsCertList] = list.toSchema(true).valueBlock.value;
  list.tbsView = encode(tbsCertList!);
  list.signatureValue = bitString(signBytes(list.tbsView, authority(signer).key));
  return new Uint8Array(list.toSchema().toBER());
}
