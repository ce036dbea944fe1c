/** `proefpas ocsp`: serves OCSP, CRLs and certificates of the TEST authorities on this computer until it is told to stop. */

import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fromHex } from '../apdu/index.ts';
import { systemClock } from '../emulator/index.ts';
import { addRevokedCard, addRevokedCards, readerSeed } from '../index.ts';
import {
  AUTHORITY_NAMES,
  type AuthorityName,
  CARD_AUTHORITY_NAMES,
  CertificateStatuses,
  issuerOf,
  REVOCATION_REASON,
  type RevocationReason,
  SERVICE_PATH,
  SERVICE_PORT,
} from '../issuer/pki/index.ts';
import { addPortalStatuses } from '../issuer/portal/index.ts';
import { PortalStoreError, watchPortal } from '../issuer/portal-store/index.ts';
import {
  CRL_FAULTS,
  OCSP_FAULTS,
  type StatusServer,
  type StatusServerOptions,
  startStatusServer,
} from '../issuer/status-service/index.ts';
import { EXIT, UsageError } from './exit-status.ts';
import { readersOrder } from './readers-order.ts';
import { catchStopSignals } from './signals.ts';

/** Options as they were typed. */
export interface RawOcspOptions {
  readonly port?: string;
  readonly revoke?: readonly string[];
  readonly unknown?: readonly string[];
  readonly portal?: string;
  readonly ocspFault?: string;
  readonly crlFault?: string;
  readonly json?: boolean;
  readonly seed?: string;
  readonly holder?: string;
}

const REASONS = Object.keys(REVOCATION_REASON);

const isReason = (word: string): word is RevocationReason => Object.hasOwn(REVOCATION_REASON, word);

/** The fault of a name. Throws `UsageError`, naming those there are. */
function faultNamed<Fault extends string>(faults: Readonly<Record<Fault, string>>, word: string): Fault {
  if (Object.hasOwn(faults, word)) return word as Fault;
  throw new UsageError(`there is no fault "${word}"; faults are ${Object.keys(faults).join(', ')}`);
}

/** What `--port` says. Throws `UsageError`. */
export function portOf(typed: string): number {
  const port = Number(typed);
  if (!/^\d{1,5}$/.test(typed) || port > 65_535)
    throw new UsageError(`--port takes a number from 0 to 65535, not "${typed}"`);
  return port;
}

function readCertificate(path: string): X509Certificate {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const hint = path.includes('=') ? `; reasons are ${REASONS.join(', ')}` : '';
    throw new UsageError(`cannot read ${path}: ${(error as Error).message}${hint}`);
  }
  try {
    return new X509Certificate(bytes);
  } catch {
    throw new UsageError(`${path} holds no certificate, neither PEM nor DER`);
  }
}

/** The authority that signed a certificate, and the certificate's serial number. */
function issuedCertificate(path: string): [AuthorityName, Uint8Array] {
  const certificate = readCertificate(path);
  const issuer = issuerOf(certificate);
  if (issuer === undefined) throw new UsageError(`${path} is not a certificate of our TEST authorities`);
  return [issuer, fromHex(certificate.serialNumber)];
}

/** `CERT` or `CERT=REASON`. */
function revocationOf(typed: string): { readonly path: string; readonly reason: RevocationReason } {
  const at = typed.lastIndexOf('=');
  const word = typed.slice(at + 1);
  return at !== -1 && isReason(word)
    ? { path: typed.slice(0, at), reason: word }
    : { path: typed, reason: 'unspecified' };
}

/** Adds what is known against cards of other seeds and holders than the published ones, which `start` makes of the same words. */
function addCards(statuses: CertificateStatuses, cards: readonly string[], raw: RawOcspOptions): void {
  if (cards.length === 0) return;
  const { cards: chosen, seed } = readersOrder(cards, {
    ...(raw.seed === undefined ? {} : { seed: raw.seed }),
    ...(raw.holder === undefined ? {} : { holder: raw.holder }),
  });
  for (const [reader, { profile }] of chosen.entries()) {
    if (profile !== undefined) addRevokedCard(statuses, profile, readerSeed(seed ?? profile.defaultSeed, reader));
  }
}

