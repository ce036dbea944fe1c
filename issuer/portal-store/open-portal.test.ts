import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  advance,
  block,
  DEFAULT_SETTINGS,
  link,
  login,
  type PortalState,
  portalStatuses,
  readyPortal,
  recordCard,
} from '../portal/index.ts';
import { CARD, HANNA, MEES, newCard, PRACTICE, portalWithCard } from '../portal/portal.test-support.ts';
import { openPortal, PortalStoreError, watchPortal } from './index.ts';
import { openLevelFolder } from './level-folder.ts';
import { changed } from './portal-store.test-support.ts';
import { rowsOf, SCHEMA, stateOf } from './rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'portal-store-'));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
const newFolder = (): string => join(folder, `portal-${++count}`);

/** The state of a folder. */
async function reopened(path: string, fresh: () => PortalState = readyPortal): Promise<PortalState> {
  await using portal = await openPortal(path, { fresh });
  return portal.state;
}

describe('a portal in a folder', () => {
  it('is the ready one at first, and afterwards as it was left', async () => {
    const path = newFolder();
    await using first = await openPortal(path);
    expect(first.state).toEqual(readyPortal());
    await first.change((state) => recordCard(state, newCard(state)));
    await first.change((state) => login(state, HANNA));
    await first.change((state) => advance(block(state, HANNA, { card: CARD }), state.now + 1000));
    await first.close();
    const later = await reopened(path);
    expect(later).toEqual(first.state);
    expect(later.events.at(-1)).toMatchObject({ what: 'block', by: HANNA });
  });

  it('is for its owner only', async () => {
    const path = newFolder();
    await reopened(path);
    expect(statSync(path).mode & 0o777).toBe(0o700);
  });

  it('is unchanged by a verb that refuses, and goes on', async () => {
    const path = newFolder();
    await using portal = await openPortal(path, { fresh: portalWithCard });
    const refused = portal.change((state) => link(state, HANNA, { ura: PRACTICE, person: MEES }));
    const done = portal.change((state) => block(state, HANNA, { card: CARD }));
    await expect(refused).rejects.toMatchObject({ code: 'ALREADY_LINKED' });
    expect(await done).toEqual(block(portalWithCard(), HANNA, { card: CARD }));
    await portal.close();
    expect(await reopened(path)).toEqual(portal.state);
  });

  it('is told to be in use while somebody else has it open, after some time', async () => {
    const path = newFolder();
    const first = await openPortal(path);
    await expect(openPortal(path, { waitMs: 50 })).rejects.toThrow(
      `another process has the portal state in ${path} open; wait until it ends, or name another folder`,
    );
    const second = openPortal(path);
    await first.close();
    await (await second).close();
  });

  it('of another schema, or of somebody else, is refused', async () => {
    const path = newFolder();
    await reopened(path);
    const level = await openLevelFolder(path, 0);
    await level.put([['portal', { schema: SCHEMA + 1 }]]);
    await level.close();
    await expect(openPortal(path)).rejects.toThrow(`${path} cannot be opened: it has schema 2, and this release reads`);
    const foreign = newFolder();
    const other = await openLevelFolder(foreign, 0);
    await other.put([['key', 1]]);
    await other.close();
    await expect(openPortal(foreign)).rejects.toThrow('it holds something else');
    // Neither has left the folder locked.
    await (await openLevelFolder(path, 0)).close();
    await (await openLevelFolder(foreign, 0)).close();
  });

  it('is not made in a folder that holds something else', async () => {
    writeFileSync(join(folder, 'letter.txt'), 'hello');
    await expect(openPortal(folder)).rejects.toThrow(`${folder} is no portal state, as it holds`);
  });

  it('is not made of a file', async () => {
    const path = newFolder();
    writeFileSync(path, 'a file');
    await expect(openPortal(path)).rejects.toThrow(`${path} is no folder; name a folder for the portal state`);
  });

  it('with the time of the computer lets it bring what was due', async () => {
    const path = newFolder();
    const settings = { ...DEFAULT_SETTINGS, time: 'computer' } as const;
    await using portal = await openPortal(path, { fresh: () => ({ ...portalWithCard(), settings, now: 0 }) });
    const state = await portal.change((same) => same);
    // The card, valid from 2026 to 2029, expires when this computer says so, and not before.
    expect(Math.abs(state.now - Date.now())).toBeLessThan(60_000);
    expect(state.cards.get(CARD)!.standing.status).toBe(Date.now() > Date.UTC(2029, 0, 1) ? 'expired' : 'active');
  });
});

