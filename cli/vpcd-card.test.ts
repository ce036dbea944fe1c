/** `--vpcd-card`: a virtual card of any making connects, and is played to and judged. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { linkTo } from '../apdu/index.ts';
import { createCard } from '../index.ts';
import { connectVpcd } from '../reader-bridge/index.ts';
import { type Ended, leftBehind, proefpas, startProefpas } from './cli.test-support.ts';

const folder = mkdtempSync(join(tmpdir(), 'vpcd-card-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
  expect(leftBehind()).toEqual([]);
});

/** A port that nothing listens at, just now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Runs the program and connects a card of ours to it, as soon as it listens, until it ends. */
async function withCard(command: string, ...args: readonly string[]): Promise<Ended> {
  const port = await freePort();
  const { ended } = startProefpas(command, '--vpcd-card', `127.0.0.1:${port}`, ...args);
  const card = linkTo(createCard({ profile: 'conformance' }));
  const connected = async (): Promise<void> => {
    await connectVpcd(card, { port }).catch(() => sleep(50).then(connected));
  };
  await Promise.race([connected(), ended]);
  return ended;
}

it('replay plays all traces to the one card that has connected', async () => {
  const traces = ['63C3', '9000'].map((sw, index) => {
    const trace = join(folder, `${index}.cardtrace`);
    writeFileSync(
      trace,
      `cardtrace 1\n> 00CA010103\n< 01002F [9000]\n> 00200001\n< [63C3]\n> 00A4000C023F00\n< [${sw}]\n`,
    );
    return trace;
  });
  const { status, stdout, stderr } = await withCard('replay', ...traces);
  expect(stdout).toContain('0.cardtrace');
  expect(stdout).toContain('1.cardtrace: no difference; 3 commands sent');
  expect(stderr).toMatch(/^proefpas: waiting for a card to connect to 127\.0\.0\.1:\d+\n$/);
  expect(status).toBe(1);
});

it('suite judges it, and knows its PINs when it is told whose they are', async () => {
  const { status, stdout } = await withCard('suite', 'conformance', '--json');
  const { assertions } = JSON.parse(stdout) as { assertions: { outcome: string }[] };
  expect(assertions.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(200);
  expect(assertions.filter(({ outcome }) => outcome === 'fail')).toEqual([]);
  expect(status).not.toBe(1);
});

it('diff tells where it answers otherwise than a card of ours', async () => {
  const trace = join(folder, 'atr.cardtrace');
  writeFileSync(trace, 'cardtrace 1\nreset cold\n> 00A4000C023F00\n< [9000]\n> 00A4080C047F030101\n< [9000]\n');
  expect(await withCard('diff', trace, '--card', 'conformance')).toMatchObject({ status: 0 });
  const { status, stdout } = await withCard('diff', trace, '--card', 'zorg-id');
  expect(stdout).toContain('6A82');
  expect(status).toBe(1);
});

it('record ends as its command does, with a trace of nothing when nothing was said', async () => {
  const trace = join(folder, 'recorded.cardtrace');
  expect(await withCard('record', '-o', trace, '--', 'sh', '-c', 'exit 7')).toMatchObject({ status: 7 });
  expect(readFileSync(trace, 'utf8')).toMatch(/^cardtrace 1\n/);
});

it.each<[string, string[]]>([
  [
    'example.org is not a loopback address; a card is not taken from a network',
    ['suite', '--vpcd-card', 'example.org'],
  ],
  ['--vpcd-card takes HOST:PORT, such as --vpcd-card 127.0.0.1:35963, not ":1"', ['suite', '--vpcd-card', ':1']],
  ['--pcsc-reader and --vpcd-card: choose one card', ['suite', '--pcsc-reader', 'R', '--vpcd-card']],
  [
    '--vpcd-card is a card already; leave out --card, --image, --seed and --holder',
    ['replay', 't.cardtrace', '--card', 'zorg-id', '--vpcd-card'],
  ],
  [
    '--vpcd-card is a card already; leave out zorg-id',
    ['record', 'zorg-id', '-o', 't.cardtrace', '--vpcd-card', '--', 'true'],
  ],
])('%s', async (message, args) => {
  expect(await proefpas(...args)).toMatchObject({ status: 2, stdout: '', stderr: `proefpas: ${message}\n` });
});
