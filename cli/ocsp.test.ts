import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { authority } from '../issuer/pki/index.ts';
import { leftBehind, proefpas, type Running, startProefpas } from './cli.test-support.ts';

const folder = mkdtempSync(join(tmpdir(), 'ocsp-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
  expect(leftBehind()).toEqual([]);
});

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** A certificate as ours, but for the last byte of its signature. */
const forged = authority('zorg-id').certificate.slice();
forged[forged.length - 1]! ^= 1;

const levelTwo = file('level-2.cer', authority('zorg-id-level-2').certificate);

async function started(
  ...args: readonly string[]
): Promise<{ running: Running; ready: Record<string, Record<string, string>> }> {
  const running = startProefpas('ocsp', '--port', '0', '--json', ...args);
  const [line] = (await running.printed('\n')).split('\n');
  return { running, ready: JSON.parse(line!) };
}

const bytesAt = async (url: string): Promise<Buffer> => Buffer.from(await (await fetch(url)).arrayBuffer());

describe('proefpas ocsp', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('serves what it says until %s, and then nothing', async (signal) => {
    const { running, ready } = await started();
    expect(new URL(String(ready.origin)).hostname).toBe('127.0.0.1');
    const certificate = await bytesAt(ready.certificate!['zorg-id-root']!);
    expect(certificate.equals(authority('zorg-id-root').certificate)).toBe(true);
    expect((await fetch(ready.crl!['zorg-id']!)).status).toBe(200);
    expect((await fetch(ready.ocsp!['zorg-id']!)).headers.get('content-type')).toBe('application/ocsp-response');
    running.process.kill(signal);
    const { status, stdout, stderr } = await running.ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('{"event":"closed"}');
    await expect(fetch(String(ready.origin))).rejects.toThrow();
  });

  it('revokes by certificate: it is on the list of its issuer and no other', async () => {
    const { running, ready } = await started('--revoke', `${levelTwo}=superseded`);
    const empty = await started();
    const sizes = async (name: string) => [
      (await bytesAt(ready.crl![name]!)).length,
      (await bytesAt(empty.ready.crl![name]!)).length,
    ];
    const [withEntry, without] = await sizes('zorg-id-root');
    expect(withEntry).toBeGreaterThan(without!);
    const [other, alike] = await sizes('zorg-id');
    expect(other).toBe(alike);
    for (const { process, ended } of [running, empty.running]) {
      process.kill('SIGINT');
      expect((await ended).status).toBe(0);
    }
  });

  it('tells people where things are, and of its faults', async () => {
    const running = startProefpas('ocsp', '--port', '0', '--ocsp-fault', 'stale', '--crl-fault', 'expired');
    const text = await running.printed('Ctrl-C');
    expect(text).toMatch(/^OCSP {5}http:\/\/127\.0\.0\.1:\d+\/ocsp\/zorg-id$/m);
    expect(text).toMatch(/^CRL {6}http:\/\/127\.0\.0\.1:\d+\/crl\/zorg-id\.crl$/m);
    expect(text).toContain('Fault: answers are two days old');
    expect(text).toContain('Fault: every CRL expired two days ago.');
    expect(text).toContain('Certificates of cards name port 28560');
    running.process.kill('SIGINT');
    expect((await running.ended).status).toBe(0);
  });

  it.each<[string, string[], string]>([
    ['a port that is none', ['--port', '65536'], '--port takes a number from 0 to 65535, not "65536"'],
    ['a port in words', ['--port', 'ten'], '--port takes a number from 0 to 65535, not "ten"'],
    [
      'an unknown fault',
      ['--ocsp-fault', 'slow'],
      'there is no fault "slow"; faults are stale, wrong-key, wrong-signer, wrong-nonce, try-later, down, silent',
    ],
    ['a file that is not there', ['--unknown', 'none.pem'], 'cannot read none.pem: ENOENT'],
    ['a reason that is none', ['--revoke', `${levelTwo}=theft`], 'reasons are unspecified, keyCompromise,'],
    [
      'a file without a certificate',
      ['--revoke', file('words.pem', 'words')],
      'words.pem holds no certificate, neither PEM nor DER',
    ],
    [
      'a certificate of somebody else',
      ['--unknown', file('forged.cer', forged)],
      'forged.cer is not a certificate of our TEST authorities',
    ],
  ])('refuses %s', async (_, args, message) => {
    const { status, stderr, stdout } = await proefpas('ocsp', ...args);
    expect(stderr).toContain(`proefpas: `);
    expect(stderr).toContain(message);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  it('says so when somebody else has the port', async () => {
    const other = createServer();
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
    const { port } = other.address() as { port: number };
    const { status, stderr } = await proefpas('ocsp', '--port', String(port));
    other.close();
    expect(stderr).toBe(
      `proefpas: port ${port} is in use on this computer; end what has it, or choose another one with --port\n`,
    );
    expect(status).toBe(1);
  });
});
