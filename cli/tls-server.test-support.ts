/** A TLS server for tests: it takes clients whose certificate leads to our TEST root, and answers as OCSP says of the certificate. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { startProefpas } from './cli.test-support.ts';
import { MAIN } from './host-programs.test-support.ts';

export interface TlsServers {
  /** The servers' certificate, for trust stores. */
  readonly certificate: string;
  /** Port of a server that speaks TLS 1.2. */
  readonly port: number;
  /** Port of one that wants RSA PKCS#1 v1.5 with SHA-256 besides. */
  readonly rsaSha256Port: number;
  close(): Promise<void>;
}

/** Says "good" or "revoked" of a certificate. Rejects when the answer does not verify, or says neither. */
type AskStatus = (certificate: Buffer) => Promise<string>;

const SELF_SIGNED = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2'];
const RSA_KEY = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'server.key', '-out', 'server.pem'];

const pem = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;

/** Asks the responder at an address by `openssl ocsp`, which verifies the answer against the card's chain. */
const askStatusAt =
  (url: string, folder: string): AskStatus =>
  async (certificate) => {
    const seen = join(mkdtempSync(join(folder, 'seen-')), 'client.pem');
    writeFileSync(seen, pem(certificate));
    const chain = ['-issuer', 'pki/chain.pem', '-CAfile', 'pki/root.pem', '-verify_other', 'pki/chain.pem'];
    const args = ['ocsp', ...chain, '-cert', seen, '-url', url];
    const { stdout, stderr } = await promisify(execFile)('openssl', args, { cwd: folder });
    const status = /client\.pem: (\w+)/.exec(stdout)?.[1];
    if (!stderr.includes('Response verify OK') || status === undefined) throw new Error(`OCSP: ${stdout}${stderr}`);
    return status;
  };

/** One request, one answer: 200 for a certificate that is good, else 403, with the client's name and what OCSP said. */
async function answer(socket: TLSSocket, ask: AskStatus): Promise<void> {
  const { raw, subject } = socket.getPeerCertificate();
  const status = await ask(raw).catch((error: Error) => error.message);
  socket.end(`HTTP/1.0 ${status === 'good' ? '200 OK' : '403 Forbidden'}\r\n\r\n${subject.CN}: ${status}\n`);
}

async function listen(folder: string, ask: AskStatus, sigalgs?: string): Promise<Server> {
  const file = (name: string) => readFileSync(join(folder, name), 'utf8');
  const server = createServer({
    key: file('server.key'),
    cert: file('server.pem'),
    ca: [file('pki/root.pem'), file('pki/chain.pem')],
    requestCert: true,
    rejectUnauthorized: true,
    maxVersion: 'TLSv1.2',
    ...(sigalgs !== undefined && { sigalgs }),
  });
  server.on('secureConnection', (socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => void answer(socket, ask));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** Starts both servers, and `proefpas ocsp`, which they ask. */
export async function startTlsServers(): Promise<TlsServers> {
  const folder = mkdtempSync(join(tmpdir(), 'tls-'));
  execFileSync('openssl', ['req', ...RSA_KEY, ...SELF_SIGNED], { cwd: folder, stdio: 'ignore' });
  execFileSync(process.execPath, [MAIN, 'export', 'zorg-id', 'pki'], { cwd: folder, stdio: 'ignore' });
  const responder = startProefpas('ocsp', '--port', '0', '--json');
  const ready = JSON.parse((await responder.printed('"ready"')).split('\n')[0]!) as { ocsp: Record<string, string> };
  const ask = askStatusAt(ready.ocsp['zorg-id']!, folder);
  const servers = [await listen(folder, ask), await listen(folder, ask, 'RSA+SHA256')] as const;
  return {
    certificate: readFileSync(join(folder, 'server.pem'), 'utf8'),
    port: portOf(servers[0]),
    rsaSha256Port: portOf(servers[1]),
    close: async () => {
      for (const server of servers) server.close();
      responder.process.kill('SIGINT');
      await responder.ended;
      rmSync(folder, { recursive: true });
    },
  };
}
