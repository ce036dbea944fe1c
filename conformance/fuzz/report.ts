/** What a fuzzing run comes to: adding shards up, and telling it to people. */
import { mergedShards, type Sharded } from '../long-run/shards.ts';
import { coverageFigures, mergeCoverage } from './coverage.ts';
import { likeness, type TargetReport } from './fuzz-target.ts';
import type { Finding } from './run-block.ts';
import type { FuzzInput } from './target.ts';

/** Plain data, so that shards travel as JSON. */
export interface FuzzReport extends Sharded {
  /** Of the first block of each target. */
  readonly seed: number;
  readonly targets: readonly TargetReport[];
}

/** The whole of which these are shards. Throws `RangeError` when they do not belong together or one is there twice. */
export function mergeFuzzReports(parts: readonly FuzzReport[]): FuzzReport {
  const shards = mergedShards(parts, ({ seed, targets }) => [seed, targets.map(({ name }) => name)]);
  const first = parts[0]!;
  const targets = first.targets.map((_, index) => parts.map((part) => part.targets[index]!).reduce(merged));
  return { seed: first.seed, shards, of: first.of, targets };
}

function merged(a: TargetReport, b: TargetReport): TargetReport {
  const all = [...a.findings, ...b.findings].sort((one, other) => one.seed - other.seed);
  const isFirst = (finding: Finding, index: number): boolean =>
    all.findIndex((other) => likeness(other) === likeness(finding)) === index;
  return {
    name: a.name,
    inputs: a.inputs + b.inputs,
    findings: all.filter(isFirst),
    ...(a.coverage && b.coverage && { coverage: mergeCoverage(a.coverage, b.coverage) }),
  };
}

/** Characters of an input that people are shown. */
const SHOWN = 2_000;

const shown = (input: FuzzInput): string => {
  const text = JSON.stringify(input);
  return text.length > SHOWN
    ? `${text.slice(0, SHOWN)}… (${text.length} characters; --findings FOLDER keeps it whole)`
    : text;
};

function findingLines({ kind, message, input, seed }: Finding): string[] {
  return [`  FOUND ${kind}: ${message}`, `    input ${shown(input)}`, `    seed  ${seed}`];
}

/** One target in lines. */
export function targetText(report: TargetReport): string {
  const { name, inputs, findings, coverage } = report;
  const figures = coverage && coverageFigures(coverage);
  const reached =
    figures === undefined
      ? ''
      : `, ${Math.round(figures.share * 100)} % of its source and ${figures.called} of ${figures.functions} functions reached`;
  const uncalled = Object.entries(coverage ?? {}).flatMap(([path, file]) =>
    file.uncalled.length === 0 ? [] : [`  not called in ${path}: ${file.uncalled.join(' ')}`],
  );
  const head = `${name.padEnd(16)} ${inputs} inputs, ${findings.length} findings${reached}`;
  return `${[head, ...findings.flatMap(findingLines), ...uncalled].join('\n')}\n`;
}
