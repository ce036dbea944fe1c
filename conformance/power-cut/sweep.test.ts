import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../apdu/index.ts';
import { instructionTable } from '../../applet/instructions.ts';
import { InterfaceGeneration } from '../../applet/interface-generation.ts';
import { CuttingFlash } from '../../emulator/index.ts';
import { openCard } from './bench-card.ts';
import { type Campaign, campaignTable, mergeCampaigns, runCampaign, totalOf, unreached } from './campaign.ts';
import { changeScenes } from './change-scenes.ts';
import { operationalChip, VERIFY } from './security-scenes.ts';

/** What never changes anything that outlives the power. */
const READING = [
  'SELECT',
  'READ BINARY',
  'READ RECORD',
  'SEARCH RECORD',
  'GET DATA',
  'GET DATA (tag list)',
  'MANAGE CHANNEL',
  'MANAGE SECURITY ENVIRONMENT',
  'INTERNAL AUTHENTICATE',
];

/** What draws from the random generator, and so writes the number of power-ons, which no command shows. */
const DRAWING = ['GET CHALLENGE', 'PERFORM SECURITY OPERATION'];

/** Whatever the sweep is about that is no instruction. */
const EVENTS = ['formatting', 'opening'];

const TABLE = instructionTable(new InterfaceGeneration('auto'));

describe('the power goes at every write and sync', () => {
  let campaign: Campaign;

  it('and the card is as before or after the command, with at most a try spent', { timeout: 600_000 }, () => {
    campaign = runCampaign({ random: 6, recoveryEvery: 60, seed: 1 });
    console.log(campaignTable(campaign));
    const { cutPoints, recoveryCuts, violations } = totalOf(campaign);
    expect(violations).toEqual([]);
    expect(cutPoints + recoveryCuts).toBeGreaterThanOrEqual(100_000);
  });

  it('in every state that matters', () => expect(unreached(campaign)).toEqual([]));

  it('of every instruction that writes', () => {
    const swept = Object.keys(campaign.bySubject).filter((subject) => !EVENTS.includes(subject));
    expect([...swept, ...READING].sort()).toEqual(TABLE.map(({ name }) => name).sort());
    for (const subject of swept) expect(campaign.bySubject[subject]!.operations, subject).toBeGreaterThan(0);
    for (const subject of swept.filter((name) => !DRAWING.includes(name))) {
      const { lostCommand, keptCommand } = campaign.bySubject[subject]!.reached;
      expect(Math.min(lostCommand, keptCommand), subject).toBeGreaterThan(0);
    }
  });
});

it('instructions that are said to write nothing do not', () => {
  const reading = TABLE.filter(({ name }) => READING.includes(name)).map(({ ins }) => ins);
  const flash = new CuttingFlash(operationalChip());
  const card = openCard(flash);
  card.transmit(fromHex(VERIFY));
  const { operations } = flash;
  const byte = fc.nat(255);
  fc.assert(
    fc.property(fc.constantFrom(...reading), byte, byte, fc.uint8Array({ maxLength: 20 }), (ins, p1, p2, data) => {
      card.transmit(Uint8Array.of(0, ins, p1, p2, ...(data.length > 0 ? [data.length, ...data] : [])));
      expect(flash.operations).toBe(operations);
    }),
    { numRuns: 5_000 },
  );
});

describe('shards', () => {
  const options = { random: 1, recoveryEvery: 500, seed: 7 };
  const some = () => [...changeScenes()].filter((_, index) => index % 5 === 0);

  it('add up to the whole', () => {
    const scenes = some();
    const whole = runCampaign(options, { scenes });
    const parts = [3, 1, 4, 2].map((shard) => runCampaign(options, { scenes, shard, of: 4 }));
    const travelled = parts.map((part) => JSON.parse(JSON.stringify(part)) as Campaign);
    const merged = mergeCampaigns(travelled);
    expect(merged.shards).toEqual([1, 2, 3, 4]);
    expect(totalOf(merged)).toEqual(totalOf(whole));
    expect(merged.bySubject).toEqual(whole.bySubject);
  });

  it('are refused when they do not belong together', () => {
    const none = (shard: number, seed = 7) => runCampaign({ ...options, seed }, { scenes: [], shard, of: 2 });
    expect(() => mergeCampaigns([none(1), none(1)])).toThrow('a shard is there twice');
    expect(() => mergeCampaigns([none(1), none(2, 8)])).toThrow('different runs');
    expect(() => mergeCampaigns([])).toThrow('nothing to merge');
  });
});
