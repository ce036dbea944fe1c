/** SELECT by file identifier, and of MF and parent. */
import { u16 } from '../../../apdu/index.ts';
import { type Assertion, group } from '../assertion.ts';
import { CLAUSE } from '../clauses.ts';
import { select, selectFid, selectMf } from '../commands.ts';
import type { FoundFile } from '../found-files.ts';

import { ABSENT, deepEf, df, FOUND, isDf, lastOf, parentOf, selects } from './select-support.ts';

export const selectByIdentifier: readonly Assertion[] = [
  ...group(CLAUSE.select, [
    {
      id: 'SEL-01',
      level: 'must',
      purpose: 'P1 00 with 3F00 selects the MF, wherever one is',
      criterion: 'done, and the identifier answered is 3F00',
      words: FOUND,
      run: async (card) => {
        card.need(card.facts.files[0], 'the card has no MF');
        await card.goTo(df(card));
        await selects(card, selectMf(), 0x3f00);
      },
    },
    {
      id: 'SEL-02',
      level: 'must',
      purpose: 'P1 00 without data selects the MF',
      criterion: 'done, and the identifier answered is 3F00',
      words: FOUND,
      run: async (card) => {
        await card.goTo(df(card));
        await selects(card, select(0x00), 0x3f00);
      },
    },
    {
      id: 'SEL-03',
      level: 'must',
      purpose: 'P1 00 finds a child of the current DF',
      criterion: 'done, and the identifier answered is the one asked for',
      words: FOUND,
      run: async (card) => {
        const ef = deepEf(card);
        await card.goTo(parentOf(ef));
        await selects(card, selectFid(lastOf(ef)), lastOf(ef));
      },
    },
    {
      id: 'SEL-04',
      level: 'must',
      purpose: 'P1 00 finds the current DF itself',
      criterion: 'done, and the identifier answered is the one asked for',
      words: FOUND,
      run: async (card) => {
        await card.goTo(df(card));
        await selects(card, selectFid(lastOf(df(card))), lastOf(df(card)));
      },
    },
    {
      id: 'SEL-05',
      level: 'must',
      purpose: 'P1 00 finds a DF beside the current one',
      criterion: 'done, and the identifier answered is the one asked for',
      words: FOUND,
      run: async (card) => {
        const one = df(card);
        const other = card.file((file) => isDf(file) && file !== one, 'second DF below the MF');
        await card.goTo(one);
        await selects(card, selectFid(lastOf(other)), lastOf(other));
      },
    },
    {
      id: 'SEL-06',
      level: 'must',
      purpose: 'P1 00 does not find files further away, such as those of a DF that is not the current one',
      criterion: 'refused with 6A82',
      words: ['6A82'],
      run: async (card) => {
        const ef = deepEf(card);
        const taken = ({ path }: FoundFile): boolean => path.length === 1 && path[0] === lastOf(ef);
        card.need(!card.facts.files.some(taken), 'the MF has a file of the same identifier');
        await card.prepare(selectMf());
        await card.demand(selectFid(lastOf(ef)));
      },
    },
    {
      id: 'SEL-07',
      level: 'must',
      purpose: 'P1 01 selects a DF below the current DF',
      criterion: 'a child DF is found; an EF is not (6A82)',
      words: FOUND,
      run: async (card) => {
        await card.prepare(selectMf());
        await selects(card, select(0x01, u16(lastOf(df(card)))), lastOf(df(card)));
        const ef = deepEf(card);
        await card.goTo(parentOf(ef));
        await card.demand(select(0x01, u16(lastOf(ef))), ['6A82']);
      },
    },
    {
      id: 'SEL-08',
      level: 'must',
      purpose: 'P1 02 selects an EF below the current DF',
      criterion: 'a child EF is found; a DF is not (6A82)',
      words: FOUND,
      run: async (card) => {
        const ef = deepEf(card);
        await card.goTo(parentOf(ef));
        await selects(card, select(0x02, u16(lastOf(ef))), lastOf(ef));
        await card.prepare(selectMf());
        await card.demand(select(0x02, u16(lastOf(df(card)))), ['6A82']);
      },
    },
    {
      id: 'SEL-09',
      level: 'must',
      purpose: 'P1 03 selects the parent of the current DF',
      criterion: 'done; then P1 01 finds the DF that was left',
      words: FOUND,
      run: async (card) => {
        await card.goTo(df(card));
        await selects(card, select(0x03), 0x3f00);
        await card.demand(select(0x01, u16(lastOf(df(card)))));
      },
    },
    {
      id: 'SEL-10',
      level: 'must',
      purpose: 'the MF has no parent',
      criterion: 'P1 03 at the MF is refused with 6A82',
      words: ['6A82', '6A80', '6A86'],
      run: async (card) => {
        await card.prepare(selectMf());
        await card.demand(select(0x03));
      },
    },
    {
      id: 'SEL-22',
      level: 'must',
      purpose: 'an identifier that is not there is not found',
      criterion: 'refused with 6A82',
      words: ['6A82'],
      run: async (card) => {
        await card.prepare(selectMf());
        await card.demand(selectFid(ABSENT));
        await card.goTo(df(card));
        for (const p1 of [0x00, 0x01, 0x02]) await card.demand(select(p1, u16(ABSENT)));
      },
    },
  ]),
];
