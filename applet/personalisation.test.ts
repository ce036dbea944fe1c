import { describe, expect, it } from 'vitest';
import type { Card } from '../emulator/index.ts';
import { blankCard, create, MF, ok, PIN, PUK, sw, verify, withData } from './host.test-support.ts';

/** From blank to operational: PIN policy, PUK, PIN, an EF, a key, the end. */
const STEPS = [
  withData('00DA0110', 'A10F 830101 910103 920106 930108 940101'),
  withData('00240102', PUK),
  withData('00240101', PIN),
  verify(PIN),
  create('820101 83022F00 80020002'),
  '00D6000002ABCD',
  withData('00224100', '8001F3 840101'),
  '00464200000000',
  MF,
  '00440000',
];

/** The same card after power-off. */
function cycled(card: Card): Card {
  card.powerOff();
  card.powerOn();
  return card;
}

describe('a personalisation that is cut short', () => {
  const blank = blankCard().inspect();

  it.each(STEPS.slice(0, -1).map((_, done) => done + 1))(
    'after %i steps leaves a blank card, which can be personalised',
    (done) => {
      const card = blankCard();
      ok(card, ...STEPS.slice(0, done));
      expect(card.inspect().lifeCycle).toBe('personalising');
      expect(cycled(card).inspect()).toEqual(blank);
      ok(card, ...STEPS);
      expect(cycled(card).inspect().lifeCycle).toBe('operational');
      expect(sw(card, verify(PIN))).toBe('9000');
    },
  );
});
