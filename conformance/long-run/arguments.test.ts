import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { parseShardArguments, readReports } from './arguments.ts';
import type { Sharded } from './shards.ts';

const folder = mkdtempSync(join(tmpdir(), 'shards-'));
const main = fileURLToPath(new URL('../model/main.ts', import.meta.url));
const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', main, ...args], { encoding: 'utf8' });

afterAll(() => rmSync(folder, { recursive: true }));

describe('options of a long run', () => {
  it.each<[string, string[]]>([
    ['--shard takes I/N', ['--shard', '5/4']],
    ['--shard takes I/N', ['--shard', '1/2/3']],
    ['--shard takes a number', ['--shard', '0/4']],
    ['--blocks takes a number', ['--blocks', '1e3']],
    ['--merge takes the files', ['--merge']],
    ['--merge takes the files', ['a.json']],
    ['Unknown option', ['--shards', '1/2']],
  ])('%s: %j', (message, args) => {
    expect(() => parseShardArguments(args, { blocks: 3 })).toThrow(message);
  });

  it('are the defaults when nothing is given', () => {
    expect(parseShardArguments([], { blocks: 3 })).toEqual({
      shard: 1,
      of: 1,
      json: undefined,
      merge: [],
      numbers: { blocks: 3 },
    });
  });
});

describe('reports to merge', () => {
  const file = join(folder, 'report.json');
  const read = () => readReports<Sharded & { readonly blocks: number }>([file], 'blocks');

  it.each<[string, string]>([
    ['it is not JSON', '{"shards": [1],'],
    ['no report of such a run', '{"shards": [1], "of": 1, "bySubject": {}}'],
    ['no report of such a run', 'null'],
  ])('%s: %s', (message, text) => {
    writeFileSync(file, text);
    expect(read).toThrow(message);
  });

  it('tell which file cannot be read', () => {
    expect(() => readReports<Sharded>([join(folder, 'none.json')], 'of')).toThrow(/cannot read .*none\.json: ENOENT/);
  });
});

it('two shards, run one by one and merged, print what one run prints', () => {
  const files = [1, 2].map((shard) => join(folder, `${shard}.json`));
  for (const [index, file] of files.entries()) {
    expect(run('--blocks', '4', '--shard', `${index + 1}/2`, '--json', file)).toMatchObject({ status: 0 });
  }
  const { stdout } = run('--merge', ...files);
  expect(stdout).toBe(run('--blocks', '4').stdout);
  expect(stdout).toMatch(/^\d{4,} commands, 0 disagreements\n/);
  expect(JSON.parse(readFileSync(files[0]!, 'utf8'))).toMatchObject({ shards: [1], of: 2, failures: [] });
});

it('wrong options are exit status 2 with the usage, --help is 0', () => {
  expect(run('--shard', 'x')).toMatchObject({ status: 2, stdout: '' });
  expect(run('--help').stdout).toMatch(/^properties:long \[options\]/);
});
