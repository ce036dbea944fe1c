/** Where the revocation of UZI cards is looked up: the register in this process, or the services that certificates name. */
import type { Clock } from '../../emulator/index.ts';
import { SERVICE_ORIGIN, SERVICE_PATH } from '../ca/addresses.ts';
import { type HttpRequest, replyTo, type StatusService } from '../status-service/status-service.ts';
import type { RevocationSource } from './revocation.ts';

/** Answers as `proefpas ocsp` would, without a server. */
export function registerSource(service: StatusService, clock: Clock): RevocationSource {
  const ask = async (request: HttpRequest): Promise<Uint8Array | undefined> => {
    const reply = replyTo(request, clock.now(), service);
    return typeof reply !== 'string' && reply.status === 200 ? reply.body : undefined;
  };
  return {
    ocsp: (issuer, body) => ask({ method: 'POST', path: SERVICE_PATH.ocsp(issuer), body }),
    crl: (issuer) => ask({ method: 'GET', path: SERVICE_PATH.crl(issuer), body: new Uint8Array(0) }),
  };
}

/** How long a service may take. */
const PATIENCE_MS = 5000;

/** Asks the services over HTTP, at the address that certificates have. */
export function httpSource(origin = SERVICE_ORIGIN): RevocationSource {
  const ask = async (path: string, init: RequestInit = {}): Promise<Uint8Array | undefined> => {
    try {
      const response = await fetch(origin + path, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
      return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
    } catch {
      // Nobody listens, or too slowly.
      return undefined;
    }
  };
  return {
    ocsp: (issuer, request) =>
      ask(SERVICE_PATH.ocsp(issuer), {
        method: 'POST',
        headers: { 'content-type': 'application/ocsp-request' },
        body: Uint8Array.from(request),
      }),
    crl: (issuer) => ask(SERVICE_PATH.crl(issuer)),
  };
}
