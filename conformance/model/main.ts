/** `npm run properties:long`: card against model at length, whole or in shards that are merged afterwards. */
import { writeFileSync } from 'node:fs';
import { parseShardArguments, readReports, runMain, SHARD_USAGE, type ShardArguments } from '../long-run/arguments.ts';
import { progress } from '../long-run/progress.ts';
import { neverReached, reachedLines } from '../long-run/reached-states.ts';
import { isWhole } from '../long-run/shards.ts';
import { REACHED_STATES } from './counts.ts';
import { mergeProperties, type PropertyReport, runProperty } from './property.ts';

const USAGE = `properties:long [options]   random commands, resets, power cuts and forks on card and reference model
  --blocks N        blocks of 100 sequences of some 25 commands (default 450, a million commands)
  --seed N          seed of the first block; each following one has the next (default 1)
${SHARD_USAGE}
Exit status: 0 no disagreement, 1 a disagreement or a named state never reached, 2 wrong arguments.`;

function run({ numbers, shard, of }: ShardArguments): PropertyReport {
  return runProperty(numbers.seed!, numbers.blocks!, { shard, of, onBlock: progress('blocks') });
}

runMain(USAGE, (args) => {
  const wanted = parseShardArguments(args, { blocks: 450, seed: 1 });
  if (wanted === undefined) return undefined;
  const report =
    wanted.merge.length > 0 ? mergeProperties(readReports<PropertyReport>(wanted.merge, 'blocks')) : run(wanted);
  if (wanted.json !== undefined) writeFileSync(wanted.json, JSON.stringify(report));
  const missing = isWhole(report) ? neverReached(REACHED_STATES, report.reached) : [];
  process.stdout.write(`${report.commands} commands, ${report.failures.length} disagreements\n`);
  for (const line of reachedLines(REACHED_STATES, report.reached)) process.stdout.write(`${line}\n`);
  for (const failure of report.failures) process.stdout.write(`DISAGREEMENT ${failure}\n`);
  for (const state of missing) process.stdout.write(`NEVER REACHED ${state}\n`);
  return report.failures.length + missing.length > 0 ? 1 : 0;
});
