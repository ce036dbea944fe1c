/** `npm run sweep:long`: the sweep at length, whole or in shards that are merged afterwards. */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Campaign, campaignTable, mergeCampaigns, runCampaign, totalOf, unreached } from './campaign.ts';
import type { SweepOptions } from './sweep.ts';

const USAGE = `sweep:long [options]             power cuts at every write and sync of every command that writes
  --random N        random combinations of surviving units at each operation (default 40)
  --recoveries N    one in N cut points is recovered with a cut at every operation of the recovery (default 10)
  --seed N          what the random combinations follow from (default 1)
  --shard I/N       only the I-th of N parts
  --json FILE       also write the report, for --merge
  --merge FILE ...  add up reports of shards instead of sweeping`;

interface Arguments {
  readonly options: SweepOptions;
  readonly shard: number;
  readonly of: number;
  readonly json: string | undefined;
  readonly merge: readonly string[];
}

/** Throws with a sentence when the arguments are none. */
function parse(args: readonly string[]): Arguments | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      random: { type: 'string', default: '40' },
      recoveries: { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
      shard: { type: 'string', default: '1/1' },
      json: { type: 'string' },
      merge: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  if (values.merge !== positionals.length > 0)
    throw new RangeError('--merge takes the files of the shards, and nothing else does');
  const [shard, of] = values.shard.split('/').map((part) => natural('--shard', part));
  if (shard === undefined || of === undefined || shard > of) throw new RangeError('--shard takes I/N, such as 3/16');
  const options = {
    random: natural('--random', values.random),
    recoveryEvery: natural('--recoveries', values.recoveries),
    seed: natural('--seed', values.seed),
  };
  return { options, shard, of, json: values.json, merge: positionals };
}

function natural(option: string, text: string): number {
  if (!/^[1-9][0-9]{0,8}$/.test(text)) throw new RangeError(`${option} takes a number from 1 on, not "${text}"`);
  return Number(text);
}

function sweep({ options, shard, of }: Arguments): Campaign {
  const began = performance.now();
  let told = began;
  const onScene = (passed: number) => {
    if (performance.now() - told < 5_000) return;
    told = performance.now();
    process.stderr.write(`${passed} scenes, ${((told - began) / 1000).toFixed(0)} s\n`);
  };
  const campaign = runCampaign(options, { shard, of, onScene });
  const { cutPoints, recoveryCuts } = totalOf(campaign);
  const rate = (cutPoints + recoveryCuts) / ((performance.now() - began) / 1000);
  process.stderr.write(`${rate.toFixed(0)} losses of power per second\n`);
  return campaign;
}

/** Exit status: 0 no violation, 1 a violation or a named state never reached, 2 wrong arguments. */
function main(args: readonly string[]): number {
  let wanted: Arguments | undefined;
  try {
    wanted = parse(args);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}\n`);
    return 2;
  }
  if (wanted === undefined) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const { json, merge } = wanted;
  const campaign =
    merge.length > 0
      ? mergeCampaigns(merge.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Campaign))
      : sweep(wanted);
  if (json !== undefined) writeFileSync(json, JSON.stringify(campaign));
  const { violations } = totalOf(campaign);
  const missing = campaign.shards.length === campaign.of ? unreached(campaign) : [];
  process.stdout.write(`${campaignTable(campaign)}\n`);
  for (const violation of violations.slice(0, 20)) process.stdout.write(`VIOLATION ${violation}\n`);
  for (const state of missing) process.stdout.write(`NEVER REACHED ${state}\n`);
  return violations.length + missing.length > 0 ? 1 : 0;
}

process.exitCode = main(process.argv.slice(2));
