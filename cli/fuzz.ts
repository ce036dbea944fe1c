/** `proefpas fuzz`: looks for faults in everything that reads what others have written. */
import type { Finding, FuzzInput, FuzzOrder, FuzzReport, Target, TargetReport } from '../conformance/fuzz/index.ts';
import { EXIT, statusOfSignal, UsageError } from './exit-status.ts';
import { openPrivateFile, type PrivateFile } from './private-file.ts';
import { catchStopSignals } from './signals.ts';

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
  if (raw.merge) {
    const report = rightly(() => fuzzing.mergeFuzzReports(fuzzing.readReports<FuzzReport>(files, 'targets')));
    for (const target of report.targets) process.stdout.write(fuzzing.targetText(target));
    return end(fuzzing, report, raw, reportFile(raw));
  }
  const order = rightly(() => fuzzOrder(fuzzing, targets, raw));
  // Before the run, which may take long.
  const file = reportFile(raw);
  const stopping = new AbortController();
  const stop = catchStopSignals(() => stopping.abort());
  const report = await run(fuzzing, order, stopping.signal);
  stop.release();
  const status = end(fuzzing, report, raw, file);
  const signal = stop.received();
  return status === EXIT.success && signal !== undefined ? statusOfSignal(signal) : status;
}

const reportFile = ({ json }: RawFuzzOptions): PrivateFile | undefined =>
  json === undefined ? undefined : openPrivateFile(json);

/** Keeps what is to be kept; the exit status. */
function end(fuzzing: Fuzzing, report: FuzzReport, raw: RawFuzzOptions, file: PrivateFile | undefined): number {
  const findings = report.targets.flatMap((target) => target.findings);
  if (raw.findings !== undefined) {
    for (const finding of findings) process.stdout.write(`kept in ${fuzzing.keepFinding(raw.findings, finding)}\n`);
  }
  file?.write(JSON.stringify(report));
  file?.close();
  return findings.length > 0 ? EXIT.failure : EXIT.success;
}

/** What is read from the command line and its files; what is wrong with them is a wrong use. */
function rightly<Read>(read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
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

function chosen(targets: readonly Target[], names: readonly string[] = ['all']): Target[] {
  if (names.includes('all')) return [...targets];
  return names.map((name) => {
    const target = targets.find((one) => one.name === name);
    if (target !== undefined) return target;
    throw new UsageError(`there is no target "${name}"; targets are all, ${targets.map((one) => one.name).join(', ')}`);
  });
}

/** What is given to which targets. */
interface Order extends Pick<FuzzOrder, 'seed' | 'runs' | 'seconds' | 'shard' | 'of' | 'coverage'> {
  readonly names: readonly string[];
}

function fuzzOrder({ naturalNumber, parseShard }: Fuzzing, targets: readonly Target[], raw: RawFuzzOptions): Order {
  if (raw.runs !== undefined && raw.time !== undefined) {
    throw new UsageError('a run ends by --runs or by --time; leave one out');
  }
  const seconds = raw.time === undefined ? undefined : naturalNumber('--time', raw.time);
  return {
    names: chosen(targets, raw.target).map(({ name }) => name),
    seed: naturalNumber('--seed', raw.seed ?? '1'),
    seconds,
    runs: seconds === undefined ? naturalNumber('--runs', raw.runs ?? `${DEFAULT_RUNS}`) : undefined,
    ...parseShard(raw.shard ?? '1/1'),
    coverage: raw.coverage ?? false,
  };
}

/** Tells of each target when it is done; once the signal comes, of what there is. */
async function run(fuzzing: Fuzzing, { names, ...how }: Order, signal: AbortSignal): Promise<FuzzReport> {
  const targets: TargetReport[] = [];
  for (const name of names) {
    if (signal.aborted) break;
    const began = performance.now();
    const onProgress = fuzzing.progress(`inputs for ${name}`);
    const report = await fuzzing.fuzzTarget({ module: TARGETS, target: name, ...how, onProgress, signal });
    targets.push(report);
    process.stdout.write(fuzzing.targetText(report));
    const took = (performance.now() - began) / 1000;
    process.stderr.write(`${name}: ${Math.round(report.inputs / took)} inputs/s, ${took.toFixed(1)} s\n`);
  }
  if (signal.aborted) process.stderr.write(`stopped; not begun: ${names.slice(targets.length).join(', ') || 'none'}\n`);
  return { seed: how.seed, shards: [how.shard], of: how.of, targets };
}

/** The finding that a file keeps. Throws a sentence. */
function findingIn({ readJson }: Fuzzing, file: string): Pick<Finding, 'target' | 'input'> {
  const kept = readJson(file) as Partial<Finding> | null;
  const input = kept?.input;
  const isInput = typeof input === 'string' || (Array.isArray(input) && input.every((one) => typeof one === 'string'));
  if (typeof kept?.target === 'string' && isInput) return { target: kept.target, input: input as FuzzInput };
  throw new UsageError(`${file} is no finding, as --findings keeps it`);
}

async function replay(fuzzing: Fuzzing, targets: readonly Target[], files: readonly string[]): Promise<number> {
  let status: number = EXIT.success;
  for (const file of files) {
    const { target: name, input } = rightly(() => findingIn(fuzzing, file));
    const [target] = chosen(targets, [name]);
    const finding = await fuzzing.giveAgain(target!, input);
    if (finding !== undefined) status = EXIT.failure;
    process.stdout.write(
      `${file}: ${finding === undefined ? 'nothing found' : `${finding.kind}: ${finding.message}`}\n`,
    );
  }
  return status;
}
