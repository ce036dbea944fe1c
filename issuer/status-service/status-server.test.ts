import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '../../emulator/index.ts';
import { CertificateStatuses } from '../ca/certificate-status.ts';
import { type StatusServer, startStatusServer } from './status-server.ts';

const options = { statuses: new CertificateStatuses(), clock: fixedClock(Date.UTC(2026, 0, 1)), port: 0 } as const;

const portOf = ({ origin }: StatusServer): number => Number(new URL(origin).port);

/** Whether somebody takes a connection there. */
const isOpen = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, host);
    socket.on('connect', () => resolve(true) ?? socket.destroy());
    socket.on('error', () => resolve(false));
  });

describe('the services of the TEST authorities', () => {
  let server: StatusServer;
  beforeAll(async () => {
    server = await startStatusServer(options);
  });
  afterAll(() => server.close());

  const status = async (path: string, init?: RequestInit) => (await fetch(server.origin + path, init)).status;

  // biome-ignore format: a table reads best with its columns aligned
  it.each<[string, string, number]>([
    ['GET',    '/',                              404],
    ['GET',    '/crl/zorg-id',                   404],
    ['GET',    '/crl/somebody.crl',              404],
    ['GET',    '/crl/constructor.crl',           404],
    ['GET',    '/ocsp/zorg-id-root',             404],
    ['POST',   '/ocsp/zorg-idx',                 404],
    ['POST',   '/ocsp/zorg-id/',                 404],
    ['GET',    '/crl/../certificate/zorg-id.cer', 200],
    ['GET',    '/crl/zorg-id.crl?x',             200],
    ['GET',    '/practice-statement',            200],
    ['HEAD',   '/crl/zorg-id.crl',               200],
    ['POST',   '/crl/zorg-id.crl',               405],
    ['DELETE', '/ocsp/zorg-id',                  405],
    ['GET',    '/ocsp/zorg-id',                  200],
    ['GET',    '/ocsp/zorg-id/%',                200],
  ])('%s %s: %i', async (method, path, expected) => {
    expect(await status(path, { method })).toBe(expected);
  });

  it('a method that is not there is told which are', async () => {
    const { headers } = await fetch(`${server.origin}/crl/zorg-id.crl`, { method: 'PUT' });
    expect(headers.get('allow')).toBe('GET, HEAD');
  });

  it('what is no request is malformed, whichever way it comes', async () => {
    for (const [path, init] of [
      ['/ocsp/zorg-id', { method: 'POST', body: 'no' }],
      ['/ocsp/zorg-id/bm8='],
      ['/ocsp/zorg-id/%C3%28'],
      ['/ocsp/zorg-id'],
    ] as const) {
      const response = await fetch(server.origin + path, init);
      expect(Buffer.from(await response.arrayBuffer()).toString('hex')).toBe('30030a0101');
    }
  });

  it('a request of more than 64 KiB is not read', async () => {
    expect(await status('/ocsp/zorg-id', { method: 'POST', body: new Uint8Array(65_537) })).toBe(413);
    expect(await status('/ocsp/zorg-id', { method: 'POST', body: new Uint8Array(65_536) })).toBe(200);
  });

  it('only this computer is served', async () => {
    const others = Object.values(networkInterfaces()).flatMap((all) =>
      (all ?? []).filter(({ internal, family }) => !internal && family === 'IPv4'),
    );
    expect(await isOpen('127.0.0.1', portOf(server))).toBe(true);
    for (const { address } of others) expect(await isOpen(address, portOf(server))).toBe(false);
    expect(await isOpen('127.0.0.2', portOf(server))).toBe(false);
  });

  it('a port that is taken is said to be', async () => {
    await expect(startStatusServer({ ...options, port: portOf(server) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

it('closing ends connections that are open', async () => {
  const server = await startStatusServer(options);
  const socket = connect(portOf(server), '127.0.0.1');
  await new Promise((connected) => socket.once('connect', connected));
  const ended = new Promise((closed) => socket.once('close', closed));
  socket.resume();
  await server.close();
  await ended;
  expect(await isOpen('127.0.0.1', portOf(server))).toBe(false);
});