function statusesOf(cards: readonly string[], raw: RawOcspOptions, now: number): CertificateStatuses {
  const { revoke = [], unknown = [] } = raw;
  const statuses = new CertificateStatuses();
  addRevokedCards(statuses);
  addCards(statuses, cards, raw);
  for (const typed of revoke) {
    const { path, reason } = revocationOf(typed);
    statuses.set(...issuedCertificate(path), { state: 'revoked', at: now, reason });
  }
  for (const path of unknown) statuses.set(...issuedCertificate(path), { state: 'unknown' });
  return statuses;
}

/** What is known of certificates: what was typed, and for its own cards what the portal says then. Throws `UsageError`. */
async function statusesFor(cards: readonly string[], raw: RawOcspOptions): Promise<StatusServerOptions['statuses']> {
  const statuses = statusesOf(cards, raw, systemClock.now());
  if (raw.portal === undefined) return statuses;
  try {
    const portal = await watchPortal(raw.portal);
    return async () => {
      addPortalStatuses(statuses, await portal(), systemClock.now());
      return statuses;
    };
  } catch (error) {
    throw error instanceof PortalStoreError ? new UsageError(error.message) : error;
  }
}

/** What was asked for. Throws `UsageError`. */
async function serviceOf(cards: readonly string[], raw: RawOcspOptions): Promise<StatusServerOptions> {
  const { port, ocspFault, crlFault } = raw;
  return {
    clock: systemClock,
    port: port === undefined ? SERVICE_PORT : portOf(port),
    statuses: await statusesFor(cards, raw),
    ...(ocspFault === undefined ? {} : { ocspFault: faultNamed(OCSP_FAULTS, ocspFault) }),
    ...(crlFault === undefined ? {} : { crlFault: faultNamed(CRL_FAULTS, crlFault) }),
  };
}

/** Rejects, saying what to do, when somebody else has the port. */
export async function listen(options: StatusServerOptions): Promise<StatusServer> {
  try {
    return await startStatusServer(options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new Error(
      `port ${options.port} is in use on this computer; end what has it, or choose another one with --port`,
    );
  }
}

const addresses = (origin: string, names: readonly AuthorityName[], path: (name: AuthorityName) => string) =>
  Object.fromEntries(names.map((name) => [name, origin + path(name)]));

const readyEvent = (origin: string) => ({
  event: 'ready',
  origin,
  ocsp: addresses(origin, CARD_AUTHORITY_NAMES, SERVICE_PATH.ocsp),
  crl: addresses(origin, AUTHORITY_NAMES, SERVICE_PATH.crl),
  certificate: addresses(origin, AUTHORITY_NAMES, SERVICE_PATH.certificate),
});

function describe(origin: string, { port, ocspFault, crlFault }: StatusServerOptions): string {
  const lines = [
    ...CARD_AUTHORITY_NAMES.map((name) => `OCSP     ${origin}${SERVICE_PATH.ocsp(name)}`),
    ...AUTHORITY_NAMES.map((name) => `CRL      ${origin}${SERVICE_PATH.crl(name)}`),
    ...AUTHORITY_NAMES.filter((name) => name.endsWith('root')).map(
      (name) => `Root     ${origin}${SERVICE_PATH.certificate(name)}`,
    ),
    '',
    ...(ocspFault === undefined ? [] : [`Fault: ${OCSP_FAULTS[ocspFault]}.`]),
    ...(crlFault === undefined ? [] : [`Fault: ${CRL_FAULTS[crlFault]}.`]),
    ...(port === SERVICE_PORT
      ? []
      : [`Certificates of cards name port ${SERVICE_PORT}: give your program these addresses.`]),
    'TEST authorities, whose keys everybody has: trust their roots on test computers only. Ctrl-C ends it.',
  ];
  return `${lines.join('\n')}\n`;
}

/** Returns the exit status: success when it was told to stop. */
export async function ocsp(cards: readonly string[], raw: RawOcspOptions): Promise<number> {
  const options = await serviceOf(cards, raw);
  const stop = catchStopSignals();
  try {
    const server = await listen(options);
    process.stdout.write(
      raw.json ? `${JSON.stringify(readyEvent(server.origin))}\n` : describe(server.origin, options),
    );
    await stop.first;
    await server.close();
    if (raw.json) process.stdout.write(`${JSON.stringify({ event: 'closed' })}\n`);
    return EXIT.success;
  } finally {
    stop.release();
  }
}
