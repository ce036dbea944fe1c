/** Commands on a card of layout `safesign`, and its page of the documentation. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ANSWERS_TO_RESET, SAFESIGN_HABITS } from '../applet/index.ts';
import { leftBehind, proefpas } from './cli.test-support.ts';
import { markdownTable } from './markdown-table.ts';

const CARD = 'zorg-id:keys=A:layout=safesign';
const folder = mkdtempSync(join(tmpdir(), 'safesign-'));
const image = join(folder, 'card.img');

beforeAll(async () => {
  expect(await proefpas('run', CARD, '--image', image, '--', 'true')).toMatchObject({ status: 0 });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
  expect(leftBehind()).toEqual([]);
});

it('its habits and ATRs stand in the documentation as in the tables', () => {
  const page = readFileSync(fileURLToPath(new URL('../docs/safesign-layout.md', import.meta.url)), 'utf8');
  const rows = SAFESIGN_HABITS.map(({ habit, otherwise, source }) => [habit, otherwise, source]);
  expect(page).toContain(markdownTable([['habit', 'layout iso', 'seen by'], ...rows]));
  for (const [name, atr] of Object.entries(ANSWERS_TO_RESET)) {
    expect(page).toMatch(new RegExp(`atr=${name}\` *\\| \`${atr.match(/../g)!.join(' ')}\``));
  }
});

it('token shows it, changes its PIN and unblocks it', async () => {
  const { stdout } = await proefpas('token', 'status', image);
  expect(stdout).toContain('Token Name = ZORG-ID Smartcard TEST\n');
  expect(stdout).toContain('Token Status = operationeel\n');
  const change = (...pins: string[]) =>
    proefpas('token', 'change-pin', image, '--pin', pins[0]!, '--new-pin', pins[1]!);
  expect(await change('123456', '654321')).toMatchObject({ status: 0, stderr: '' });
  expect(await change('123456', '222222')).toMatchObject({ status: 1, stderr: 'proefpas: wrong PIN; 2 tries left\n' });
  const unblock = await proefpas('token', 'unblock-pin', image, '--puk', '12345678', '--new-pin', '123456');
  expect(unblock).toMatchObject({ status: 0, stderr: '' });
  expect((await proefpas('image', 'show', image)).stdout).toMatch(/^Layout +safesign$/m);
});

it('export writes its certificates', async () => {
  const out = join(folder, 'pki');
  expect(await proefpas('export', CARD, out)).toMatchObject({ status: 0 });
  expect(readdirSync(out)).toEqual(expect.arrayContaining(['authenticiteit.pem', 'chain.pem', 'crl.pem', 'root.pem']));
});

it('replay plays to it', async () => {
  const trace = join(folder, 'sign.cardtrace');
  const lines = [
    'cardtrace 1',
    `need profile ${CARD}`,
    '> 00A40400 0C A000000063504B43532D3135 00',
    '< 54686973* [9000]',
    '> 00DA0100 03 616263',
    '< [9000]',
    `> 00200002 lc(pad(${'$'}{PIN}, 15, 00))`,
    '< [9000]',
    '> 002241B6 06 840101 800102',
    '< [9000]',
  ];
  writeFileSync(trace, lines.map((line) => `${line}\n`).join(''));
  expect(await proefpas('replay', trace)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('no difference'),
  });
});

it('the suite finds its PIN and files by the directories, and no fault', async () => {
  const { status, stdout } = await proefpas('suite', image, '--pin', '123456', '--json');
  const { assertions } = JSON.parse(stdout) as { assertions: { id: string; outcome: string }[] };
  const of = (wanted: string) => assertions.filter(({ outcome }) => outcome === wanted).map(({ id }) => id);
  expect(of('fail')).toEqual([]);
  expect(of('explained')).toEqual(['FCP-07']);
  expect(of('pass').length).toBeGreaterThan(130);
  expect(of('pass')).toEqual(expect.arrayContaining(['CRD-01', 'CDS-02']));
  expect(status).toBe(0);
});

it('issue takes such a UZI card', async () => {
  const order = ['--state', join(folder, 'portal'), '--birth-date', '1980-01-01', '--new-pin', 'Geheim12', '--json'];
  const made = await proefpas('issue', 'uzi-medewerker:layout=safesign', '--image', join(folder, 'new.img'), ...order);
  expect(JSON.parse(made.stdout)).toMatchObject({ event: 'issued', person: '900012345' });
});
