/** The whole sweep, or a shard of it: reports by instruction, which add up and are printed as a table. */
import { neverReached, reachedLines } from '../long-run/reached-states.ts';
import { mergedShards, type Sharded } from '../long-run/shards.ts';
import { changeScenes } from './change-scenes.ts';
import { addReport, emptyReport, REACHED_STATES, type SweepReport } from './report.ts';
import type { Scene } from './scene.ts';
import { securityScenes } from './security-scenes.ts';
import { Sweep, type SweepOptions } from './sweep.ts';

/** Plain data, so that shards travel as JSON: what was swept, by instruction. */
export interface Campaign extends Sharded {
  readonly options: SweepOptions;
  readonly bySubject: Readonly<Record<string, SweepReport>>;
}

/** Every scene there is. */
export function* allScenes(): Generator<Scene> {
  yield* changeScenes();
  yield* securityScenes();
}

/** Which scenes to sweep. */
export interface Part {
  /** All of them when left out. */
  readonly scenes?: Iterable<Scene>;
  /** Every `of`-th scene, beginning with the `shard`-th, from 1; 1 of 1 when left out. */
  readonly shard?: number;
  readonly of?: number;
  /** Is told how many scenes were passed. */
  readonly onScene?: (passed: number) => void;
}

export function runCampaign(options: SweepOptions, part: Part = {}): Campaign {
  const { scenes = allScenes(), shard = 1, of = 1, onScene } = part;
  const bySubject: Record<string, SweepReport> = {};
  let index = 0;
  for (const scene of scenes) {
    if (index++ % of !== shard - 1) continue;
    const sweep = new Sweep({ ...options, seed: options.seed + index });
    sweep.run(scene);
    bySubject[scene.subject] ??= emptyReport();
    addReport(bySubject[scene.subject]!, sweep.report);
    onScene?.(index);
  }
  return { options, shards: [shard], of, bySubject };
}

/** The campaign of which these are shards. Throws `RangeError` when they do not belong together or one is there twice. */
export function mergeCampaigns(parts: readonly Campaign[]): Campaign {
  const shards = mergedShards(parts, ({ options }) => options);
  const bySubject: Record<string, SweepReport> = {};
  for (const part of parts) {
    for (const [subject, report] of Object.entries(part.bySubject)) {
      bySubject[subject] ??= emptyReport();
      addReport(bySubject[subject], report);
    }
  }
  return { ...parts[0]!, shards, bySubject };
}

/** All instructions together. */
export function totalOf({ bySubject }: Campaign): SweepReport {
  const total = emptyReport();
  for (const report of Object.values(bySubject)) addReport(total, report);
  return total;
}

/** Named states that were never reached: such a campaign proves nothing about them. */
export function unreached(campaign: Campaign): string[] {
  return neverReached(REACHED_STATES, totalOf(campaign).reached);
}

/** For people: instruction × device operations × cut points × violations, and how often each named state was reached. */
export function campaignTable(campaign: Campaign): string {
  const line = (...[name, ...numbers]: readonly (string | number)[]) =>
    `${String(name).padEnd(32)}${numbers.map((number) => String(number).padStart(14)).join('')}`;
  const row = (name: string, { operations, cutPoints, kills, recoveryCuts, violations }: SweepReport) =>
    line(name, operations, cutPoints, kills, recoveryCuts, violations.length);
  const total = totalOf(campaign);
  return [
    line('', 'operations', 'cut points', 'kills', 'recovery cuts', 'violations'),
    ...Object.keys(campaign.bySubject)
      .sort()
      .map((subject) => row(subject, campaign.bySubject[subject]!)),
    row('all', total),
    `${total.cutPoints + total.recoveryCuts} losses of power in all`,
    '',
    ...reachedLines(REACHED_STATES, total.reached),
  ].join('\n');
}
