/** Parts of a long run, which are run on their own and merged afterwards. */

/** What every report says of itself: `of` shards, of which these were run, from 1. */
export interface Sharded {
  readonly shards: readonly number[];
  readonly of: number;
}

/** The shards of reports that are to be merged, in order. Throws `RangeError` when there is no report, or a shard is there twice. */
export function mergedShards(reports: readonly Sharded[]): number[] {
  if (reports.length === 0) throw new RangeError('there is nothing to merge');
  const shards = reports.flatMap((report) => report.shards).sort((a, b) => a - b);
  if (new Set(shards).size !== shards.length) throw new RangeError('a shard is there twice');
  return shards;
}

/** Whether a report is of the whole run. */
export function isWhole({ shards, of }: Sharded): boolean {
  return shards.length === of;
}
