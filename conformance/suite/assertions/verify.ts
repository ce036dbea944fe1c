/** VERIFY: the counter, and what is asked and answered. */
import { fromHex, SW } from '../../../apdu/index.ts';
import { type Assertion, group } from '../assertion.ts';
import { CLAUSE } from '../clauses.ts';
import { verify } from '../commands.ts';
import { BLOCKED, demandOneLess, spendOne } from './verify-support.ts';

export const verifying: readonly Assertion[] = [
  ...group(CLAUSE.verify, [
    {
      id: 'VER-01',
      level: 'must',
      purpose: 'the right value is accepted',
      criterion: '9000, for every PIN that is known, twice in a row as well',
      words: ['9000'],
      run: async (card) => {
        const { reference, value } = card.pin;
        await card.demand(verify(reference, card.padded(value)));
        await card.demand(verify(reference, card.padded(value)));
      },
    },
    {
      id: 'VER-02',
      level: 'must',
      purpose: 'asking with an empty VERIFY costs no try',
      criterion: 'asked three times, the card tells the same number of tries',
      words: ['63CX', '6983', '9000', '6700', '6A86'],
      run: async (card) => {
        const [pin] = card.facts.pins;
        card.need(pin, 'the card has no PIN that an empty VERIFY finds');
        for (const { reference } of card.facts.pins) {
          const known = card.guard.pins.get(reference);
          card.check(known?.askingSpends !== true, 'the number of tries goes down by asking');
          const first = await card.demand(verify(reference));
          card.check(known?.askingSpends !== true, 'the number of tries goes down by asking');
          card.check((await card.demand(verify(reference))).sw === first.sw, 'the second answer is another one');
        }
      },
    },
    {
      id: 'VER-03',
      level: 'should',
      purpose: 'an empty VERIFY tells the tries that are left while the PIN is not verified',
      criterion: '63CX, or 6983 when it is blocked; 9000 only where no verification is required',
      words: ['63CX', '6983'],
      run: async (card) => {
        const { reference } = card.pin;
        const { sw } = await card.demand(verify(reference));
        card.check(sw !== 0x63c0 || card.guard.pins.get(reference)?.first === 0, '63C0 though the PIN is not blocked');
      },
    },
    {
      id: 'VER-04',
      level: 'should',
      purpose: 'an empty VERIFY tells that the PIN is verified',
      criterion: '9000 after the right value',
      words: ['9000', '63CX'],
      run: async (card) => {
        await card.login();
        await card.demand(verify(card.pin.reference));
        await card.demand(verify(card.pin.reference));
      },
    },
    {
      id: 'VER-05',
      level: 'must',
      purpose: 'a wrong value is told as such, with the tries that are left',
      criterion: '63CX, X one less than before, and an empty VERIFY tells the same X',
      words: ['63CX', '6300', '6983'],
      run: async (card) => {
        const { reference, value } = card.pin;
        card.check(card.guard.pins.get(reference)?.countsTwice !== true, 'a wrong value has cost more than one try');
        const before = await card.triesLeft(reference);
        const { sw } = await card.demand(verify(reference, card.wrong(value)));
        await demandOneLess(card, before, sw);
      },
    },
    {
      id: 'VER-06',
      level: 'must',
      purpose: 'the right value gives the tries back',
      criterion: 'after a wrong and a right value the number of tries is what it was',
      words: ['63CX'],
      run: async (card) => {
        const { reference, value } = card.pin;
        const before = await card.triesLeft(reference);
        await spendOne(card, reference, value);
        await card.login();
        await card.reset();
        const { sw } = await card.demand(verify(reference));
        card.check((sw & 0x0f) === before, `${before} tries were left, and ${sw & 0x0f} after the right value`);
      },
    },
    {
      id: 'VER-07',
      level: 'must',
      purpose: 'the right value is accepted after a wrong one',
      criterion: '9000',
      words: ['9000'],
      run: async (card) => {
        const { reference, value } = card.pin;
        await spendOne(card, reference, value);
        await card.demand(verify(reference, card.padded(value)));
      },
    },
    {
      id: 'VER-08',
      level: 'must',
      purpose: 'a counter is kept through a reset and through a loss of power',
      criterion: 'after a wrong value the number of tries is the same on the other side',
      words: ['63CX', '6983'],
      run: async (card) => {
        const { reference, value } = card.pin;
        await card.triesLeft(reference);
        await spendOne(card, reference, value);
        const left = await card.triesLeft(reference);
        await card.reset();
        card.check((await card.triesLeft(reference)) === left, 'a reset has changed the number of tries');
        await card.guard.powerOff();
        await card.guard.powerOn();
        card.check((await card.triesLeft(reference)) === left, 'the loss of power has changed the number of tries');
      },
    },
    {
      id: 'VER-16',
      level: 'must',
      purpose: 'a PIN that is not there is not found',
      criterion: '6A88 for a reference that the card does not have',
      words: ['6A88', '6A86'],
      run: async (card) => {
        const free = [0x1e, 0x1d, 0x9e].filter(
          (reference) => !card.facts.pins.some((pin) => pin.reference === reference),
        );
        for (const reference of free) {
          await card.demand(verify(reference));
          await card.demand(verify(reference, fromHex('3132333435363738')));
        }
      },
    },
    {
      id: 'VER-17',
      level: 'must',
      purpose: 'P1 is 00',
      criterion: 'P1 01 and 80 are refused with 6A86, also with the right value, which is not verified then',
      words: ['6A86', '6B00'],
      run: async (card) => {
        const { reference, value } = card.pin;
        for (const p1 of [0x01, 0x80]) await card.demand(verify(reference, card.padded(value), p1));
        await card.demand(verify(reference), ['63CX', '6983', '6700', '6A86']);
      },
    },
    {
      id: 'VER-18',
      level: 'must',
      purpose: 'b7 and b6 of P2 are 00',
      criterion: 'P2 with one of them set is refused with 6A86 or 6A88',
      words: ['6A86', '6A88'],
      run: async (card) => {
        const { reference } = card.pin;
        for (const bits of [0x20, 0x40, 0x60]) await card.demand(verify(reference | bits));
      },
    },
    {
      id: 'VER-19',
      level: 'may',
      purpose: 'P1 FF without data takes the verification away, where the card knows it',
      criterion: '9000 and then not verified any more, or 6A86',
      words: ['9000', '6A86', '6A81', '6B00'],
      run: async (card) => {
        await card.login();
        const { sw } = await card.demand(verify(card.pin.reference, undefined, 0xff));
        if (sw === SW.ok) await card.demand(verify(card.pin.reference), ['63CX', '6983']);
      },
    },
    {
      id: 'VER-20',
      level: 'must',
      purpose: 'a PIN that is blocked already does not accept its right value',
      criterion: '6983, or 63C0',
      words: BLOCKED,
      run: async (card) => {
        const blocked = card.facts.pins.find(({ value, tries }) => value !== undefined && tries === 0);
        const { reference, value } = card.need(blocked, 'no PIN of the card is blocked');
        await card.demand(verify(reference, card.padded(value!)));
      },
    },
    {
      id: 'VER-21',
      level: 'must',
      purpose: 'VERIFY answers no data',
      criterion: 'nothing but the status word, for an empty one and for the right value',
      words: ['9000'],
      run: async (card) => {
        const { reference, value } = card.pin;
        const { data } = await card.demand(verify(reference, card.padded(value)));
        card.check(data.length === 0, 'there are data in the answer');
        card.check(
          (await card.demand({ ...verify(reference), ne: 256 }, ['9000', '63CX', '6700'])).data.length === 0,
          'there are data',
        );
      },
    },
  ]),
];
