import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fromHex, linkTo, toHex } from '../apdu/index.ts';
import { createCard } from '../index.ts';
import { openTrace } from './trace.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trace-'));
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** What a trace tells of a session in which a PIN is verified; the card answers as it would without. */
async function session(target: true | string, reader?: string): Promise<void> {
  const trace = openTrace(target);
  const traced = trace.around(linkTo(createCard()), reader);
  const plain = linkTo(createCard());
  for (const card of [traced, plain]) await expect(card.transmit(fromHex('00'))).rejects.toThrow('no power');
  expect(await traced.powerOn()).toEqual(await plain.powerOn());
  for (const command of [
    '00A4040C0CA000000063504B43532D3135',
    '00200001103837363534333231000000000000 0000',
    '00CA010000',
  ]) {
    expect(toHex(await traced.transmit(fromHex(command)))).toBe(toHex(await plain.transmit(fromHex(command))));
  }
  expect(await traced.reset()).toEqual(await plain.reset());
  await traced.powerOff();
  trace.close();
}

it('tells power, commands and silence in words, and no PIN', async () => {
  const path = join(folder, 'trace.txt');
  await session(path);
  const text = readFileSync(path, 'utf8');
  const lines = text.trimEnd().split('\n');
  expect(lines[0]).toBe('command: no answer, the card has no power');
  expect(lines[1]).toMatch(/^power on: ATR 3B 9F 18 81 31 FE 45/);
  expect(lines.slice(-2)).toEqual([expect.stringMatching(/^reset: ATR 3B 9F/), 'power off']);
  expect(text).toContain('VERIFY');
  expect(text.replaceAll(' ', '')).not.toMatch(/87654321|3837363534333231/);
});

it('writes to a file that only its owner can read, also when it was there', async () => {
  const path = join(folder, 'old.txt');
  writeFileSync(path, 'old');
  chmodSync(path, 0o644);
  await session(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(path, 'utf8')).not.toContain('old');
});

it('is told once when its disk is full, and the card goes on; a device keeps its mode', async () => {
  const { mode } = statSync('/dev/full');
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await session('/dev/full');
  expect(said.mock.calls).toEqual([[expect.stringContaining('/dev/full cannot be written to its end (ENOSPC)')]]);
  expect(statSync('/dev/full').mode).toBe(mode);
});

it('begins every line with the reader where there are several, on standard error', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await session(true, 'R 01 00');
  const lines = said.mock.calls
    .map(([text]) => String(text))
    .join('')
    .trimEnd()
    .split('\n');
  expect(lines.length).toBeGreaterThan(6);
  for (const line of lines) expect(line).toMatch(/^\[R 01 00\] ./);
});
