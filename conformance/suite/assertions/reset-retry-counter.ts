/** RESET RETRY COUNTER, on disposable cards. */
import { concat } from '../../../apdu/index.ts';
import { type Assertion, group } from '../assertion.ts';
import { CLAUSE } from '../clauses.ts';
import { resetCounter, verify } from '../commands.ts';
import { codeAndNew, other, unblock } from './blocking-support.ts';
import { openedBy, readsAs } from './protected-files.ts';
import { NOT_ACCEPTED, WRONG } from './verify-support.ts';

export const resetting: readonly Assertion[] = [
  ...group(CLAUSE.resetRetryCounter, [
    {
      id: 'RRC-01',
      level: 'must',
      destructive: true,
      purpose: 'the right code and a new value set the value and give all tries back',
      criterion: '9000, the counter is full, and the value is accepted',
      words: ['9000'],
      run: async (card) => {
        const { reference, value, code } = card.sparePin;
        const before = await card.triesLeft(reference);
        await card.demand(verify(reference, card.wrong(value)), WRONG);
        await card.demand(resetCounter(reference, codeAndNew(card, code, value)));
        await card.reset();
        const left = await card.triesLeft(reference);
        card.check(left === before, `${before} tries were left, and ${left} after the reset of the counter`);
        await card.demand(verify(reference, card.padded(value)));
      },
    },
    {
      id: 'RRC-02',
      level: 'must',
      destructive: true,
      purpose: 'a wrong code is refused, changes nothing, and counts on the code’s own counter',
      criterion: '63CX; the present value and the tries of the PIN stay',
      words: WRONG,
      run: async (card) => {
        const { reference, value, code } = card.sparePin;
        const before = await card.triesLeft(reference);
        await card.demand(resetCounter(reference, concat(card.wrong(code), card.padded(other(value)))));
        card.check((await card.triesLeft(reference)) === before, 'the counter of the PIN has changed');
        await card.demand(verify(reference, card.padded(value)), ['9000']);
        await unblock(card, card.sparePin);
      },
    },
    {
      id: 'RRC-03',
      level: 'must',
      destructive: true,
      purpose: 'each wrong code counts, and the right one gives the tries back',
      criterion: 'X of two wrong codes differs by one; after the right one it begins anew',
      words: ['63CX'],
      run: async (card) => {
        const { reference, value, code } = card.sparePin;
        card.need(card.guard.floor === 0, `${card.guard.floor} tries have to stay`);
        const wrong = concat(card.wrong(code), card.padded(value));
        const first = await card.demand(resetCounter(reference, wrong));
        card.need((first.sw & 0x0f) > 1, 'the code has too few tries');
        const second = await card.demand(resetCounter(reference, wrong));
        card.check((second.sw & 0x0f) === (first.sw & 0x0f) - 1, 'the second wrong code is not counted');
        await card.demand(resetCounter(reference, codeAndNew(card, code, value)), ['9000']);
        const third = await card.demand(resetCounter(reference, wrong));
        card.check(third.sw === first.sw, 'the right code has not given the tries back');
        await unblock(card, card.sparePin);
      },
    },
    {
      id: 'RRC-04',
      level: 'should',
      destructive: true,
      purpose: 'the right code is no verification of the PIN',
      criterion: 'an empty VERIFY afterwards is not 9000, and what the PIN opens is closed',
      words: ['63CX'],
      run: async (card) => {
        const { reference, value, code } = card.sparePin;
        await card.prepare(resetCounter(reference, codeAndNew(card, code, value)), ['9000']);
        await card.demand(verify(reference));
        for (const file of openedBy(card, reference)) await readsAs(card, file, ['6982']);
      },
    },
    {
      id: 'RRC-05',
      level: 'must',
      destructive: true,
      purpose: 'the value of the PIN is not its code, nor is the code its value',
      criterion: 'both are refused',
      words: NOT_ACCEPTED,
      run: async (card) => {
        const { reference, value, code } = card.sparePin;
        await card.demand(resetCounter(reference, codeAndNew(card, value, value)));
        await unblock(card, card.sparePin);
        await card.demand(verify(reference, card.padded(code)));
      },
    },
    {
      id: 'RRC-06',
      level: 'must',
      destructive: true,
      purpose: 'the right code sets another value',
      criterion: 'the new value is accepted and the old one is not',
      words: ['9000'],
      run: async (card) => {
        const { reference, value, code } = card.sparePin;
        await card.demand(resetCounter(reference, codeAndNew(card, code, other(value))));
        await card.demand(verify(reference, card.padded(other(value))));
        await card.reset();
        await card.demand(verify(reference, card.padded(value)), NOT_ACCEPTED);
        await unblock(card, card.sparePin);
      },
    },
    {
      id: 'RRC-07',
      level: 'should',
      destructive: true,
      purpose: 'a new value outside the rules is refused before the code is tried',
      criterion: '6A80 or 6700; the value stays',
      words: ['6A80', '6700', '6A87', '6985'],
      run: async (card) => {
        const { reference, value, code } = card.sparePin;
        await card.demand(resetCounter(reference, codeAndNew(card, code, value.subarray(0, 1))));
        await card.demand(verify(reference, card.padded(value)), ['9000']);
      },
    },
    {
      id: 'RRC-08',
      level: 'may',
      destructive: true,
      purpose: 'P1 03 and 02 need no code, and are not for everybody',
      criterion: 'refused while nothing is verified',
      words: ['refused'],
      run: async (card) => {
        const { reference, value } = card.sparePin;
        await card.demand(resetCounter(reference, undefined, 0x03));
        await card.demand(resetCounter(reference, card.padded(value), 0x02));
      },
    },
    {
      id: 'RRC-09',
      level: 'must',
      destructive: true,
      purpose: 'a PIN that is not there is not reset',
      criterion: '6A88',
      words: ['6A88', '6A86'],
      run: async (card) => {
        const { value, code } = card.sparePin;
        await card.demand(resetCounter(0x1e, codeAndNew(card, code, value)));
      },
    },
    {
      id: 'RRC-10',
      level: 'must',
      destructive: true,
      purpose: 'other P1 are refused',
      criterion: 'P1 80: 6A86',
      words: ['6A86', '6B00'],
      run: async (card) => {
        const { reference, value, code } = card.sparePin;
        await card.demand(resetCounter(reference, codeAndNew(card, code, value), 0x80));
      },
    },
    {
      id: 'RRC-11',
      level: 'must',
      destructive: true,
      purpose: 'the right code of one PIN is not that of another',
      criterion: 'refused as wrong',
      words: NOT_ACCEPTED,
      run: async (card) => {
        const { reference, value, code } = card.sparePin;
        const second = card.facts.pins.find((pin) => pin.reference !== reference && pin.code !== undefined);
        const foreign = card.need(second, 'no second code of the card is known').code!;
        await card.demand(resetCounter(reference, codeAndNew(card, foreign, value)));
        await card.send(resetCounter(reference, codeAndNew(card, code, value)));
      },
    },
  ]),
];
