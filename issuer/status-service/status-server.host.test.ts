import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '../../emulator/index.ts';
import { type AuthorityName, CARD_AUTHORITY_NAMES } from '../ca/authorities.ts';
import { authority, chainOf } from '../ca/authority.ts';
import { CertificateStatuses } from '../ca/certificate-status.ts';
import { cardCertificateOf, serialNumberIn } from '../certificate/card-certificate.test-support.ts';
import { certificatesPem, hasOpenssl } from '../openssl.test-support.ts';
import type { CrlFault, OcspFault } from './faults.ts';
import { type StatusServer, startStatusServer } from './status-server.ts';

/** The program openssl has no say in what time it is when it judges an answer, so the responder's clock is the computer's. */
const NOW = Date.now();
const ISSUED = NOW - 86_400_000;

const certificates = Object.fromEntries(
  CARD_AUTHORITY_NAMES.map((name) => [name, cardCertificateOf(name, 'authenticity', ISSUED)]),
) as Record<AuthorityName, Uint8Array>;

const revoked = cardCertificateOf('zorg-id', 'authenticity', ISSUED);
const held = cardCertificateOf('zorg-id', 'authenticity', ISSUED);
const unknown = cardCertificateOf('zorg-id', 'authenticity', ISSUED);

const statuses = new CertificateStatuses();
statuses.set('zorg-id', serialNumberIn(revoked), { state: 'revoked', at: NOW - 60_000, reason: 'keyCompromise' });
statuses.set('zorg-id', serialNumberIn(held), { state: 'revoked', at: NOW - 60_000, reason: 'certificateHold' });
statuses.set('zorg-id', serialNumberIn(unknown), { state: 'unknown' });

const folder = mkdtempSync(join(tmpdir(), 'status-server-'));
const servers: StatusServer[] = [];

afterAll(async () => {
  for (const server of servers) await server.close();
  rmSync(folder, { recursive: true });
});

async function start(options: { ocspFault?: OcspFault; crlFault?: CrlFault } = {}): Promise<StatusServer> {
  const server = await startStatusServer({ statuses, clock: fixedClock(NOW), port: 0, ...options });
  servers.push(server);
  return server;
}

/** Runs beside this thread, from which the server answers. Standard error comes first. */
function openssl(...args: readonly string[]): Promise<{ status: number; output: string }> {
  return new Promise((resolve) => {
    execFile('openssl', args, { cwd: folder }, (error, stdout, stderr) =>
      resolve({ status: error === null ? 0 : Number(error.code), output: stderr + stdout }),
    );
  });
}

/** Asks the responder of an authority about a certificate, as a client with that authority's chain and root. */
function ask(origin: string, name: AuthorityName, certificate: Uint8Array, ...options: readonly string[]) {
  const chain = chainOf(name);
  writeFileSync(join(folder, 'certificate.pem'), certificatesPem(certificate));
  writeFileSync(join(folder, 'issuer.pem'), certificatesPem(chain[0]!));
  writeFileSync(join(folder, 'chain.pem'), certificatesPem(...chain.slice(0, -1)));
  writeFileSync(join(folder, 'root.pem'), certificatesPem(chain.at(-1)!));
  const trust = ['-CAfile', 'root.pem', '-verify_other', 'chain.pem', '-no-CApath'];
  const url = ['-url', `${origin}/ocsp/${name}`, '-issuer', 'issuer.pem'];
  return openssl('ocsp', ...url, ...trust, ...options, '-cert', 'certificate.pem');
}

