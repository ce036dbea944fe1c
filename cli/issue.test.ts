import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { leftBehind, proefpas } from './cli.test-support.ts';

const folder = mkdtempSync(join(tmpdir(), 'issue-'));
const image = join(folder, 'new.img');
const state = join(folder, 'portal');
const order = ['--image', image, '--state', state, '--birth-date', '1980-01-01', '--new-pin', 'Geheim12'];

afterAll(() => {
  rmSync(folder, { recursive: true });
  expect(leftBehind()).toEqual([]);
});

it('a refusal is told by code, words and reason, and the card is made when nothing is against it', async () => {
  const refused = await proefpas('issue', 'uzi-zorgverlener', ...order);
  expect(refused).toMatchObject({
    status: 1,
    stdout: '',
    stderr:
      'proefpas: UZI_PASTYPE_Z: Een Zorgverlener UZI-pas kan niet gebruikt worden. U kunt helaas niet verder. [the card is of pastype Z]\n',
  });
  const revoked = await proefpas('issue', 'uzi-medewerker:revoked', ...order, '--json');
  expect(JSON.parse(revoked.stdout)).toMatchObject({ event: 'refused', check: 8, code: 'UZI_REVOKED' });

  const made = await proefpas('issue', ...order, '--json');
  const { puk, card, ...rest } = JSON.parse(made.stdout) as Record<string, unknown>;
  expect(made.status).toBe(0);
  expect(puk).toMatch(/^[0-9]{8}$/);
  expect(rest).toMatchObject({
    event: 'issued',
    person: '900012345',
    organisation: '90000382',
    notAfter: '2029-01-01T00:00:00.000Z',
  });

  const shown = await proefpas('portal', 'show', '--state', state, '--json');
  expect(shown.stdout).toContain(card as string);
  expect(shown.stdout).not.toContain(puk);
  const token = await proefpas('token', 'status', image);
  expect(token.stdout).toContain('Token Status = operationeel\n');
});

it('what makes no sense is told before any card is touched', async () => {
  const noCard = await proefpas('issue', '--state', state, '--birth-date', '1980-01-01', '--new-pin', 'Geheim12');
  expect(noCard).toMatchObject({ status: 2, stderr: expect.stringContaining('--image FILE') });
  const version = await proefpas('issue', ...order, '--desktop-app', 'new');
  expect(version).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^proefpas: --desktop-app: a version is /),
  });
  const two = await proefpas('issue', 'uzi-medewerker', 'zorg-id', ...order);
  expect(two).toMatchObject({ status: 2, stderr: 'proefpas: uzi-medewerker and zorg-id: name one card\n' });
});

it('nobody is asked for the PIN of a UZI card that is not there', async () => {
  const absent = await proefpas('issue', 'none', ...order);
  expect(absent).toMatchObject({ status: 1, stderr: expect.stringContaining('UZI_ABSENT') });
});
