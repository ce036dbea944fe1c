/** A PIN that is blocked, on disposable cards. */
import { concat, SW } from '../../../apdu/index.ts';
import { type Assertion, group } from '../assertion.ts';
import { CLAUSE } from '../clauses.ts';
import { changePin, resetCounter, verify } from '../commands.ts';
import { block, codeAndNew, unblock, whileBlocked } from './blocking-support.ts';
import { openedBy, readsAs } from './protected-files.ts';
import { BLOCKED, WRONG } from './verify-support.ts';

export const blocked: readonly Assertion[] = [
  ...group(CLAUSE.resetRetryCounter, [
    {
      id: 'RRC-12',
      level: 'must',
      destructive: true,
      purpose: 'the right code unblocks a PIN that is blocked',
      criterion: '9000, and the value is accepted with a full counter',
      words: ['9000'],
      run: (card) =>
        whileBlocked(card, async ({ reference, value, code }) => {
          await card.demand(resetCounter(reference, codeAndNew(card, code, value)));
          await card.demand(verify(reference, card.padded(value)));
        }),
    },
    {
      id: 'RRC-13',
      level: 'must',
      destructive: true,
      purpose: 'a wrong code does not unblock',
      criterion: 'refused, and the PIN stays blocked',
      words: WRONG,
      run: (card) =>
        whileBlocked(card, async ({ reference, value, code }) => {
          await card.demand(resetCounter(reference, concat(card.wrong(code), card.padded(value))));
          await card.demand(verify(reference, card.padded(value)), BLOCKED);
        }),
    },
  ]),
  ...group(CLAUSE.verify, [
    {
      id: 'BLK-01',
      level: 'must',
      destructive: true,
      purpose: 'wrong values count down to the end one by one',
      criterion: '63CX with X one less each time; the last one 63C0 or 6983',
      words: ['63CX', '6983'],
      run: async (card) => {
        const pin = card.sparePin;
        const tries = await card.triesLeft(pin.reference);
        const words = await block(card, pin);
        await card.reset();
        await unblock(card, pin);
        card.check(words.length === tries, `${tries} tries were left, and ${words.length} wrong values were taken`);
        words.slice(0, -1).forEach((sw, i) => {
          card.check(sw === (0x63c0 | (tries - 1 - i)), `wrong value ${i + 1} was answered ${sw.toString(16)}`);
        });
        card.check(
          words.at(-1) === 0x63c0 || words.at(-1) === SW.authenticationMethodBlocked,
          'the last one is another word',
        );
      },
    },
    {
      id: 'BLK-02',
      level: 'must',
      destructive: true,
      purpose: 'a blocked PIN does not accept its right value',
      criterion: '6983 or 63C0, and nothing is open afterwards',
      words: BLOCKED,
      run: (card) =>
        whileBlocked(card, async ({ reference, value }) => {
          await card.demand(verify(reference, card.padded(value)));
          await card.demand(verify(reference));
          for (const file of openedBy(card, reference)) await readsAs(card, file, ['6982']);
        }),
    },
    {
      id: 'BLK-03',
      level: 'must',
      destructive: true,
      purpose: 'a blocked PIN stays so through a reset and a loss of power',
      criterion: '6983 or 63C0 for the right value on the other side',
      words: BLOCKED,
      run: (card) =>
        whileBlocked(card, async ({ reference, value }) => {
          await card.reset();
          await card.demand(verify(reference, card.padded(value)));
          await card.guard.powerOff();
          await card.guard.powerOn();
          await card.demand(verify(reference));
          await card.demand(verify(reference, card.padded(value)));
        }),
    },
    {
      id: 'BLK-04',
      level: 'must',
      destructive: true,
      clause: CLAUSE.changeReferenceData,
      purpose: 'a blocked PIN is not changed, not with its right value either',
      criterion: '6983 or 63C0',
      words: BLOCKED,
      run: (card) =>
        whileBlocked(card, async ({ reference, value }) => {
          await card.demand(changePin(reference, codeAndNew(card, value, value)));
          await card.demand(verify(reference));
        }),
    },
    {
      id: 'BLK-05',
      level: 'must',
      destructive: true,
      purpose: 'what a blocked PIN had opened is closed',
      criterion: 'blocked while verified, its EFs are refused',
      words: ['6982'],
      run: async (card) => {
        const file = card.need(openedBy(card, card.sparePin.reference)[0], 'the card has no EF that the PIN opens');
        await card.login(card.sparePin);
        await whileBlocked(card, () => readsAs(card, file, ['6982']));
      },
    },
    {
      id: 'BLK-06',
      level: 'must',
      destructive: true,
      purpose: 'a blocked PIN blocks no other',
      criterion: 'the other PIN is accepted',
      words: ['9000'],
      run: (card) =>
        whileBlocked(card, async ({ reference }) => {
          const other = card.pin;
          card.need(other.reference !== reference, 'no second PIN of the card is known');
          await card.demand(verify(other.reference, card.padded(other.value)));
        }),
    },
    {
      id: 'BLK-07',
      level: 'must',
      destructive: true,
      clause: CLAUSE.changeReferenceData,
      purpose: 'wrong old values block as wrong values do',
      criterion: 'after so many CHANGE with a wrong old value VERIFY of the right one is refused',
      words: BLOCKED,
      run: async (card) => {
        card.need(card.guard.floor === 0, `${card.guard.floor} tries have to stay`);
        const pin = card.sparePin;
        const tries = await card.triesLeft(pin.reference);
        for (let i = 0; i < tries; i++) {
          await card.demand(changePin(pin.reference, concat(card.wrong(pin.value), card.padded(pin.value))), WRONG);
        }
        try {
          await card.demand(verify(pin.reference, card.padded(pin.value)));
        } finally {
          await card.reset();
          await unblock(card, pin);
        }
      },
    },
  ]),
];
