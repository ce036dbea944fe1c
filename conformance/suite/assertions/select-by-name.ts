/** SELECT by DF name. */
import { fromHex, SW, toHex, u16 } from '../../../apdu/index.ts';
import { SELECTION } from '../announced.ts';
import { type Assertion, group } from '../assertion.ts';
import { CLAUSE } from '../clauses.ts';
import { ANSWER, select, selectMf } from '../commands.ts';

import { announces, FOUND, named, nameIn, selects, sharedName } from './select-support.ts';

export const selectByName: readonly Assertion[] = [
  ...group(CLAUSE.select, [
    {
      id: 'SEL-11',
      level: 'must',
      purpose: 'P1 04 selects a DF by its whole name, and the answer carries it',
      criterion: 'done; tag 84, where it is there, is the name asked for',
      words: FOUND,
      run: async (card) => {
        for (const { name } of card.facts.files.filter((file) => file.name !== undefined && file.path.length > 0)) {
          const { data } = await card.demand(select(0x04, name));
          card.check(nameIn(data) === toHex(named(card) && name!), `the name answered is ${nameIn(data)}`);
        }
        named(card);
      },
    },
    {
      id: 'SEL-12',
      level: 'must',
      purpose: 'a DF that was selected by its name is the current one',
      criterion: 'P1 00 with its identifier finds it from there, as P1 02 finds its files',
      words: FOUND,
      run: async (card) => {
        const { name, path } = named(card);
        await card.prepare(selectMf());
        await card.demand(select(0x04, name));
        await card.demand(select(0x03), ['9000']);
        await selects(card, select(0x01, u16(path.at(-1)!)), path.at(-1)!);
      },
    },
    {
      id: 'SEL-13',
      level: 'must',
      purpose: 'an unknown DF name is not found',
      criterion: 'refused with 6A82',
      words: ['6A82'],
      run: async (card) => {
        announces(card, SELECTION.fullName, 'DF name');
        await card.demand(select(0x04, fromHex('F0 504C4143454C455353')));
      },
    },
    {
      id: 'SEL-14',
      level: 'must',
      purpose: 'a name that is longer than any on the card is not found',
      criterion: 'a known name with a byte more is refused with 6A82',
      words: ['6A82'],
      run: async (card) => {
        const { name } = named(card);
        card.need(name.length < 16, 'the name is as long as names can be');
        await card.demand(select(0x04, Uint8Array.of(...name, 0x77)));
      },
    },
    {
      id: 'SEL-15',
      level: 'must',
      purpose:
        'a name that is cut on the right finds a DF, where that is announced, and the answer carries its whole name',
      criterion: 'done; tag 84 is longer than the name asked for, and begins with it',
      words: FOUND,
      run: async (card) => {
        const { prefix } = sharedName(card);
        const { data } = await card.demand(select(0x04, prefix, ANSWER.fci));
        card.check(nameIn(data).startsWith(toHex(prefix)), `the name answered is ${nameIn(data) || 'missing'}`);
        card.check(nameIn(data).length > 2 * prefix.length, 'the name answered is the cut one');
      },
    },
    {
      id: 'SEL-16',
      level: 'must',
      purpose: '"next occurrence" of a cut name steps through the DFs that bear it, and ends',
      criterion: 'first and next find different DFs; after the last one 6A82',
      words: FOUND,
      run: async (card) => {
        const { prefix, count } = sharedName(card);
        const seen = [nameIn((await card.demand(select(0x04, prefix, 0x00))).data)];
        for (let i = 1; i < count; i++) {
          const name = nameIn((await card.demand(select(0x04, prefix, 0x02))).data);
          card.check(!seen.includes(name), `the name ${name} comes twice`);
          seen.push(name);
        }
        await card.demand(select(0x04, prefix, 0x02), ['6A82']);
      },
    },
    {
      id: 'SEL-17',
      level: 'should',
      purpose: '"last occurrence" and "previous occurrence" of a cut name step backwards',
      criterion: 'last finds another DF than first, previous then one before it',
      words: FOUND,
      run: async (card) => {
        const { prefix } = sharedName(card);
        const first = nameIn((await card.demand(select(0x04, prefix, 0x00), [...FOUND, '6A86', '6A81'])).data);
        const answer = await card.send(select(0x04, prefix, 0x01));
        card.need(
          answer.sw !== SW.functionNotSupported && answer.sw !== SW.incorrectP1P2,
          'the card does not know "last"',
        );
        card.check(nameIn(answer.data) !== first, 'the last one is the first one');
        const previous = nameIn((await card.demand(select(0x04, prefix, 0x03))).data);
        card.check(previous !== nameIn(answer.data), 'the one before the last is the last');
      },
    },
  ]),
];
