import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recordCard } from '../issuer/portal/index.ts';
import { CARD, newCard } from '../issuer/portal/portal.test-support.ts';
import { openPortal } from '../issuer/portal-store/index.ts';
import { leftBehind, proefpas, startProefpas } from './cli.test-support.ts';
import { UsageError } from './exit-status.ts';
import type { RawPortalOptions } from './portal/arguments.ts';
import { timeAfter, timeTyped } from './portal/arguments.ts';
import { init, log, type PortalVerb, portal, show } from './portal.ts';

const MEES = '900012345';
const HANNA = '900012353';
const AP = '900012411';
const PRACTICE = '90000382';
const APOTHEEK = '90000412';

let folder: string;
let state: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portal-'));
  state = join(folder, 'state');
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

afterAll(() => expect(leftBehind()).toEqual([]));

/** The exit status of a command, and what it said. */
async function said(act: () => Promise<number>) {
  const spy = (stream: NodeJS.WriteStream) => vi.spyOn(stream, 'write').mockReturnValue(true);
  const [out, err] = [spy(process.stdout), spy(process.stderr)];
  try {
    const status = await act();
    const text = (one: typeof out) => one.mock.calls.map(([part]) => part).join('');
    return { status, out: text(out), err: text(err) };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

const act = (verb: PortalVerb, target: string, raw: Omit<RawPortalOptions, 'state'> = {}) =>
  said(() => portal(verb, target, { state, ...raw }));

async function shown() {
  return JSON.parse((await said(() => show({ state, json: true }))).out);
}

/** The employee has made a card. */
async function withCard(): Promise<void> {
  await using opened = await openPortal(state);
  await opened.change((now) => recordCard(now, newCard(now)));
}

describe('proefpas portal', () => {
  it('R44: shows organisations, people, cards and when they expire', async () => {
    await withCard();
    const { status, out } = await said(() => show({ state }));
    expect(status).toBe(0);
    expect(out).toMatch(/^It is 2026-01-01T00:00:00Z; nobody is logged in\.$/m);
    expect(out).toMatch(/^ {2}90000382 {2}Huisartsenpraktijk TEST {2}huisartsenpraktijk {2}open$/m);
    expect(out).toMatch(/^ {2}900012345 +Mees de Werker-TEST +1980-01-01 {2}smartcard {2}gebruiker of 90000382$/m);
    expect(out).toMatch(/^ {2}C0FFEE01 {2}900012345 {2}90000382 {2}active {2}2029-01-01 +good$/m);
    const report = await shown();
    expect(report.cards).toMatchObject([{ number: CARD, status: 'active', notAfter: '2029-01-01T00:00:00Z' }]);
    expect(report.people.find(({ id }: { id: string }) => id === '900012437').removalDue).toBe('2026-03-01T00:00:00Z');
  });

  it('R49 R50: blocks, unblocks and revokes a card, named by its number or its holder', async () => {
    await withCard();
    expect(await act('block', CARD.toLowerCase(), { as: HANNA })).toEqual({
      status: 0,
      out: '2026-01-01  block: card C0FFEE01, Mees de Werker-TEST (900012345)  by 900012353\n',
      err: '',
    });
    expect((await said(() => show({ state }))).out).toContain('revoked (certificateHold)');
    expect(await act('unblock', MEES, { as: HANNA })).toMatchObject({ status: 0 });
    expect(await act('revoke', MEES, { as: HANNA })).toMatchObject({ status: 0 });
    expect(await act('unblock', MEES, { as: HANNA })).toMatchObject({
      status: 1,
      out: '',
      err: 'proefpas: CARD_STATUS: Dit kan niet met de status van deze ZORG-ID Smartcard. [card C0FFEE01 is revoked]\n',
    });
    expect((await said(() => log({ state }))).out).toMatch(/block[\s\S]*unblock[\s\S]*revoke/);
  });

  it('tells a refusal in JSON: its code, words, how sure they are and which statement it follows', async () => {
    const { status, out } = await act('register', '90000399', {
      name: 'Praktijk TEST',
      with: 'uzi-niet-op-naam',
      birthDate: '1980-01-01',
      json: true,
    });
    expect(status).toBe(1);
    expect(JSON.parse(out)).toEqual({
      event: 'refused',
      code: 'PAS_TYPE_M',
      text: 'Valideren met een UZI-medewerkerspas niet op naam kan niet.',
      detail: 'a card of pastype M names nobody',
      source: 'R63',
      certainty: { rule: 'certain', text: 'certain' },
    });
  });

  it('R63: registers with a UZI card of each kind, or the validation tool', async () => {
    const order = { name: 'Praktijk TEST', birthDate: '1980-01-01', holder: 'ura=90000399' };
    const codes = [];
    for (const raw of [
      { with: 'uzi-zorgverlener:expired' },
      { with: 'uzi-zorgverlener', holder: `ura=${PRACTICE}` },
      { with: 'uzi-medewerker' },
      { with: 'uzi-zorgverlener' },
    ]) {
      codes.push((await act('register', '90000399', { ...order, ...raw })).err.split(':')[1]?.trim());
    }
    expect(codes).toEqual(['PAS_INVALID', 'PAS_URA', 'PAS_TYPE', undefined]);
    const post = { ...order, with: 'uzi-medewerker', holder: 'ura=90000400', kind: 'huisartsenpost' };
    expect(await act('register', '90000400', post)).toMatchObject({ status: 0 });
    const tool = { ...order, with: 'validation-tool', givenNames: 'Zon', surname: 'Derpas-TEST' };
    expect(await act('register', '90000401', tool)).toMatchObject({ status: 0 });
    for (const wrong of [{ with: 'zorg-id' }, { with: 'uzi-zorgverlener', holder: 'ura=1' }, { with: 'uzi-x' }]) {
      await expect(act('register', '90000402', { ...order, ...wrong })).rejects.toBeInstanceOf(UsageError);
    }
    expect((await shown()).organisations.map(({ ura }: { ura: string }) => ura)).toEqual([
      '90000382',
      '90000399',
      '90000400',
      '90000401',
      '90000404',
      '90000412',
      '90000420',
    ]);
  });

  it('R16 R62: whoever is logged in acts, until they log out', async () => {
    await withCard();
    await expect(act('block', MEES)).rejects.toThrow('--as WHO says who acts');
    expect((await act('login', HANNA)).out).toBe('2026-01-01  login  by 900012353\n');
    expect(await act('login', AP)).toMatchObject({ status: 1 });
    expect(await act('block', MEES)).toMatchObject({ status: 0 });
    expect((await shown()).session).toBe(HANNA);
    expect(await act('logout', '')).toMatchObject({ status: 0 });
    await expect(act('unblock', MEES)).rejects.toBeInstanceOf(UsageError);
  });

  it('R61: appoints somebody new, and dismisses them', async () => {
    const person = { givenNames: 'Sof', surname: 'Ware-TEST', birthDate: '1990-05-05' };
    expect(await act('appoint', 'new', { ura: PRACTICE, as: HANNA, ...person })).toMatchObject({ status: 0 });
    const people = (await shown()).people as { id: string; surname: string; roles: object }[];
    const { id } = people.find(({ surname }) => surname === 'Ware-TEST')!;
    expect(await act('dismiss', id, { ura: PRACTICE, as: HANNA })).toMatchObject({ status: 0 });
    await expect(act('appoint', 'new', { ura: PRACTICE, as: HANNA })).rejects.toThrow('--given-names is needed');
    await expect(act('appoint', id, { ura: PRACTICE, as: HANNA, role: 'boss' })).rejects.toThrow(
      '--role is one of beheerder, administrator, not "boss"',
    );
  });

  it('R25: activates and ends ZORG-ID Mobiel', async () => {
    expect(await act('mobiel', 'off', { as: '900012395' })).toMatchObject({ status: 0 });
    expect(await act('mobiel', 'off', { as: HANNA })).toMatchObject({ status: 1 });
  });

  it('R55: lets time pass, and tells what it brings', async () => {
    await withCard();
    await act('unlink', MEES, { ura: PRACTICE, as: HANNA });
    expect((await act('advance', '1m27d')).out).toBe('It is 2026-02-28T00:00:00.000Z.\n');
    expect((await act('advance', '', { to: '2026-03-01' })).out).toContain(
      '2026-03-01  remove: card C0FFEE01, Mees de Werker-TEST (900012345)  by time\n',
    );
    await expect(act('advance', '', { to: '2026-01-01' })).rejects.toThrow('does not go back');
    await expect(act('advance', '')).rejects.toThrow('advance takes a duration, such as 2m, or --to and a date');
    await expect(act('advance', '2m', { to: '2027-01-01' })).rejects.toBeInstanceOf(UsageError);
  });

  it('begins with settings of its own, once', async () => {
    const raw = { state, at: '2030-06-01', twoMonths: '60-days', wire: ['removed=unknown'], json: true };
    expect((await said(() => init(raw))).status).toBe(0);
    expect(await shown()).toMatchObject({
      now: '2030-06-01T00:00:00Z',
      settings: { time: 'own', twoMonths: '60-days', wire: { removed: 'unknown', blocked: 'hold' } },
    });
    await expect(init(raw)).rejects.toThrow(`there is something in ${state} already`);
    await expect(init({ state, wire: ['gone=unknown'] })).rejects.toThrow('a status in --wire is one of active,');
    const computer = join(folder, 'computer');
    await said(() => init({ state: computer, time: 'computer' }));
    await expect(portal('advance', '2m', { state: computer })).rejects.toThrow("this portal's time is the computer's");
  });

  it('says who has the state open', async () => {
    await using _opened = await openPortal(state);
    await expect(show({ state })).rejects.toThrow('another process has the portal state');
    await expect(show({ state: join(folder, 'state', 'CURRENT') })).rejects.toThrow('is no folder');
    expect(readdirSync(folder)).toEqual(['state']);
  });
});

describe('times', () => {
  // biome-ignore format: a table reads best with its columns aligned
  it.each([
    ['2m',    '2026-03-31T00:00:00.000Z'],
    ['1m',    '2026-02-28T00:00:00.000Z'],
    ['3y',    '2029-01-31T00:00:00.000Z'],
    ['1m1d',  '2026-03-01T00:00:00.000Z'],
    ['2w36h', '2026-02-15T12:00:00.000Z'],
  ])('%s after 31 January 2026 it is %s', (typed, expected) => {
    expect(new Date(timeAfter(Date.UTC(2026, 0, 31), typed)).toISOString()).toBe(expected);
  });

  it.each(['', '2', 'm', '2x', '-1d', '2m ', '1e3d'])('"%s" is no duration', (typed) => {
    expect(() => timeAfter(0, typed)).toThrow('a duration is written 2m');
  });

  it('a date is one that there is', () => {
    expect(timeTyped('2026-02-28')).toBe(Date.UTC(2026, 1, 28));
    expect(timeTyped('2026-02-28T12:30Z')).toBe(Date.UTC(2026, 1, 28, 12, 30));
    for (const typed of ['2026-02-30', '2026-13-01', 'tomorrow', '2026-1-1', '2026-01-01T25:00']) {
      expect(() => timeTyped(typed)).toThrow(UsageError);
    }
  });
});

describe('as a program', () => {
  it('does a verb, and its help has an example for each', async () => {
    const { status, stdout, stderr } = await proefpas('portal', 'advance', '1d', '--state', state);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'It is 2026-01-02T00:00:00.000Z.\n', stderr: '' });
    const help = await proefpas('portal', 'link', '--help');
    expect(help.stdout).toContain('proefpas portal link 900012345 --ura 90000412 --as 900012411');
  });

  it('R49 R55: ocsp tells what the portal says at every moment, and is no hindrance to it', async () => {
    await withCard();
    const running = startProefpas('ocsp', '--portal', state, '--port', '0', '--json');
    const [line] = (await running.printed('\n')).split('\n');
    const url = JSON.parse(line!).crl['zorg-id'] as string;
    const size = async () => (await (await fetch(url)).arrayBuffer()).byteLength;
    const none = await size();
    await act('block', MEES, { as: HANNA });
    expect(await size()).toBeGreaterThan(none);
    await act('unblock', MEES, { as: HANNA });
    expect(await size()).toBe(none);
    running.process.kill('SIGINT');
    expect(await running.ended).toMatchObject({ status: 0, stderr: '' });
    const absent = await proefpas('ocsp', '--portal', join(folder, 'nowhere'));
    expect(absent).toMatchObject({ status: 2, stdout: '' });
    expect(absent.stderr).toContain('there is no portal state in');
  });

  it('R53: links with another organisation change nothing for who uses the card', async () => {
    await withCard();
    await act('link', MEES, { ura: APOTHEEK, as: AP });
    expect((await shown()).cards).toMatchObject([{ status: 'active', owner: PRACTICE }]);
  });
});
