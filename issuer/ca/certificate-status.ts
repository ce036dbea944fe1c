/** What is known of the certificates of the TEST authorities: revoked, unknown, or else good. */
import { toHex } from '../../apdu/index.ts';
import type { AuthorityName } from './authorities.ts';

/** CRLReason, RFC 5280 §5.3.1, but for removeFromCRL, which only a delta CRL has. */
// biome-ignore format: a table reads best with its columns aligned
export const REVOCATION_REASON = {
  unspecified: 0, keyCompromise: 1, cACompromise: 2, affiliationChanged: 3, superseded: 4, cessationOfOperation: 5,
  certificateHold: 6, privilegeWithdrawn: 9, aACompromise: 10,
} as const;

export type RevocationReason = keyof typeof REVOCATION_REASON;

export interface Revocation {
  readonly state: 'revoked';
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly reason: RevocationReason;
}

/** "good" says no more than that nothing is known against the certificate. RFC 6960 §2.2 */
export type CertificateStatus = Revocation | { readonly state: 'good' } | { readonly state: 'unknown' };

/** A certificate on a revocation list. */
export interface RevokedCertificate extends Revocation {
  /** Unsigned, big-endian, without leading zeros. */
  readonly serialNumber: Uint8Array;
}

interface Entry {
  readonly serialNumber: Uint8Array;
  readonly status: CertificateStatus;
}

/** The number without the leading zero bytes that INTEGER may have. */
function bare(serialNumber: Uint8Array): Uint8Array {
  const start = serialNumber.findIndex((byte) => byte !== 0);
  return serialNumber.slice(start === -1 ? -1 : start);
}

/** The register of all certificates that are not simply good. */
export class CertificateStatuses {
  readonly #entries = new Map<AuthorityName, Map<string, Entry>>();

  /** Says what a certificate is from now on. */
  set(issuer: AuthorityName, serialNumber: Uint8Array, status: CertificateStatus): void {
    const ofIssuer = this.#entries.get(issuer) ?? new Map<string, Entry>();
    this.#entries.set(issuer, ofIssuer);
    ofIssuer.set(toHex(bare(serialNumber)), { serialNumber: bare(serialNumber), status });
  }

  statusOf(issuer: AuthorityName, serialNumber: Uint8Array): CertificateStatus {
    return this.#entries.get(issuer)?.get(toHex(bare(serialNumber)))?.status ?? { state: 'good' };
  }

  /** In the order in which they were first named. */
  revokedBy(issuer: AuthorityName): RevokedCertificate[] {
    return [...(this.#entries.get(issuer)?.values() ?? [])].flatMap(({ serialNumber, status }) =>
      status.state === 'revoked' ? [{ serialNumber, ...status }] : [],
    );
  }
}
