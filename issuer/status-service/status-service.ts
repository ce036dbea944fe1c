/** What the services of the TEST authorities answer over HTTP: OCSP, CRLs, certificates. A pure function of the request. */

import { SERVICE_PATH } from '../ca/addresses.ts';
import { AUTHORITY_NAMES, type AuthorityName, CARD_AUTHORITY_NAMES } from '../ca/authorities.ts';
import { authority } from '../ca/authority.ts';
import type { CertificateStatuses } from '../ca/certificate-status.ts';
import { CRL_LIFETIME_MS, revocationList } from '../crl/revocation-list.ts';
import { answerOcsp } from '../ocsp/answer.ts';
import type { CrlFault, OcspFault } from './faults.ts';

export interface StatusService {
  readonly statuses: CertificateStatuses;
  readonly ocspFault?: OcspFault;
  readonly crlFault?: CrlFault;
}

export interface HttpRequest {
  readonly method: string;
  /** Path of the URL, as it was sent. */
  readonly path: string;
  readonly body: Uint8Array;
}

export interface HttpReply {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array;
  /** Of a reply 405: the methods there are. */
  readonly allow?: string;
}

const PRACTICE_STATEMENT = `These authorities are for tests only. Their keys follow from published phrases: everybody can sign as they do.
Trust them on computers that test software, and nowhere else.
`;

const words = (status: number, text: string): HttpReply => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: new TextEncoder().encode(text),
});

const NOT_FOUND = words(404, 'there is nothing here\n');

/** No reply at all: the connection is closed, or left as it is. */
export type NoReply = 'hang up' | 'keep silent';

type Resource = (now: number, service: StatusService) => HttpReply | NoReply;

/** The list of an authority at a time, as a service with this fault tells it. */
export function servedList(
  authority: AuthorityName,
  now: number,
  { statuses, crlFault }: Pick<StatusService, 'statuses' | 'crlFault'>,
): Uint8Array {
  return revocationList({
    authority,
    revoked: statuses.revokedBy(authority),
    thisUpdate: crlFault === 'expired' ? now - 2 * CRL_LIFETIME_MS : now,
    ...(crlFault === 'wrong-key' ? { signer: authority === 'stranger' ? 'uzi-root' : 'stranger' } : {}),
  });
}

function crl(name: AuthorityName): Resource {
  return (now, service) =>
    service.crlFault === 'down'
      ? 'hang up'
      : { status: 200, type: 'application/pkix-crl', body: servedList(name, now, service) };
}

const certificate =
  (name: AuthorityName): Resource =>
  () => ({ status: 200, type: 'application/pkix-cert', body: authority(name).certificate });

/** What is got by its path alone. */
const RESOURCES: ReadonlyMap<string, Resource> = new Map([
  ...AUTHORITY_NAMES.map((name) => [SERVICE_PATH.crl(name), crl(name)] as const),
  ...AUTHORITY_NAMES.map((name) => [SERVICE_PATH.certificate(name), certificate(name)] as const),
  [SERVICE_PATH.practiceStatement, () => words(200, PRACTICE_STATEMENT)],
]);

/**
 * The OCSP request in a URL, or undefined when it is none: base64 of the request in percent encoding after the responder's
 * own path and a slash. RFC 6960 appendix A.1
 */
function requestInPath(path: string, responderPath: string): Uint8Array | undefined {
  try {
    const base64 = decodeURIComponent(path.slice(responderPath.length + 1));
    return /^[A-Za-z0-9+/]+=*$/.test(base64) ? new Uint8Array(Buffer.from(base64, 'base64')) : undefined;
  } catch {
    // A percent sign with something else behind it.
    return undefined;
  }
}

function ocspReply(
  name: AuthorityName,
  { method, path, body }: HttpRequest,
  now: number,
  service: StatusService,
): HttpReply | NoReply {
  const responderPath = SERVICE_PATH.ocsp(name);
  const request = method === 'POST' && path === responderPath ? body : requestInPath(path, responderPath);
  if (request === undefined && method === 'POST') return NOT_FOUND;
  const { statuses, ocspFault } = service;
  if (ocspFault === 'down') return 'hang up';
  if (ocspFault === 'silent') return 'keep silent';
  const answer = answerOcsp(request ?? new Uint8Array(0), {
    authority: name,
    statuses,
    now,
    ...(ocspFault === undefined ? {} : { fault: ocspFault }),
  });
  return { status: 200, type: 'application/ocsp-response', body: answer };
}

/** `now` in milliseconds since 1970-01-01 UTC. */
export function replyTo(request: HttpRequest, now: number, service: StatusService): HttpReply | NoReply {
  const { method, path } = request;
  const responder = CARD_AUTHORITY_NAMES.find((name) => `${path}/`.startsWith(`${SERVICE_PATH.ocsp(name)}/`));
  const resource = RESOURCES.get(path);
  if (responder === undefined && resource === undefined) return NOT_FOUND;
  const allowed = responder === undefined ? ['GET', 'HEAD'] : ['GET', 'HEAD', 'POST'];
  if (!allowed.includes(method)) return { ...words(405, 'not by this method\n'), allow: allowed.join(', ') };
  return responder === undefined ? resource!(now, service) : ocspReply(responder, request, now, service);
}
