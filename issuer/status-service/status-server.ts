/** The services of the TEST authorities on a port of this computer, and of no other. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { concat } from '../../apdu/index.ts';
import type { Clock } from '../../emulator/index.ts';
import { SERVICE_HOST, SERVICE_PORT } from '../ca/addresses.ts';
import type { CertificateStatuses } from '../ca/certificate-status.ts';
import { type HttpReply, type HttpRequest, type NoReply, replyTo, type StatusService } from './status-service.ts';

/** Longest request that is read, in bytes; one OCSP request has some hundred. */
const MAX_BODY = 65_536;

export interface StatusServerOptions extends Omit<StatusService, 'statuses'> {
  /** What is known of certificates; or what tells it, asked before each answer. */
  readonly statuses: CertificateStatuses | (() => Promise<CertificateStatuses>);
  readonly clock: Clock;
  /** `SERVICE_PORT`, which certificates name, when left out; 0 takes a free one. */
  readonly port?: number;
}

export interface StatusServer {
  /** Such as `http://127.0.0.1:28560`. */
  readonly origin: string;
  /** Ends it and every connection. */
  close(): Promise<void>;
}

/** The whole body, or undefined when it is longer than `MAX_BODY`. */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > MAX_BODY) return undefined;
    parts.push(part);
  }
  return concat(...parts);
}

/** The reply, or 500 when the statuses cannot be had or for a bug of ours, which is reported on standard error. */
async function replyOrReport(request: HttpRequest, options: StatusServerOptions): Promise<HttpReply | NoReply> {
  const { statuses, clock } = options;
  try {
    const known = typeof statuses === 'function' ? await statuses() : statuses;
    return replyTo(request, clock.now(), { ...options, statuses: known });
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error));
    return { status: 500, type: 'text/plain', body: new Uint8Array(0) };
  }
}

async function serve(request: IncomingMessage, response: ServerResponse, options: StatusServerOptions): Promise<void> {
  const body = await bodyOf(request);
  if (body === undefined) {
    response.writeHead(413, { connection: 'close' }).end();
    return;
  }
  const { method = '', url = '' } = request;
  const reply = await replyOrReport({ method, path: url.split('?', 1)[0]!, body }, options);
  if (reply === 'keep silent') return;
  if (reply === 'hang up') {
    response.destroy();
    return;
  }
  response.writeHead(reply.status, {
    'content-type': reply.type,
    'content-length': reply.body.length,
    'cache-control': 'no-store',
    ...(reply.allow === undefined ? {} : { allow: reply.allow }),
  });
  response.end(reply.body);
}

/** Listens. Rejects when the port cannot be had: the message names it, `code` is the system's. */
export function startStatusServer(options: StatusServerOptions): Promise<StatusServer> {
  const { port = SERVICE_PORT } = options;
  const server = createServer((request, response) => {
    // A client that leaves in the middle has no use for an answer.
    serve(request, response, options).catch(() => response.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, SERVICE_HOST, () => {
      const { port: taken } = server.address() as AddressInfo;
      resolve({
        origin: `http://${SERVICE_HOST}:${taken}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}
