/** What OCSP and the CRL say of the certificates of the portal's cards. */
import { fromHex } from '../../apdu/index.ts';
import { type CertificateStatus, CertificateStatuses, type RevocationReason } from '../ca/certificate-status.ts';
import type { CardStanding, PortalState, WireStatus } from './state.ts';

/** Reason of a list entry. That a hold is certificateHold follows from its meaning; the other is a guess. RFC 5280 §5.3.1 */
const REASON: Readonly<Record<'hold' | 'revoked', RevocationReason>> = {
  hold: 'certificateHold',
  revoked: 'unspecified',
};

const onTheWire = (status: WireStatus, at: number): CertificateStatus =>
  status === 'hold' || status === 'revoked' ? { state: 'revoked', at, reason: REASON[status] } : { state: status };

/** A card that was blocked when it expired stays as it was when blocked. */
function statusOf(standing: CardStanding, { wire }: PortalState['settings']): CertificateStatus {
  if (standing.status === 'active') return onTheWire(wire.active, 0);
  if (standing.status === 'expired' && standing.blockedSince !== undefined) {
    return onTheWire(wire.blocked, standing.blockedSince);
  }
  return onTheWire(wire[standing.status], standing.since);
}

/**
 * Adds the status of every certificate on the portal's cards to what is known otherwise. Nothing was revoked later than
 * `latest`, the time of who answers: the portal's own may be ahead of it.
 */
export function addPortalStatuses(
  statuses: CertificateStatuses,
  { cards, settings }: PortalState,
  latest = Number.POSITIVE_INFINITY,
): void {
  for (const { certificates, standing } of cards.values()) {
    const status = statusOf(standing, settings);
    const told = status.state === 'revoked' ? { ...status, at: Math.min(status.at, latest) } : status;
    for (const { serialNumber } of certificates) statuses.set('zorg-id', fromHex(serialNumber), told);
  }
}

export function portalStatuses(state: PortalState): CertificateStatuses {
  const statuses = new CertificateStatuses();
  addPortalStatuses(statuses, state);
  return statuses;
}