describe.skipIf(!hasOpenssl)('a responder, as openssl ocsp sees it', () => {
  let origin = '';
  beforeAll(async () => {
    origin = (await start()).origin;
  });

  it.each(CARD_AUTHORITY_NAMES)('of %s says that a certificate is good, and gives back the nonce', async (name) => {
    const { status, output } = await ask(origin, name, certificates[name], '-nonce', '-resp_text');
    expect(output).toContain('Response verify OK\n');
    expect(output).toContain('certificate.pem: good\n');
    expect(output).toContain('OCSP Nonce');
    expect(output).not.toContain('WARNING');
    expect(status).toBe(0);
  });

  it.each(['-sha1', '-sha256', '-sha384', '-sha512'])('knows its issuer by a hash of %s', async (hash) => {
    const name = 'zorg-id';
    // The option counts for the certificates after it.
    const { output } = await ask(origin, name, certificates[name], hash);
    expect(output).toContain('Response verify OK\ncertificate.pem: good\n');
  });

  it('answers unknown to a hash that it does not have', async () => {
    const { output } = await ask(origin, 'zorg-id', certificates['zorg-id'], '-sha224');
    expect(output).toContain('certificate.pem: unknown\n');
  });

  it('says revoked, since when and why', async () => {
    const first = await ask(origin, 'zorg-id', revoked);
    expect(first.output).toMatch(/Response verify OK\ncertificate\.pem: revoked\n/);
    expect(first.output).toContain('Reason: keyCompromise\n');
    expect(first.output).toMatch(/Revocation Time: /);
    expect((await ask(origin, 'zorg-id', held)).output).toContain('Reason: certificateHold\n');
  });

  it('says unknown of a certificate that was removed', async () => {
    expect((await ask(origin, 'zorg-id', unknown)).output).toContain('Response verify OK\ncertificate.pem: unknown\n');
  });

  it('says unknown of a certificate of another issuer', async () => {
    const name = 'uzi-zorgverlener';
    const url = `${origin}/ocsp/zorg-id`;
    await ask(origin, name, certificates[name]);
    writeFileSync(join(folder, 'all.pem'), certificatesPem(...chainOf('zorg-id')));
    const args = ['-issuer', 'issuer.pem', '-CAfile', 'all.pem', '-no-CApath', '-cert', 'certificate.pem'];
    const { output } = await openssl('ocsp', '-url', url, '-VAfile', 'all.pem', '-noverify', ...args);
    expect(output).toContain('certificate.pem: unknown\n');
  });

  it('answers about several certificates at once', async () => {
    writeFileSync(join(folder, 'second.pem'), certificatesPem(revoked));
    const { output } = await ask(origin, 'zorg-id', certificates['zorg-id'], '-cert', 'second.pem');
    expect(output).toContain('certificate.pem: good\n');
    expect(output).toContain('second.pem: revoked\n');
  });

  it('answers to a request in the URL, however it is written', async () => {
    await ask(origin, 'zorg-id', certificates['zorg-id'], '-reqout', 'request.der', '-no_nonce');
    const base64 = (await openssl('base64', '-A', '-in', 'request.der')).output;
    for (const path of [encodeURIComponent(base64), base64]) {
      const response = await fetch(`${origin}/ocsp/zorg-id/${path}`);
      expect(response.headers.get('content-type')).toBe('application/ocsp-response');
      writeFileSync(join(folder, 'response.der'), new Uint8Array(await response.arrayBuffer()));
      const args = ['-respin', 'response.der', '-issuer', 'issuer.pem', '-cert', 'certificate.pem', '-no_nonce'];
      const { output } = await openssl('ocsp', ...args, '-CAfile', 'root.pem', '-verify_other', 'chain.pem');
      expect(output).toContain('Response verify OK\ncertificate.pem: good\n');
    }
  });

  // biome-ignore format: a table reads best with its columns aligned
  it.each<[OcspFault, RegExp]>([
    ['stale',        /Status times invalid[\s\S]*status expired/],
    ['wrong-key',    /Response Verify Failure[\s\S]*signature failure/],
    ['wrong-signer', /Response Verify Failure[\s\S]*certificate verify error/],
  ])('with the fault %s is refused', async (ocspFault, message) => {
    const faulty = await start({ ocspFault });
    const { output } = await ask(faulty.origin, 'zorg-id', certificates['zorg-id']);
    expect(output).toMatch(message);
    // What the answer says is right all the same: only the fault makes it worthless.
    expect(output).toMatch(/^good$|certificate\.pem: good$/m);
  });

  // biome-ignore format: a table reads best with its columns aligned
  it.each<[OcspFault, RegExp]>([
    ['wrong-nonce', /Nonce Verify error/],
    ['try-later',   /Responder Error: trylater \(3\)/],
    ['down',        /Error querying OCSP responder/],
    ['silent',      /Error querying OCSP responder[\s\S]*timeout|timed? ?out/],
  ])('with the fault %s says nothing that counts', async (ocspFault, message) => {
    const faulty = await start({ ocspFault });
    const { output } = await ask(faulty.origin, 'zorg-id', certificates['zorg-id'], ...(ocspFault === 'silent' ? ['-timeout', '1'] : []));
    expect(output).toMatch(message);
    expect(output).not.toContain('good');
  });

  it('of another authority is refused by who trusts that one too', async () => {
    const faulty = await start({ ocspFault: 'wrong-signer' });
    writeFileSync(
      join(folder, 'both.pem'),
      certificatesPem(authority('uzi-root').certificate, authority('zorg-id-root').certificate),
    );
    writeFileSync(join(folder, 'chains.pem'), certificatesPem(...chainOf('uzi-zorgverlener'), ...chainOf('zorg-id')));
    const trust = ['-CAfile', 'both.pem', '-verify_other', 'chains.pem'];
    const { output } = await ask(faulty.origin, 'zorg-id', certificates['zorg-id'], ...trust);
    expect(output).toMatch(/Response Verify Failure[\s\S]*root ca not trusted/);
  });
});

