import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toHex } from '../apdu/index.ts';
import type { Card } from '../emulator/index.ts';
import { create, MF, ok, operationalCard, PIN, verify } from './host.test-support.ts';
import { apduArbitrary } from './random-apdus.test-support.ts';

const APDUS = 100_000;
const IN_A_ROW = 100;

/** An operational card with files, a record EF and a data object. */
function someCard(): Card {
  const card = operationalCard();
  ok(card, create('820138 83025015'), create('820101 83024401 80020040 8801 08'), MF);
  ok(card, create('8205 4241000404 83023501 8801 10'), '00E2000004 01020304', '00DA0080 02 ABCD');
  return card;
}

it(`${APDUS} random commands get an answer each, and never one that reports a fault of the card`, () => {
  const base = someCard();
  const answers = new Set<string>();
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.array(apduArbitrary, { minLength: IN_A_ROW, maxLength: IN_A_ROW }),
      (verified, apdus) => {
        const card = base.fork();
        card.powerOn();
        if (verified) ok(card, verify(PIN));
        for (const apdu of apdus) {
          const answer = card.transmit(apdu);
          const sw = toHex(answer.subarray(-2));
          expect(answer.length, toHex(apdu)).toBeGreaterThanOrEqual(2);
          expect(sw, toHex(apdu)).not.toBe('6F00');
          expect(toHex(answer), 'the PIN is in an answer').not.toContain(PIN.slice(0, 12));
          answers.add(sw);
        }
        for (const { triesLeft, tryLimit } of card.inspect().pins) expect(triesLeft).toBeLessThanOrEqual(tryLimit);
      },
    ),
    { numRuns: APDUS / IN_A_ROW },
  );
  // Random bytes that only ever meet one check say nothing about the others.
  expect(answers.size, [...answers].join(' ')).toBeGreaterThan(20);
});
