/** `npm run properties:long`: card against model at length, whole or in shards that are merged afterwards. */
import { writeFileSync } from 'node:fs';
import { parseShardArguments, readReports, runMain, SHARD_USAGE, type ShardArguments } from '../shard-arguments.ts';
import { REACHED_STATES, type ReachedState, unreached } from './counts.ts';
import { mergeProperties, type PropertyReport, runProperty } from './property.ts';

const USAGE = `properties:long [options]   random commands, resets, power cuts and forks on card and reference model
  --blocks N        blocks of 100 sequences of some 25 commands (default 450, a million commands)
  --seed N          seed of the first block; each following one has the next (default 1)
${SHARD_USAGE}
Exit status: 0 no disagreement, 1 a disagreement or a named state never reached, 2 wrong arguments.`;

function run({ numbers, shard, of }: ShardArguments): PropertyReport {
  const began = performance.now();
  let told = began;
  const onBlock = (passed: number) => {
    if (performance.now() - told < 5_000) return;
    told = performance.now();
    process.stderr.write(`${passed} blocks, ${((told - began) / 1000).toFixed(0)} s\n`);
  };
  return runProperty(numbers.seed!, numbers.blocks!, { shard, of, onBlock });
}

runMain(USAGE, (args) => {
  const wanted = parseShardArguments(args, { blocks: 450, seed: 1 });
  if (wanted === undefined) return undefined;
  const report = wanted.merge.length > 0 ? mergeProperties(readReports<PropertyReport>(wanted.merge)) : run(wanted);
  if (wanted.json !== undefined) writeFileSync(wanted.json, JSON.stringify(report));
  const missing = report.shards.length === report.of ? unreached(report) : [];
  process.stdout.write(`${report.commands} commands, ${report.failures.length} disagreements\n`);
  for (const name of Object.keys(REACHED_STATES) as ReachedState[]) {
    process.stdout.write(`${String(report.reached[name]).padStart(10)} × ${REACHED_STATES[name]}\n`);
  }
  for (const failure of report.failures) process.stdout.write(`DISAGREEMENT ${failure}\n`);
  for (const state of missing) process.stdout.write(`NEVER REACHED ${state}\n`);
  return report.failures.length + missing.length > 0 ? 1 : 0;
});
