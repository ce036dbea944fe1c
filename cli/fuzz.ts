/** `proefpas fuzz`: looks for faults in everything that reads what others have written. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Finding, FuzzReport, Target, TargetReport } from '../conformance/fuzz/index.ts';
import { EXIT, UsageError } from './exit-status.ts';

/** What commander makes of the options. */
export interface RawFuzzOptions {
  readonly target?: readonly string[];
  readonly runs?: string;
  readonly time?: string;
  readonly seed?: string;
  readonly shard?: string;
  readonly json?: string;
  readonly coverage?: true;
  readonly findings?: string;
  readonly merge?: true;
  readonly replay?: true;
  readonly list?: true;
}

type Fuzzing = typeof import('../conformance/fuzz/index.ts');

/** Beside this file; loaded by the thread of each target, too. */
const TARGETS = new URL(import.meta.url.endsWith('.ts') ? './fuzz-targets.ts' : './fuzz-targets.js', import.meta.url)
  .href;

const DEFAULT_RUNS = 2500;

export async function fuzz(files: readonly string[], raw: RawFuzzOptions): Promise<number> {
  const tasks = [raw.merge, raw.replay, raw.list].filter((task) => task === true);
  if (tasks.length > 1)
    throw new UsageError('fuzz does one thing at a time; write one of --merge, --replay and --list');
  if ((raw.merge ?? raw.replay ?? false) !== files.length > 0) {
    throw new UsageError('--merge and --replay take files, and nothing else does');
  }
  const [fuzzing, { targets }] = await load();
  if (raw.list) return list(targets);
  if (raw.replay) return replay(fuzzing, targets, files);
  const report = raw.merge ? fuzzing.mergeFuzzReports(files.map(reportIn)) : await run(fuzzing, targets, raw);
  if (raw.merge) for (const target of report.targets) process.stdout.write(fuzzing.targetText(target));
  if (raw.json !== undefined) writeFileSync(raw.json, JSON.stringify(report), { mode: 0o600 });
  const findings = report.targets.flatMap((target) => target.findings);
  if (raw.findings !== undefined) {
    for (const finding of findings) process.stdout.write(`kept in ${fuzzing.keepFinding(raw.findings, finding)}\n`);
  }
  return findings.length > 0 ? EXIT.failure : EXIT.success;
}

async function load(): Promise<[Fuzzing, { targets: readonly Target[] }]> {
  try {
    return [await import('../conformance/fuzz/index.ts'), await import('./fuzz-targets.ts')];
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND' || !message.includes('fast-check')) throw error;
    throw new Error('fuzzing needs fast-check 4, which is not installed; type npm install --save-dev fast-check', {
      cause: error,
    });
  }
}

function list(targets: readonly Target[]): number {
  for (const { name, about, oracle } of targets)
    process.stdout.write(`${name}\n  gives  ${about}\n  wants  ${oracle}\n`);
  return EXIT.success;
}

function natural(option: string, text: string): number {
  if (!/^[1-9][0-9]{0,8}$/.test(text)) throw new UsageError(`--${option} takes a number from 1 on, not "${text}"`);
  return Number(text);
}

function chosen(targets: readonly Target[], names: readonly string[] = ['all']): Target[] {
  if (names.includes('all')) return [...targets];
  return names.map((name) => {
    const known = targets.map((target) => target.name).join(', ');
    return targets.find((target) => target.name === name) ?? refuseTarget(name, known);
  });
}

function refuseTarget(name: string, known: string): never {
  throw new UsageError(`there is no target "${name}"; targets are all, ${known}`);
}

function shardOf(text: string): { readonly shard: number; readonly of: number } {
  const [shard, of, ...more] = text.split('/').map((part) => natural('shard', part));
  if (shard === undefined || of === undefined || more.length > 0 || shard > of) {
    throw new UsageError(`--shard takes I/N, such as 3/16, not "${text}"`);
  }
  return { shard, of };
}

async function run(fuzzing: Fuzzing, targets: readonly Target[], raw: RawFuzzOptions): Promise<FuzzReport> {
  if (raw.runs !== undefined && raw.time !== undefined) {
    throw new UsageError('a run ends by --runs or by --time; leave one out');
  }
  const seed = natural('seed', raw.seed ?? '1');
  const seconds = raw.time === undefined ? undefined : natural('time', raw.time);
  const runs = seconds === undefined ? natural('runs', raw.runs ?? `${DEFAULT_RUNS}`) : undefined;
  const { shard, of } = shardOf(raw.shard ?? '1/1');
  const reports: TargetReport[] = [];
  for (const { name } of chosen(targets, raw.target)) {
    const began = performance.now();
    const order = { module: TARGETS, target: name, seed, runs, seconds, shard, of, coverage: raw.coverage ?? false };
    const report = await fuzzing.fuzzTarget(order);
    reports.push(report);
    process.stdout.write(fuzzing.targetText(report));
    const took = (performance.now() - began) / 1000;
    process.stderr.write(`${name}: ${Math.round(report.inputs / took)} inputs/s, ${took.toFixed(1)} s\n`);
  }
  return { seed, shards: [shard], of, targets: reports };
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'it is not JSON' : (error as Error).message;
    throw new Error(`cannot read ${file}: ${reason}`);
  }
}

function reportIn(file: string): FuzzReport {
  const report = parsed(file) as Partial<FuzzReport> | null;
  if (Array.isArray(report?.targets) && Array.isArray(report.shards)) return report as FuzzReport;
  throw new UsageError(`${file} is no report of proefpas fuzz, as --json writes it`);
}

async function replay(fuzzing: Fuzzing, targets: readonly Target[], files: readonly string[]): Promise<number> {
  let status: number = EXIT.success;
  for (const file of files) {
    const { target: name, input } = parsed(file) as Finding;
    const target = targets.find((one) => one.name === name) ?? refuseTarget(name, 'told by --list');
    const finding = await fuzzing.giveAgain(target, input);
    if (finding !== undefined) status = EXIT.failure;
    process.stdout.write(
      `${file}: ${finding === undefined ? 'nothing found' : `${finding.kind}: ${finding.message}`}\n`,
    );
  }
  return status;
}
