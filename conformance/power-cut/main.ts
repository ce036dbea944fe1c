/** `npm run sweep:long`: the sweep at length, whole or in shards that are merged afterwards. */
import { writeFileSync } from 'node:fs';
import { parseShardArguments, readReports, runMain, SHARD_USAGE, type ShardArguments } from '../long-run/arguments.ts';
import { progress } from '../long-run/progress.ts';
import { isWhole } from '../long-run/shards.ts';
import { type Campaign, campaignTable, mergeCampaigns, runCampaign, totalOf, unreached } from './campaign.ts';

const USAGE = `sweep:long [options]       power cuts at every write and sync of every command that writes
  --random N        random combinations of surviving units at each operation (default 1000)
  --recoveries N    one in N cut points is recovered with a cut at every operation of the recovery (default 40)
  --seed N          what the random combinations follow from (default 1)
${SHARD_USAGE}
Exit status: 0 no violation, 1 a violation or a named state never reached, 2 wrong arguments.`;

function sweep({ numbers, shard, of }: ShardArguments): Campaign {
  const began = performance.now();
  const options = { random: numbers.random!, recoveryEvery: numbers.recoveries!, seed: numbers.seed! };
  const campaign = runCampaign(options, { shard, of, onScene: progress('scenes') });
  const { cutPoints, recoveryCuts } = totalOf(campaign);
  const rate = (cutPoints + recoveryCuts) / ((performance.now() - began) / 1000);
  process.stderr.write(`${rate.toFixed(0)} losses of power per second\n`);
  return campaign;
}

runMain(USAGE, (args) => {
  const wanted = parseShardArguments(args, { random: 1000, recoveries: 40, seed: 1 });
  if (wanted === undefined) return undefined;
  const campaign =
    wanted.merge.length > 0 ? mergeCampaigns(readReports<Campaign>(wanted.merge, 'bySubject')) : sweep(wanted);
  if (wanted.json !== undefined) writeFileSync(wanted.json, JSON.stringify(campaign));
  const { violations } = totalOf(campaign);
  const missing = isWhole(campaign) ? unreached(campaign) : [];
  process.stdout.write(`${campaignTable(campaign)}\n`);
  for (const violation of violations.slice(0, 20)) process.stdout.write(`VIOLATION ${violation}\n`);
  for (const state of missing) process.stdout.write(`NEVER REACHED ${state}\n`);
  return violations.length + missing.length > 0 ? 1 : 0;
});
