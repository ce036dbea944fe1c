/** The property: card and model never disagree, whatever happens. In blocks, so that a long run can be divided. */
import fc from 'fast-check';
import { mergedShards, type Sharded } from '../long-run/shards.ts';
import { sequences } from './actions.ts';
import { addCounts, type ModelCounts, noCounts } from './counts.ts';
import { ModelRun } from './model-run.ts';

/** Random sequences in a block; each has some 25 commands and events. */
const SEQUENCES = 100;

/** What was run: plain data, so that shards travel as JSON. */
export interface PropertyReport extends ModelCounts, Sharded {
  /** Of the first block; each following one has the next. */
  readonly seed: number;
  readonly blocks: number;
  /** What fast-check says of each failure: the seed, the shrunk sequence, the disagreement and its APDU script. */
  readonly failures: readonly string[];
}

/** Which part of the whole to run, 1 of 1 when left out; `onBlock` is told how many blocks were passed. */
export interface PropertyPart {
  readonly shard?: number;
  readonly of?: number;
  readonly onBlock?: (passed: number) => void;
}

export function runProperty(seed: number, blocks: number, part: PropertyPart = {}): PropertyReport {
  const { shard = 1, of = 1, onBlock } = part;
  const counts = noCounts();
  const failures: string[] = [];
  for (let block = shard - 1; block < blocks; block += of) {
    const failure = runBlock(seed + block, counts);
    if (failure !== undefined) failures.push(failure);
    onBlock?.(block + 1);
  }
  return { ...counts, seed, blocks, shards: [shard], of, failures };
}

/** The whole of which these are shards. Throws `RangeError` when they do not belong together or one is there twice. */
export function mergeProperties(parts: readonly PropertyReport[]): PropertyReport {
  const shards = mergedShards(parts, ({ seed, blocks }) => [seed, blocks]);
  const counts = noCounts();
  for (const part of parts) addCounts(counts, part);
  return { ...parts[0]!, ...counts, shards, failures: parts.flatMap(({ failures }) => failures) };
}

function runBlock(seed: number, counts: ModelCounts): string | undefined {
  const property = fc.property(sequences(50), (actions) => {
    const run = new ModelRun(counts);
    for (const action of actions) run.perform(action);
  });
  const details = fc.check(property, { seed, numRuns: SEQUENCES });
  return details.failed ? `${fc.defaultReportMessage(details)}\n${details.errorInstance}` : undefined;
}