describe.skipIf(!hasOpenssl)('a revocation list over HTTP, as openssl sees it', () => {
  const verify = async (origin: string, certificate: Uint8Array): Promise<string> => {
    await ask(origin, 'zorg-id', certificate);
    const response = await fetch(`${origin}/crl/zorg-id.crl`);
    expect(response.headers.get('content-type')).toBe('application/pkix-crl');
    writeFileSync(join(folder, 'list.der'), new Uint8Array(await response.arrayBuffer()));
    await openssl('crl', '-inform', 'DER', '-in', 'list.der', '-out', 'list.pem');
    const args = ['-crl_check', '-CRLfile', 'list.pem', '-CAfile', 'root.pem', '-untrusted', 'chain.pem'];
    return (await openssl('verify', ...args, 'certificate.pem')).output;
  };

  it('lets pass what is good and stops what is revoked', async () => {
    const { origin } = await start();
    expect(await verify(origin, certificates['zorg-id'])).toBe('certificate.pem: OK\n');
    expect(await verify(origin, revoked)).toContain('certificate revoked');
    // A list cannot say "unknown".
    expect(await verify(origin, unknown)).toBe('certificate.pem: OK\n');
  });

  it('stops everything when it has expired', async () => {
    const { origin } = await start({ crlFault: 'expired' });
    expect(await verify(origin, certificates['zorg-id'])).toContain('CRL has expired');
  });

  it('stops everything when another key signed it, and is not there when the service is down', async () => {
    const { origin } = await start({ crlFault: 'wrong-key' });
    expect(await verify(origin, certificates['zorg-id'])).toContain('CRL signature failure');
    const { origin: nowhere } = await start({ crlFault: 'down' });
    await expect(fetch(`${nowhere}/crl/zorg-id.crl`)).rejects.toThrow();
    expect((await ask(nowhere, 'zorg-id', certificates['zorg-id'])).output).toContain('certificate.pem: good\n');
  });

  it('a certificate is where certificates say their issuer is', async () => {
    const { origin } = await start();
    const response = await fetch(`${origin}/certificate/zorg-id.cer`);
    expect(response.headers.get('content-type')).toBe('application/pkix-cert');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(authority('zorg-id').certificate);
  });
});
