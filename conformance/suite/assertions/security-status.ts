import { type Assertion, group } from '../assertion.ts';
import { CLAUSE } from '../clauses.ts';
import { selectFid, verify } from '../commands.ts';
import { openedBy, readsAs } from './protected-files.ts';

import { spendOne } from './verify-support.ts';

export const securityStatus: readonly Assertion[] = [
  ...group(CLAUSE.securityStatus, [
    {
      id: 'SEC-01',
      level: 'must',
      purpose: 'a reset takes every verification away',
      criterion: 'after it an empty VERIFY is not 9000, and what the PIN opens is closed',
      words: ['63CX', '6983', '6700', '6A86'],
      run: async (card) => {
        const { reference } = card.pin;
        await card.login();
        await card.reset();
        await card.demand(verify(reference));
        for (const file of openedBy(card, reference)) await readsAs(card, file, ['6982']);
      },
    },
    {
      id: 'SEC-02',
      level: 'must',
      purpose: 'a loss of power takes every verification away',
      criterion: 'after it an empty VERIFY is not 9000, and what the PIN opens is closed',
      words: ['63CX', '6983', '6700', '6A86'],
      run: async (card) => {
        const { reference } = card.pin;
        await card.login();
        await card.guard.powerOff();
        await card.guard.powerOn();
        await card.demand(verify(reference));
        for (const file of openedBy(card, reference)) await readsAs(card, file, ['6982']);
      },
    },
    {
      id: 'SEC-03',
      level: 'must',
      purpose: 'a wrong value takes the verification away',
      criterion: 'after it an empty VERIFY is not 9000, and what the PIN opens is closed',
      words: ['63CX', '6983', '6700', '6A86'],
      run: async (card) => {
        const { reference, value } = card.pin;
        await card.login();
        await spendOne(card, reference, value);
        await card.demand(verify(reference));
        for (const file of openedBy(card, reference)) await readsAs(card, file, ['6982']);
      },
    },
    {
      id: 'SEC-04',
      level: 'must',
      purpose: 'a verification opens what its PIN opens',
      criterion: 'every EF whose rule for reading is that PIN alone is refused before, and read after',
      words: ['9000', '6282'],
      run: async (card) => {
        const { reference } = card.pin;
        const files = openedBy(card, reference);
        card.need(files[0], 'the card has no EF that the PIN opens');
        await card.send(verify(reference));
        for (const file of files) await readsAs(card, file, ['6982']);
        await card.login();
        await card.send(verify(reference));
        for (const file of files) await readsAs(card, file, ['9000', '6282']);
      },
    },
    {
      id: 'SEC-05',
      level: 'must',
      purpose: 'a verification of one PIN is none of another',
      criterion: 'the other PIN is not verified, and what it opens stays closed',
      words: ['63CX', '6983'],
      run: async (card) => {
        const one = card.pin;
        const others = card.facts.pins.filter(({ reference }) => reference !== one.reference);
        card.need(others[0], 'the card has no second PIN');
        await card.login(one);
        for (const other of others) {
          await card.demand(verify(other.reference));
          for (const file of openedBy(card, other.reference)) await readsAs(card, file, ['6982']);
        }
      },
    },
    {
      id: 'SEC-06',
      level: 'must',
      purpose: 'a wrong value for one PIN leaves the counters of others as they are',
      criterion: 'the other PIN has as many tries as before',
      words: ['9000', '63CX'],
      run: async (card) => {
        const one = card.pin;
        const other = card.facts.pins.find(
          ({ reference, value }) =>
            reference !== one.reference && value !== undefined && card.guard.pins.get(reference)?.proven,
        );
        const { reference } = card.need(other, 'no second PIN of the card is known');
        const before = await card.triesLeft(reference);
        await card.triesLeft(one.reference);
        await spendOne(card, one.reference, one.value);
        card.check((await card.triesLeft(reference)) === before, 'the other counter has changed');
      },
    },
    {
      id: 'SEC-07',
      level: 'must',
      purpose: 'where a rule wants two PINs, one of them is not enough',
      criterion: 'refused with 6982 after either, read after both',
      words: ['9000', '6282'],
      run: async (card) => {
        const file = card.file(({ rules }) => {
          const rule = rules.get(0x01);
          return rule?.kind === 'pins' && rule.pins.length > 1;
        }, 'EF that wants two PINs');
        const rule = file.rules.get(0x01)!;
        const pins = card.facts.pins.filter(({ reference }) => rule.kind === 'pins' && rule.pins.includes(reference));
        for (const { reference, value } of pins) {
          card.need(value !== undefined && card.guard.pins.get(reference)?.proven, 'not all of its PINs are known');
          await card.reset();
          await card.login({ reference, value: value! });
          await readsAs(card, file, ['6982']);
        }
        for (const { reference, value } of pins) await card.login({ reference, value: value! });
        await readsAs(card, file, ['9000', '6282']);
      },
    },
    {
      id: 'SEC-08',
      level: 'must',
      purpose: 'a global verification stays when another DF is selected',
      criterion: 'what the PIN opens is open after SELECT of the MF and of other DFs',
      words: ['9000', '6282'],
      run: async (card) => {
        const { reference } = card.pin;
        card.need(reference < 0x80, 'the PIN is not a global one');
        const file = card.need(openedBy(card, reference)[0], 'the card has no EF that the PIN opens');
        await card.login();
        for (const { path } of card.facts.files.filter((found) => found.structure === 'df')) await card.goTo({ path });
        await card.send(selectFid(0x3eee));
        await readsAs(card, file, ['9000', '6282']);
      },
    },
  ]),
];
