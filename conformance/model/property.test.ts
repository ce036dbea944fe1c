import { describe, expect, it } from 'vitest';
import { neverReached } from '../long-run/reached-states.ts';
import { noCounts, REACHED_STATES } from './counts.ts';
import { Disagreement, ModelRun } from './model-run.ts';
import { mergeProperties, type PropertyReport, runProperty } from './property.ts';

/** Another stretch of the random numbers at every run; told when it fails, and to be given to `npm run properties:long`. */
const SEED = Date.now() % 1_000_000_000;

describe('card and model', () => {
  it('never disagree, whatever the sequence of commands, channels, resets, power cuts and forks', {
    timeout: 300_000,
  }, () => {
    const report = runProperty(SEED, 9);
    expect(report.failures).toEqual([]);
    expect(report.commands).toBeGreaterThanOrEqual(20_000);
    expect(neverReached(REACHED_STATES, report.reached), `seed ${SEED}`).toEqual([]);
  });

  it('disagree with a script that shows it again, when they do', () => {
    const run = new ModelRun(noCounts());
    run.perform({ kind: 'verify', on: 0, pin: 'right' });
    run.perform({ kind: 'reset' });
    // A channel of which the rules know nothing: its class byte is FF.
    expect(() => run.perform({ kind: 'query', on: -1 })).toThrow(
      new Disagreement(
        [
          'query was answered 6E00, by the rules 6881',
          'The commands, on a new card of the model:',
          '00200001107365637265742D300000000000000000',
          '# reset',
          'FF200001',
        ].join('\n'),
      ),
    );
  });
});

describe('shards', () => {
  it('add up to the whole', () => {
    const whole = runProperty(3, 4);
    const parts = [2, 4, 1, 3].map((shard) => runProperty(3, 4, { shard, of: 4 }));
    const merged = mergeProperties(parts.map((part) => JSON.parse(JSON.stringify(part)) as PropertyReport));
    expect(merged).toEqual({ ...whole, shards: [1, 2, 3, 4], of: 4 });
  });

  it('are refused when they do not belong together', () => {
    const none = (shard: number, seed = 1) => ({
      ...noCounts(),
      seed,
      blocks: 1,
      shards: [shard],
      of: 2,
      failures: [],
    });
    expect(() => mergeProperties([none(1), none(1)])).toThrow('a shard is there twice');
    expect(() => mergeProperties([none(1), none(2, 8)])).toThrow('different runs');
    expect(() => mergeProperties([])).toThrow('nothing to merge');
  });
});
