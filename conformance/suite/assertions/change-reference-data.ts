/** CHANGE REFERENCE DATA. Where the new value is the present one, the card is the same afterwards, whatever it does. */
import { concat } from '../../../apdu/index.ts';
import { type Assertion, group } from '../assertion.ts';
import type { Bench } from '../bench.ts';
import { CLAUSE } from '../clauses.ts';
import { changePin, verify } from '../commands.ts';
import { demandOneLess, NOT_ACCEPTED, WRONG } from './verify-support.ts';

const NOT_VERIFIED = ['63CX', '6983'];

/** Another value of the same length and kind that the PIN may have. */
const another = (value: Uint8Array): Uint8Array =>
  value.map((byte, i) => (i === 0 ? byte : byte === 0x37 ? 0x36 : 0x37));

const oldAndNew = (card: Bench, before: Uint8Array, after: Uint8Array): Uint8Array =>
  concat(card.padded(before), card.padded(after));

export const changing: readonly Assertion[] = group(CLAUSE.changeReferenceData, [
  {
    id: 'CRD-01',
    level: 'must',
    purpose: 'the old value and a new one, which may be the same, are accepted',
    criterion: '9000, and the value is accepted afterwards; a card may refuse a value that is no new one',
    words: ['9000', '6A80', '6985'],
    run: async (card) => {
      const { reference, value } = card.pin;
      await card.demand(changePin(reference, oldAndNew(card, value, value)));
      await card.demand(verify(reference, card.padded(value)), ['9000']);
    },
  },
  {
    id: 'CRD-02',
    level: 'must',
    purpose: 'a wrong old value is refused, and costs a try',
    criterion: '63CX, X one less than before; the present value stays',
    words: WRONG,
    run: async (card) => {
      const { reference, value } = card.pin;
      const before = await card.triesLeft(reference);
      const { sw } = await card.demand(changePin(reference, concat(card.wrong(value), card.padded(value))));
      await demandOneLess(card, before, sw);
      await card.demand(verify(reference, card.padded(value)), ['9000']);
    },
  },
  {
    id: 'CRD-03',
    level: 'must',
    purpose: 'a verification does not stand for the old value',
    criterion: 'a wrong old value is refused also while the PIN is verified',
    words: WRONG,
    run: async (card) => {
      const { reference, value } = card.pin;
      await card.triesLeft(reference);
      await card.login();
      await card.demand(changePin(reference, concat(card.wrong(value), card.padded(value))));
    },
  },
  {
    id: 'CRD-04',
    level: 'must',
    purpose: 'P1 01 sets a value without the old one only where that is allowed',
    criterion: 'refused on a PIN that has a value, before and after VERIFY',
    words: ['refused'],
    run: async (card) => {
      const { reference, value } = card.pin;
      await card.demand(changePin(reference, card.padded(value), 0x01));
    },
  },
  {
    id: 'CRD-05',
    level: 'must',
    purpose: 'other P1 are refused',
    criterion: 'P1 02 and 80: 6A86',
    words: ['6A86', '6B00'],
    run: async (card) => {
      const { reference, value } = card.pin;
      for (const p1 of [0x02, 0x80]) await card.demand(changePin(reference, card.padded(value), p1));
    },
  },
  {
    id: 'CRD-06',
    level: 'must',
    purpose: 'a PIN that is not there is not changed',
    criterion: '6A88',
    words: ['6A88', '6A86'],
    destructive: true,
    run: async (card) => {
      await card.demand(changePin(0x1e, oldAndNew(card, card.pin.value, card.pin.value)));
    },
  },
  {
    id: 'CRD-07',
    level: 'must',
    purpose: 'a wrong old value takes the verification away',
    criterion: 'after it an empty VERIFY is not 9000',
    words: NOT_VERIFIED,
    run: async (card) => {
      const { reference, value } = card.pin;
      await card.triesLeft(reference);
      await card.login();
      await card.demand(changePin(reference, concat(card.wrong(value), card.padded(value))), WRONG);
      await card.demand(verify(reference));
    },
  },
  {
    id: 'CRD-08',
    level: 'must',
    purpose: 'the right old value gives the tries back',
    criterion: 'after a wrong value and a change the counter is full',
    words: ['63CX', '9000'],
    run: async (card) => {
      const { reference, value } = card.pin;
      const before = await card.triesLeft(reference);
      await card.demand(verify(reference, card.wrong(value)), WRONG);
      await card.prepare(changePin(reference, oldAndNew(card, value, value)), ['9000']);
      await card.reset();
      const left = await card.triesLeft(reference);
      card.check(left === before, `${before} tries were left, and ${left} after the change`);
    },
  },
  {
    id: 'CRD-09',
    level: 'should',
    purpose: 'a change is no verification',
    criterion: 'an empty VERIFY afterwards is not 9000',
    words: ['63CX', '9000'],
    run: async (card) => {
      const { reference, value } = card.pin;
      await card.prepare(changePin(reference, oldAndNew(card, value, value)), ['9000']);
      await card.reset();
      await card.demand(verify(reference), NOT_VERIFIED);
    },
  },
  {
    id: 'CRD-10',
    level: 'must',
    destructive: true,
    purpose: 'after a change the new value is the PIN, and the old one is not',
    criterion: '9000 for the new one, also after a loss of power; the old one is wrong',
    words: ['9000'],
    run: async (card) => {
      const { reference, value } = card.sparePin;
      const after = another(value);
      await card.demand(changePin(reference, oldAndNew(card, value, after)));
      await card.demand(verify(reference, card.padded(after)));
      await card.guard.powerOff();
      await card.guard.powerOn();
      await card.demand(verify(reference, card.padded(after)));
      await card.reset();
      await card.demand(verify(reference, card.padded(value)), NOT_ACCEPTED);
    },
  },
  {
    id: 'CRD-11',
    level: 'must',
    destructive: true,
    purpose: 'a change with a wrong old value changes nothing',
    criterion: 'the new value is not accepted afterwards, the present one is',
    words: NOT_ACCEPTED,
    run: async (card) => {
      const { reference, value } = card.sparePin;
      const after = another(value);
      await card.demand(changePin(reference, concat(card.wrong(value), card.padded(after))));
      await card.demand(verify(reference, card.padded(value)), ['9000']);
      await card.reset();
      await card.demand(verify(reference, card.padded(after)));
    },
  },
  {
    id: 'CRD-12',
    level: 'should',
    destructive: true,
    purpose: 'a new value outside the rules is refused, and costs no try',
    criterion: 'one character and none: 6A80, 6700 or 6A87; the counter and the value stay',
    words: ['6A80', '6700', '6A87', '6985'],
    run: async (card) => {
      const { reference, value } = card.sparePin;
      const before = await card.triesLeft(reference);
      for (const length of [0, 1])
        await card.demand(changePin(reference, oldAndNew(card, value, value.subarray(0, length))));
      card.check((await card.triesLeft(reference)) === before, 'it has cost a try');
      await card.demand(verify(reference, card.padded(value)), ['9000']);
    },
  },
  {
    id: 'CRD-13',
    level: 'must',
    destructive: true,
    purpose: 'a command without data changes nothing',
    criterion: 'refused, and the value stays',
    words: ['refused'],
    run: async (card) => {
      const { reference, value } = card.sparePin;
      await card.demand(changePin(reference));
      await card.demand(verify(reference, card.padded(value)), ['9000']);
    },
  },
  {
    id: 'CRD-14',
    level: 'must',
    destructive: true,
    purpose: 'a verification does not allow P1 01 to set a value without the old one',
    criterion: 'refused, and the new value is not accepted',
    words: ['refused'],
    run: async (card) => {
      const { reference, value } = card.sparePin;
      await card.login({ reference, value });
      await card.demand(changePin(reference, card.padded(another(value)), 0x01));
      await card.reset();
      await card.demand(verify(reference, card.padded(value)), ['9000']);
    },
  },
]);