describe('rows', () => {
  it('of a change are those that changed', () => {
    const before = portalWithCard();
    const keys = rowsOf(before, block(before, HANNA, { card: CARD })).map(([key]) => key);
    expect(keys).toEqual(['portal', `card/${CARD}`, `event/${String(before.events.length).padStart(10, '0')}`]);
  });

  it('of a whole state give it back', () => {
    const state = login(portalWithCard(), HANNA);
    expect(stateOf(JSON.parse(JSON.stringify(rowsOf(undefined, state))))).toEqual(state);
    expect(stateOf([])).toBeUndefined();
  });
});

describe('whoever looks at it time and again', () => {
  it('sees each change that another has made, and what is known while another has it open', async () => {
    const path = newFolder();
    await expect(watchPortal(path)).rejects.toThrow('there is no portal state in');
    await using portal = await openPortal(path, { fresh: portalWithCard });
    await portal.close();
    const watch = await watchPortal(path);
    const status = async () => portalStatuses(await watch()).statusOf('zorg-id', Uint8Array.of(0x40, 0x01)).state;
    expect(await status()).toBe('good');
    const state = await watch();
    // Nobody had it open: nothing is read again.
    expect(await watch()).toBe(state);
    await using writer = await openPortal(path);
    await writer.change((now) => block(now, HANNA, { card: CARD }));
    expect(await status()).toBe('good');
    await writer.close();
    expect(await Promise.all([status(), status()])).toEqual(['revoked', 'revoked']);
  });
});

describe('a portal whose process is killed', () => {
  const path = newFolder();
  const states = [portalWithCard()];
  /** The state that has so many events. */
  const stateWith = (events: number): PortalState => {
    while (states.at(-1)!.events.length < events) states.push(changed(states.at(-1)!));
    return states.find((state) => state.events.length === events) ?? expect.fail(`no state has ${events} events`);
  };

  beforeAll(async () => {
    await (await openPortal(path, { fresh: portalWithCard })).close();
  });

  it.each([1, 2, 3])('with -9, in the middle of writing, is as last committed (%i)', async (round) => {
    const writer = fileURLToPath(new URL('./writer.test-support.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', writer, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    let told = '';
    const ended = new Promise((resolve) => child.on('close', resolve));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      told += text;
      // Some while into the writing, a different one each time; the pipe tells later than the disk knows.
      if (told.split('\n').length > 20 * round) child.kill('SIGKILL');
    });
    await ended;
    const last = Number(told.trimEnd().split('\n').at(-1));
    const state = await reopened(path);
    expect(state.events.length).toBeGreaterThanOrEqual(last);
    expect(state).toEqual(stateWith(state.events.length));
  });

  it('cut at any byte of its last commits is as it was before or after one of them', async () => {
    const start = newFolder();
    await using portal = await openPortal(start, { fresh: portalWithCard });
    const three = [portal.state];
    for (let commit = 0; commit < 2; commit++) three.push(await portal.change(changed));
    const copy = newFolder();
    cpSync(start, copy, { recursive: true });
    await portal.close();
    const log = readdirSync(copy).find((name) => name.endsWith('.log'))!;
    const { size } = statSync(join(copy, log));
    const seen = new Set<number>();
    for (let length = size; length >= 0; length -= 113) {
      const cut = newFolder();
      cpSync(copy, cut, { recursive: true });
      truncateSync(join(cut, log), length);
      // Where even the making of it was cut, it is made anew.
      const state = await reopened(cut, portalWithCard);
      const at = three.findIndex(({ events }) => events.length === state.events.length);
      expect(at, `cut at ${length} of ${size}`).not.toBe(-1);
      expect(state).toEqual(three[at]);
      seen.add(at);
    }
    expect([...seen]).toEqual([2, 1, 0]);
  });
});

it('an error of the store has a name and a kind', async () => {
  const error = await watchPortal(newFolder()).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(PortalStoreError);
  expect(error).toMatchObject({ kind: 'absent' });
});
