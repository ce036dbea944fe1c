import { describe, expect, it } from 'vitest';
import { apdu, chipAfter, openCard } from './bench-card.ts';
import { type Event, orderTrace } from './order-trace.ts';
import { operationalChip, VALUE, VERIFY } from './security-scenes.ts';

const { pin, newPin, puk, wrong } = VALUE;
const chip = operationalChip();

/** Every command that compares a secret: with the right one, with a wrong one, and which counter pays. */
// biome-ignore format: a table reads best with its columns aligned
const COMPARING = [
  ['VERIFY',                apdu('00200001', pin),          apdu('00200001', wrong),          0],
  ['CHANGE REFERENCE DATA', apdu('00240001', pin + newPin), apdu('00240001', wrong + newPin), 0],
  ['RESET RETRY COUNTER',   apdu('002C0001', puk + newPin), apdu('002C0001', wrong + newPin), 1],
] as const;

const triesOn = (flash: typeof chip, counter: number): number =>
  openCard(flash.fork()).inspect().pins[counter]!.triesLeft;

/** The operations of the device up to the sync that makes the lowered counter durable. */
function paying(events: readonly Event[]): Event[] {
  return events.slice(0, events.findIndex(({ kind }) => kind === 'sync') + 1);
}

describe.each(COMPARING)('%s', (_, right, wrongOne, counter) => {
  it.each([
    ['right', right],
    ['wrong', wrongOne],
  ])('has paid, durably, when it compares a %s value', (_value, command) => {
    const { events } = orderTrace(chip, [], command);
    const comparisons = events.filter((event) => event.kind === 'compare');
    expect(comparisons).toHaveLength(1);
    expect(triesOn(comparisons[0]!.durable, counter)).toBe(triesOn(chip, counter) - 1);
  });

  it('writes the same for a right and a wrong value until it has paid', () => {
    const paid = paying(orderTrace(chip, [], right).events);
    expect(paid.map(({ kind }) => kind)).toEqual(['write', 'write', 'sync']);
    expect(paying(orderTrace(chip, [], wrongOne).events)).toEqual(paid);
  });

  it('has the counter full again, durably, before it answers 9000', () => {
    const { events, answer } = orderTrace(chip, [], right);
    expect(answer).toBe('9000');
    expect(events.at(-1)).toEqual({ kind: 'sync' });
    expect(events.filter(({ kind }) => kind === 'sync')).toHaveLength(2);
  });
});

it.each(COMPARING)('%s: a blocked counter is neither compared nor written', (_, right, wrongOne, counter) => {
  const limit = counter === 0 ? 3 : 5;
  const blocked = chipAfter(chip, new Array<string>(limit).fill(wrongOne));
  expect(orderTrace(blocked, [], right)).toEqual({ answer: '6983', events: [] });
});

it('an empty VERIFY, verified or not, compares and writes nothing', () => {
  expect(orderTrace(chip, [], '00200001')).toEqual({ answer: '63C3', events: [] });
  expect(orderTrace(chip, [VERIFY], '00200001')).toEqual({ answer: '9000', events: [] });
});
