/** The options that long runs have in common: a part of the whole, its report as JSON, and adding up such reports. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Sharded } from './shards.ts';

export interface ShardArguments {
  /** The `shard`-th of `of` parts, from 1. */
  readonly shard: number;
  readonly of: number;
  /** File to write the report to. */
  readonly json: string | undefined;
  /** Files of reports to add up instead of running. */
  readonly merge: readonly string[];
  /** The run's own options: whole numbers from 1 on. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** Lines of help about these options. */
export const SHARD_USAGE = `  --shard I/N       only the I-th of N parts
  --json FILE       also write the report, for --merge
  --merge FILE ...  add up reports of shards instead of running`;

/** Reads a command line; `defaults` are the run's own options. Undefined: help was asked for. Throws a sentence when it is wrong. */
export function parseShardArguments(
  args: readonly string[],
  defaults: Readonly<Record<string, number>>,
): ShardArguments | undefined {
  const own = Object.keys(defaults).map((name) => [name, { type: 'string' as const }] as const);
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...Object.fromEntries(own),
      shard: { type: 'string', default: '1/1' },
      json: { type: 'string' },
      merge: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  if (values.merge !== positionals.length > 0)
    throw new RangeError('--merge takes the files of the shards, and nothing else does');
  const given = values as Readonly<Record<string, string | boolean | undefined>>;
  const numbers = Object.entries(defaults).map(([name, value]) => {
    const text = given[name];
    return [name, text === undefined ? value : naturalNumber(`--${name}`, String(text))] as const;
  });
  const { json } = values;
  return {
    ...parseShard(String(values.shard)),
    json: json === undefined ? undefined : String(json),
    merge: positionals,
    numbers: Object.fromEntries(numbers),
  };
}

/**
 * The reports to add up: JSON of a run of the same kind, which is known by a `field` that only its reports have. Throws a
 * sentence when a file is none.
 */
export function readReports<Report extends Sharded>(files: readonly string[], field: keyof Report & string): Report[] {
  return files.map((file) => {
    const report = readJson(file);
    if (typeof report === 'object' && report !== null && 'shards' in report && field in report) return report as Report;
    throw new RangeError(`${file} is no report of such a run, as --json FILE writes it`);
  });
}

/** What a JSON file holds. Throws a sentence. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'it is not JSON' : (error as Error).message;
    throw new RangeError(`cannot read ${file}: ${reason}`);
  }
}

/** The number from 1 on that an option was given. Throws a sentence. */
export function naturalNumber(option: string, text: string): number {
  if (!/^[1-9][0-9]{0,8}$/.test(text)) throw new RangeError(`${option} takes a number from 1 on, not "${text}"`);
  return Number(text);
}

/** `3/16`: the third of sixteen parts. Throws a sentence. */
export function parseShard(text: string): Pick<ShardArguments, 'shard' | 'of'> {
  const [shard, of, ...more] = text.split('/').map((part) => naturalNumber('--shard', part));
  if (shard === undefined || of === undefined || more.length > 0 || shard > of) {
    throw new RangeError(`--shard takes I/N, such as 3/16, not "${text}"`);
  }
  return { shard, of };
}

/** Runs a program's main function: its exit status, or 2 with the error and how it is used. */
export function runMain(usage: string, main: (args: readonly string[]) => number | undefined): void {
  try {
    const status = main(process.argv.slice(2));
    if (status === undefined) process.stdout.write(`${usage}\n`);
    process.exitCode = status ?? 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${usage}\n`);
    process.exitCode = 2;
  }
}
