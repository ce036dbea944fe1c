/** The command `fuzz`. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';
import { runBlock } from '../conformance/fuzz/index.ts';
import { leftBehind, proefpas, startProefpas } from './cli.test-support.ts';
import { fuzz, type RawFuzzOptions } from './fuzz.ts';
import { targets } from './fuzz-targets.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});
afterAll(() => expect(leftBehind()).toEqual([]));

/** Exit status and standard output. */
async function told(files: readonly string[], raw: RawFuzzOptions): Promise<[number, string]> {
  let text = '';
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
    text += part;
    return true;
  });
  const status = await fuzz(files, raw);
  return [status, text];
}

it('finds nothing in what the command line itself reads', async () => {
  const target = targets.find(({ name }) => name === 'arguments')!;
  expect(await runBlock(target, 1, 1_000)).toBeUndefined();
});

it('runs in parts that are added up', async () => {
  for (const shard of ['1/2', '2/2']) {
    const raw = { target: ['command'], runs: '500', seed: '7', shard, json: join(folder, `${shard[0]}.json`) };
    expect(await told([], raw)).toEqual([0, 'command          250 inputs, 0 findings\n']);
  }
  const files = readdirSync(folder).map((name) => join(folder, name));
  expect(await told(files, { merge: true })).toEqual([0, 'command          500 inputs, 0 findings\n']);
});

it('gives a kept finding again', async () => {
  const file = join(folder, 'finding.json');
  writeFileSync(file, JSON.stringify({ target: 'tlv', kind: 'wrong', message: 'as it was', input: '8401', seed: 1 }));
  expect(await told([file], { replay: true })).toEqual([0, `${file}: nothing found\n`]);
  writeFileSync(file, JSON.stringify({ target: 'tlv', input: 'no hexadecimal' }));
  expect(await told([file], { replay: true })).toEqual([1, expect.stringContaining(`${file}: exception: SyntaxError`)]);
});

it.each<[string, string[], RawFuzzOptions]>([
  ['there is no target "tvl"; targets are all, tlv, ', [], { target: ['tvl'] }],
  ['--runs takes a number from 1 on, not "0"', [], { runs: '0' }],
  ['a run ends by --runs or by --time; leave one out', [], { runs: '1', time: '1' }],
  ['--shard takes I/N, such as 3/16, not "3/2"', [], { shard: '3/2' }],
  ['--merge and --replay take files, and nothing else does', [], { merge: true }],
  ['--merge and --replay take files, and nothing else does', ['a.json'], {}],
  ['write one of --merge, --replay and --list', [], { merge: true, list: true }],
])('%s', async (message, files, raw) => {
  await expect(fuzz(files, raw)).rejects.toThrow(message);
  await expect(fuzz(files, raw)).rejects.toMatchObject({ name: 'UsageError' });
});

it('adds up reports of its own only', async () => {
  const file = join(folder, 'other.json');
  await expect(fuzz([file], { merge: true })).rejects.toThrow(`cannot read ${file}: `);
  writeFileSync(file, '{"shards":[1]}');
  await expect(fuzz([file], { merge: true })).rejects.toThrow('is no report of such a run');
});

it.each(['null', '{}', '{"target":"tlv"}', '{"target":"tlv","input":[1]}'])(
  '%s is no finding to give again',
  async (text) => {
    const file = join(folder, 'finding.json');
    writeFileSync(file, text);
    await expect(fuzz([file], { replay: true })).rejects.toThrow(`${file} is no finding, as --findings keeps it`);
  },
);

it('says before it begins that its report cannot be written', async () => {
  const order = { target: ['tlv'], time: '600', json: join(folder, 'none', 'report.json') };
  await expect(fuzz([], order)).rejects.toThrow('cannot be written (ENOENT)');
});

it('tells what it has when it is stopped', async () => {
  const report = join(folder, 'report.json');
  const running = startProefpas('fuzz', '--target', 'atr', '--target', 'tlv', '--runs', '250000000', '--json', report);
  await expect.poll(() => existsSync(report), { timeout: 30_000 }).toBe(true);
  running.process.kill('SIGINT');
  const { status, stdout, stderr } = await running.ended;
  expect([status, stdout]).toEqual([130, expect.stringMatching(/^atr +\d+ inputs, 0 findings\n$/)]);
  expect(stderr).toMatch(/stopped; not begun: tlv\n$/);
  expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({ targets: [{ name: 'atr' }] });
});

it('lists what is fuzzed, and what must hold', async () => {
  const { stdout } = await proefpas('fuzz', '--list');
  expect(stdout.match(/^\S+$/gm)).toEqual(targets.map(({ name }) => name));
});
