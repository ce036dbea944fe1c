/** A code that is blocked, for the very end: it cannot be brought back. */
import { concat } from '../../../apdu/index.ts';
import { type Assertion, group } from '../assertion.ts';
import { CLAUSE } from '../clauses.ts';
import { resetCounter, verify } from '../commands.ts';
import { codeAndNew, MOST_TRIES } from './blocking-support.ts';
import { BLOCKED } from './verify-support.ts';

export const blockingTheCode: readonly Assertion[] = group(CLAUSE.resetRetryCounter, [
  {
    id: 'RRC-14',
    level: 'must',
    destructive: true,
    purpose: 'a code that is blocked does not accept its right value, for good',
    criterion: 'after so many wrong codes the right one is refused with 6983 or 63C0, after a loss of power as well',
    words: BLOCKED,
    run: async (card) => {
      const { reference, value, code } = card.sparePin;
      card.need(card.guard.floor === 0, `${card.guard.floor} tries have to stay`);
      const wrong = concat(card.wrong(code), card.padded(value));
      for (let i = 0, sw = 0x63cf; i <= MOST_TRIES && sw >> 4 === 0x63c && sw !== 0x63c0; i++) {
        ({ sw } = await card.send(resetCounter(reference, wrong)));
      }
      await card.demand(resetCounter(reference, codeAndNew(card, code, value)));
      await card.guard.powerOff();
      await card.guard.powerOn();
      await card.demand(resetCounter(reference, codeAndNew(card, code, value)));
      await card.demand(verify(reference, card.padded(value)), ['9000']);
    },
  },
]);
