import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { coverageFigures, mergeCoverage } from './coverage.ts';
import { keepFinding, keptFindings } from './findings-store.ts';
import { type FuzzOrder, fuzzTarget } from './fuzz-target.ts';
import { targets as plantedTargets } from './planted.test-support.ts';
import { type FuzzReport, mergeFuzzReports, targetText } from './report.ts';
import { giveAgain, runBlock } from './run-block.ts';
import { targets } from './targets.ts';

/** Inputs that each target gets here; those that take long get fewer. `proefpas fuzz` gives any number. */
const RUNS: Readonly<Record<string, number>> = {
  card: 40,
  'security-model': 40,
  vpcd: 60,
  ocsp: 40,
  import: 100,
  'log-file': 40,
};
const MANY = 250;

const FINDINGS = fileURLToPath(new URL('./findings', import.meta.url));
const PLANTED = new URL('./planted.test-support.ts', import.meta.url).href;

const order = (target: string, more: Partial<FuzzOrder> = {}): FuzzOrder => ({
  module: PLANTED,
  target,
  seed: 1,
  runs: 500,
  seconds: undefined,
  shard: 1,
  of: 1,
  coverage: false,
  hangMs: 1_500,
  heapMiB: 64,
  ...more,
});

describe('fuzzing', () => {
  it.each(targets.map((target) => [target.name, target] as const))('%s: nothing is found', async (name, target) => {
    expect(await runBlock(target, 1, RUNS[name] ?? MANY)).toBeUndefined();
  });

  it.each([...keptFindings(FINDINGS)])('what was found once is not found again: %s', async (_, { target, input }) => {
    const found = targets.find(({ name }) => name === target)!;
    expect(await giveAgain(found, input)).toBeUndefined();
  });
});

describe('a planted fault', () => {
  const planted = (name: string) => plantedTargets.find((target) => target.name === name)!;

  it.each<[string, number]>([
    ['exception', 1],
    ['wrong', 4],
    ['state', 1],
  ])('%s is found, and shrunk to %i bytes', async (kind, length) => {
    const finding = await runBlock(planted(kind), 1, 500);
    expect(finding).toMatchObject({ target: kind, kind, seed: 1, input: expect.stringMatching(/^(..)*7F/) });
    expect(finding!.input).toHaveLength(2 * length);
  });

  it('that takes long is found, and not given again and again', async () => {
    expect(await runBlock(planted('slow'), 1, 500)).toMatchObject({ kind: 'slow', message: 'it took 2.2 s' });
  });

  it.each<[string, string]>([
    ['hang', 'hang'],
    ['uncaught', 'exception'],
    ['greedy', 'memory'],
  ])('that ends its thread, %s, is found, with its input', async (target, kind) => {
    const { findings } = await fuzzTarget(order(target, { runs: 250 }));
    expect(findings[0]).toMatchObject({ target, kind, input: expect.stringMatching(/^(..)*7F/) });
  });

  it('that lets no input be given ends the run', async () => {
    const { inputs, findings } = await fuzzTarget(order('unprepared', { seconds: 60, runs: undefined }));
    expect([inputs, findings]).toMatchObject([0, [{ kind: 'exception', message: expect.stringContaining('no key') }]]);
  });

  it('is found in what is kept after many inputs', async () => {
    const { findings } = await fuzzTarget(order('hoarder', { runs: 20_000, heapMiB: 512 }));
    expect(findings).toMatchObject([{ kind: 'memory', message: expect.stringContaining('MiB more than after') }]);
  });

  it('is told apart from none', async () => {
    expect(await runBlock(planted('sound'), 1, 500)).toBeUndefined();
  });
});

describe('a run in parts', () => {
  const report = async (shard: number, of: number): Promise<FuzzReport> => ({
    seed: 1,
    shards: [shard],
    of,
    targets: [await fuzzTarget(order('wrong', { runs: 1_000, shard, of }))],
  });

  it('comes to what one run says', async () => {
    const [whole, one, two] = await Promise.all([report(1, 1), report(1, 2), report(2, 2)]);
    const merged = mergeFuzzReports([two, one]);
    expect(merged).toMatchObject({ seed: 1, shards: [1, 2], of: 2, targets: whole.targets });
    expect(() => mergeFuzzReports([one, one])).toThrow('a shard is there twice');
    expect(() => mergeFuzzReports([one, { ...two, seed: 2 }])).toThrow('shards of different runs');
  });

  it('ends when its time is over', async () => {
    const { inputs } = await fuzzTarget(order('sound', { runs: undefined, seconds: 1 }));
    expect(inputs).toBeGreaterThan(0);
  });

  it('ends when its time is over, also when every block ends its thread', async () => {
    const { findings } = await fuzzTarget(order('hang', { runs: undefined, seconds: 1 }));
    expect(findings).toMatchObject([{ kind: 'hang' }]);
  });

  it('ends when it is told to, with what was found by then', async () => {
    const stopping = new AbortController();
    const onProgress = (): void => stopping.abort();
    const { signal } = stopping;
    const report = await fuzzTarget(order('wrong', { runs: undefined, seconds: 600, onProgress, signal }));
    expect(report).toMatchObject({ inputs: 250, findings: [{ kind: 'wrong' }] });
  });
});

describe('coverage', () => {
  it('tells what is reached and what is not, and parts add up', async () => {
    const module = new URL('./targets.ts', import.meta.url).href;
    const run = (runs: number) => fuzzTarget(order('tlv', { module, runs, coverage: true, heapMiB: 512 }));
    const { coverage = {} } = await run(250);
    const figures = coverageFigures(coverage);
    expect(Object.keys(coverage)).toEqual(['apdu/ber-tlv']);
    expect(figures.share).toBeGreaterThan(0.5);
    expect(figures.share).toBeLessThan(1);
    expect(coverage['apdu/ber-tlv']?.uncalled).toContainEqual(expect.stringMatching(/^findTlv@/));
    expect(coverageFigures(mergeCoverage(coverage, {}))).toEqual(figures);
    const none = {
      'apdu/ber-tlv': { ...coverage['apdu/ber-tlv']!, unreached: [[0, 1e6]] as const, uncalled: ['findTlv@1', 'x@2'] },
    };
    expect(coverageFigures(mergeCoverage(coverage, none)).share).toBe(figures.share);
    expect(targetText({ name: 'tlv', inputs: 250, findings: [], coverage })).toMatch(
      /not called in apdu\/ber-tlv: .*findTlv@/,
    );
  });
});

it('a finding is kept as a file, and given again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'findings-'));
  try {
    const broken = plantedTargets.find(({ name }) => name === 'exception')!;
    const finding = (await runBlock(broken, 1, 500))!;
    keepFinding(folder, finding);
    const [kept] = keptFindings(folder).values();
    expect(kept).toEqual(finding);
    expect(await giveAgain(broken, kept!.input)).toMatchObject({
      kind: 'exception',
      message: 'TypeError: not a number',
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
