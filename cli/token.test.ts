import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leftBehind, proefpas, startProefpas } from './cli.test-support.ts';

const folder = mkdtempSync(join(tmpdir(), 'token-'));
const READY = join(folder, 'ready.img');

/** A file with a ready card of its own. */
function card(name: string): string {
  const file = join(folder, name);
  copyFileSync(READY, file);
  return file;
}

/** Runs the program with lines on its standard input. */
function typing(lines: string, ...args: readonly string[]) {
  const running = startProefpas(...args);
  running.process.stdin!.end(lines);
  return running.ended;
}

beforeAll(async () => {
  expect((await proefpas('run', 'zorg-id', '--image', READY, '--', 'true')).status).toBe(0);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
  expect(leftBehind()).toEqual([]);
});

describe('token', () => {
  it("status tells the utility's words and leaves the file as it is", async () => {
    const before = readFileSync(READY);
    const { status, stdout } = await proefpas('token', 'status', READY);
    expect(status).toBe(0);
    expect(stdout).toContain('Token Administration Utility, SafeSign IC 4.3.0.0');
    expect(stdout).toContain('Token Status = operationeel\n');
    expect(readFileSync(READY)).toEqual(before);
    const old = await proefpas('token', 'status', '--image', READY, '--middleware', '4.2.0.0', '--json');
    expect(JSON.parse(old.stdout)).toMatchObject({ tokenName: 'Onbekend token', tokenStatus: 'aanwezig' });
    const none = await proefpas('token', 'status', 'none');
    expect(none.stdout).toContain('Token Status = afwezig\n');
  });

  it('change-pin takes PINs from lines, and stops before the card when the new one is not twice the same', async () => {
    const image = card('change.img');
    const twice = await typing('123456\nabc123\nabc124\n', 'token', 'change-pin', image);
    expect(twice).toMatchObject({
      status: 1,
      stderr: 'proefpas: the new PIN was not twice the same; nothing has changed\n',
    });
    const done = await typing('123456\nabc123\nabc123\n', 'token', 'change-pin', image);
    expect(done).toMatchObject({ status: 0, stdout: 'The card has another PIN now.\n', stderr: '' });
    const wrong = await typing('', 'token', 'change-pin', image, '--pin', '123456', '--new-pin', 'abcdef', '--json');
    expect(JSON.parse(wrong.stdout)).toEqual({
      reader: image,
      done: false,
      code: 'PIN_WRONG',
      message: 'wrong PIN; 2 tries left',
      triesLeft: 2,
    });
    expect(wrong.status).toBe(1);
    const missing = await typing('', 'token', 'change-pin', image, '--pin', 'abc123');
    expect(missing).toMatchObject({ status: 2, stderr: expect.stringContaining('--new-pin or PROEFPAS_NEW_PIN') });
  });

  it('unblock-pin works on the file, and says what a ready card would not keep', async () => {
    const image = card('unblock.img');
    const done = await typing('', 'token', 'unblock-pin', image, '--puk', '12345678', '--new-pin', 'abc123');
    expect(done.status).toBe(0);
    const inVain = await typing('', 'token', 'unblock-pin', 'zorg-id', '--puk', '12345678', '--new-pin', 'abc123');
    expect(inVain).toMatchObject({ status: 2, stderr: expect.stringContaining('name a card image') });
  });
});
