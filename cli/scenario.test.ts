/** `proefpas scenario`: what it prepares, says and leaves behind. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readImage } from '../index.ts';
import { SCENARIOS } from '../issuer/scenario/index.ts';
import { leftBehind, proefpas, startProefpas } from './cli.test-support.ts';
import { scenario } from './scenario.ts';
import { scenarioDocument } from './scenario-document.ts';
import { listJson, listText } from './scenario-words.ts';

const folder = mkdtempSync(join(tmpdir(), 'scenario-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
  expect(leftBehind()).toEqual([]);
});

const event = (text: string, line: number) => JSON.parse(text.split('\n')[line]!);

describe('the list', () => {
  it('stands in the documentation', () => {
    const page = fileURLToPath(new URL('../docs/scenarios.md', import.meta.url));
    expect(readFileSync(page, 'utf8')).toBe(scenarioDocument());
  });

  it('has each scenario in a line, with its source, for people and for programs', () => {
    for (const [name, { about, source }] of Object.entries(SCENARIOS)) {
      expect(listText().split('\n')).toContainEqual(expect.stringMatching(new RegExp(`^  ${name} +(good|bad ) +\\S`)));
      expect(listText()).toContain(`${about} (${source})\n`);
    }
    const told = listJson()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { scenario: string; source: string });
    expect(told.map((each) => [each.scenario, each.source])).toEqual(
      Object.entries(SCENARIOS).map(([name, { source }]) => [name, source]),
    );
  });

  it('is printed', async () => {
    expect(await proefpas('scenario', 'list')).toMatchObject({ status: 0, stdout: listText(), stderr: '' });
    expect(await proefpas('scenario', 'list', '--json')).toMatchObject({ status: 0, stdout: listJson(), stderr: '' });
  });
});

describe('what makes no sense is said in one sentence', () => {
  const full = mkdtempSync(join(folder, 'full-'));
  writeFileSync(join(full, 'mine'), 'mine');

  it.each<[string, Parameters<typeof scenario>, string]>([
    [
      'a name nearly right',
      ['revoqued', {}, undefined],
      'there is no scenario "revoqued"; did you mean revoked? proefpas scenario list tells all there are',
    ],
    [
      'a name of nothing',
      ['xyz', {}, undefined],
      'there is no scenario "xyz"; proefpas scenario list tells all there are',
    ],
    [
      'a port that is none',
      ['revoked', { port: '99999' }, undefined],
      '--port takes a number from 0 to 65535, not "99999"',
    ],
    ['a folder without a name', ['revoked', { dir: '' }, undefined], '--dir takes the name of a folder, new or empty'],
    [
      'a folder that is not empty',
      ['revoked', { dir: full, port: '0' }, undefined],
      `${full} is not empty; name a new or an empty folder with --dir`,
    ],
    [
      'a file for a folder',
      ['revoked', { dir: join(full, 'mine'), port: '0' }, undefined],
      `${join(full, 'mine')} is no folder; name a new or an empty one with --dir`,
    ],
    [
      'a folder that cannot be made',
      ['revoked', { dir: '/proc/nowhere/x', port: '0' }, undefined],
      '/proc/nowhere/x cannot be made (ENOENT); name another with --dir',
    ],
  ])('%s', async (_, args, message) => {
    await expect((async () => scenario(...args))()).rejects.toMatchObject({ name: 'UsageError', message });
    expect(readdirSync(full)).toEqual(['mine']);
  });

  it('a command that is missing after --, and a name that is missing', async () => {
    expect(await proefpas('scenario', 'revoked', '--')).toMatchObject({
      status: 2,
      stderr:
        'proefpas: scenario needs a command after --, as in: proefpas scenario revoked -- your-test; or leave out the --\n',
    });
    expect((await proefpas('scenario')).status).toBe(2);
  });

  it('a port that somebody has; nothing is left in the folder', async () => {
    const other = createServer();
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
    const { port } = other.address() as { port: number };
    const dir = join(folder, 'port');
    await expect(scenario('blocked-centrally', { dir, port: String(port) }, undefined)).rejects.toThrow(
      `port ${port} is in use on this computer`,
    );
    expect(existsSync(dir)).toBe(false);
    other.close();
  });
});

describe('proefpas scenario NAME', () => {
  it('tells programs where everything is, and leaves nothing after Ctrl-C', async () => {
    const running = startProefpas('scenario', 'blocked-centrally', '--port', '0', '--json');
    const text = await running.printed('"event":"ready"');
    const told = event(text, 0);
    expect(told).toMatchObject({ event: 'scenario', scenario: 'blocked-centrally', verdict: 'bad', source: 'R49' });
    const { folder: own, cards, trust, portal, origin } = told;
    for (const path of [cards[0].image, ...cards[0].files, cards[0].chain, trust.roots, trust.crl, portal]) {
      expect(path.startsWith(own), path).toBe(true);
      expect(existsSync(path), path).toBe(true);
    }
    expect(statSync(own).mode & 0o777).toBe(0o700);
    expect(statSync(cards[0].image).mode & 0o777).toBe(0o600);
    expect((await fetch(`${origin}/certificate/zorg-id.cer`)).status).toBe(200);
    expect(event(text, 1)).toMatchObject({
      event: 'ready',
      readers: [{ name: 'Proefpas 00 00', card: 'zorg-id', pin: '123456', puk: '12345678', image: cards[0].image }],
    });
    expect(existsSync(event(text, 1).socket)).toBe(true);
    running.process.kill('SIGINT');
    const { status, stdout, stderr } = await running.ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('{"event":"closed"}');
    expect([own, event(text, 1).socket].filter((path) => existsSync(path))).toEqual([]);
    await expect(fetch(origin)).rejects.toThrow();
  });

  it('tells people, and keeps a folder that is named', async () => {
    const dir = join(folder, 'kept');
    const running = startProefpas('scenario', 'make-from-zorgverlener', '--port', '0', '--dir', dir);
    const text = await running.printed('Ctrl-C ends it');
    expect(text).toContain('Scenario make-from-zorgverlener: ');
    expect(text).toContain('(R02, R77)');
    expect(text).toContain('Making a card ends with UZI_PASTYPE_Z:');
    expect(text).toContain('export PCSCLITE_CSOCK_NAME=');
    expect(text).toMatch(/^PIN {6}123456$/m);
    running.process.kill('SIGTERM');
    expect((await running.ended).status).toBe(0);
    expect(readdirSync(dir).sort()).toEqual(['README.txt', 'portal', 'trust', 'uzi-zorgverlener', 'zorg-id-blank']);
    expect(readImage(join(dir, 'uzi-zorgverlener', 'card.img'))?.profile.name).toBe('uzi-zorgverlener');
    expect(readFileSync(join(dir, 'README.txt'), 'utf8')).toContain('uzi-zorgverlener/authenticiteit.pem');
  });

  it('runs a command in it, which finds cards and files, and ends as that does', async () => {
    const script = 'test -S "$PCSCLITE_CSOCK_NAME" && ls "$PROEFPAS_SCENARIO_DIR" && exit 7';
    const { status, stdout, stderr } = await proefpas('scenario', 'no-card', '--port', '0', '--', 'sh', '-c', script);
    expect({ status, stdout, stderr }).toEqual({ status: 7, stdout: 'README.txt\ntrust\n', stderr: '' });
  });
});
