/** Parts of a long run, which are run on their own and merged afterwards. */

/** What every report says of itself: `of` shards, of which these were run, from 1. */
export interface Sharded {
  readonly shards: readonly number[];
  readonly of: number;
}

/**
 * The shards of reports that are to be merged, in order; `runOf` is what reports of the same run have in common, plain data. Throws
 * `RangeError` when there is no report, they are of different runs, or a shard is there twice.
 */
export function mergedShards<Report extends Sharded>(
  reports: readonly Report[],
  runOf: (report: Report) => unknown,
): number[] {
  if (reports.length === 0) throw new RangeError('there is nothing to merge');
  const runs = new Set(reports.map((report) => JSON.stringify([report.of, runOf(report)])));
  if (runs.size > 1) throw new RangeError('these are shards of different runs');
  const shards = reports.flatMap((report) => report.shards).sort((a, b) => a - b);
  if (new Set(shards).size !== shards.length) throw new RangeError('a shard is there twice');
  return shards;
}

/** Whether a report is of the whole run. */
export function isWhole({ shards, of }: Sharded): boolean {
  return shards.length === of;
}
