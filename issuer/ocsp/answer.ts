/** An OCSP responder as a function: what it answers to a request, in health and with each fault a client must notice. */
import { type AuthorityName, CARD_AUTHORITY_NAMES } from '../ca/authorities.ts';
import { authority, responder } from '../ca/authority.ts';
import type { CertificateStatuses } from '../ca/certificate-status.ts';
import { HOUR } from '../calendar.ts';
import { isIssuedBy, otherNonce, parseOcspRequest } from './request.ts';
import { malformedRequest, type OcspResponseContents, ocspResponse, tryLater } from './response.ts';

/** How long an answer is good: short, so that who revokes a certificate need not wait for caches. */
const OCSP_LIFETIME_MS = 5 * 60_000;

/** How old a stale answer is. */
const STALE_MS = 48 * HOUR;

/** Ways in which a responder answers wrongly. */
// biome-ignore format: a table reads best with its columns aligned
export const ANSWER_FAULTS = {
  stale:          'answers are two days old and were good for five minutes',
  'wrong-key':    'answers name the responder but another key signed them',
  'wrong-signer': 'answers are signed by the responder of another authority',
  'wrong-nonce':  'answers give back another nonce than was sent, as those of an earlier request would',
  'try-later':    'answers say tryLater, and nothing of any certificate',
} as const;

export type AnswerFault = keyof typeof ANSWER_FAULTS;

export interface OcspService {
  readonly authority: AuthorityName;
  readonly statuses: CertificateStatuses;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: number;
  readonly fault?: AnswerFault;
}

/** An authority other than this one that has a responder. */
const another = (name: AuthorityName): AuthorityName => CARD_AUTHORITY_NAMES.find((other) => other !== name)!;

function signing({ authority: name, fault }: OcspService): Pick<OcspResponseContents, 'responder' | 'key'> {
  const own = responder(name);
  if (fault === 'wrong-signer') return { responder: responder(another(name)), key: responder(another(name)).key };
  return { responder: own, key: fault === 'wrong-key' ? responder(another(name)).key : own.key };
}

/**
 * The response, DER, to what came as a request; malformedRequest when it is none. A certificate of another issuer is
 * unknown. Throws `RangeError` for an authority that has no responder.
 */
export function answerOcsp(request: Uint8Array, service: OcspService): Uint8Array {
  const { authority: name, statuses, now, fault } = service;
  const parsed = parseOcspRequest(request);
  if (parsed === undefined) return malformedRequest();
  if (fault === 'try-later') return tryLater();
  const issuer = authority(name);
  const thisUpdate = fault === 'stale' ? now - STALE_MS : now;
  return ocspResponse({
    answers: parsed.certificates.map((certificate) => ({
      certificate,
      status: isIssuedBy(certificate, issuer)
        ? statuses.statusOf(name, certificate.serialNumber.valueBlock.valueHexView)
        : { state: 'unknown' },
    })),
    nonce: fault === 'wrong-nonce' ? otherNonce(parsed.nonce) : parsed.nonce,
    thisUpdate,
    nextUpdate: thisUpdate + OCSP_LIFETIME_MS,
    ...signing(service),
  });
}
