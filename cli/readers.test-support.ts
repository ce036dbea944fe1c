/** Readers of the real program for a test file: a card of profile zorg-id in the first one, none in the second. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { leftBehind, type Running, startProefpas } from './cli.test-support.ts';

/**
 * Starts them before the tests of a file and ends them after, with nothing left behind; a folder for the tests' own files. In a
 * process of its own, because whoever waits for an answer lets nothing else of its own thread go on.
 */
export function startReaders(): string {
  const folder = mkdtempSync(join(tmpdir(), 'readers-'));
  const socket = join(folder, 's');
  const before = process.env.PCSCLITE_CSOCK_NAME;
  let readers: Running;

  beforeAll(async () => {
    readers = startProefpas('start', 'zorg-id', 'none', '--socket', socket);
    await readers.printed('Ctrl-C ends it');
    process.env.PCSCLITE_CSOCK_NAME = socket;
  });

  afterAll(async () => {
    if (before === undefined) delete process.env.PCSCLITE_CSOCK_NAME;
    else process.env.PCSCLITE_CSOCK_NAME = before;
    readers.process.kill('SIGTERM');
    await readers.ended;
    rmSync(folder, { recursive: true });
    expect(leftBehind()).toEqual([]);
  });

  return folder;
}
