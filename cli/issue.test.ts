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
});
