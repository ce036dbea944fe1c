/** SELECT by path. */
import { fromHex, u16 } from '../../../apdu/index.ts';
import { SELECTION } from '../announced.ts';
import { type Assertion, group } from '../assertion.ts';
import { CLAUSE } from '../clauses.ts';
import { select, selectMf, selectPath } from '../commands.ts';
import { pathBytes } from '../found-files.ts';

import { ABSENT, announces, deepEf, df, FOUND, finds, lastOf, parentOf, selects } from './select-support.ts';

export const selectByPath: readonly Assertion[] = [
  ...group(CLAUSE.select, [
    {
      id: 'SEL-18',
      level: 'must',
      purpose: 'P1 08 selects by a path from the MF, wherever one is',
      criterion: 'done, and the identifier answered is the last one of the path',
      words: FOUND,
      run: async (card) => {
        announces(card, SELECTION.path, 'path');
        for (const at of [[], df(card).path]) {
          await card.goTo({ path: at });
          await selects(card, selectPath(deepEf(card).path), lastOf(deepEf(card)));
        }
      },
    },
    {
      id: 'SEL-19',
      level: 'must',
      purpose: 'P1 09 selects by a path from the current DF',
      criterion: 'found from its own parent; refused with 6A82 from another DF',
      words: FOUND,
      run: async (card) => {
        announces(card, SELECTION.path, 'path');
        const ef = deepEf(card);
        await card.prepare(selectMf());
        await selects(card, select(0x09, pathBytes(ef.path)), lastOf(ef));
        await card.goTo(parentOf(ef));
        await selects(card, select(0x09, u16(lastOf(ef))), lastOf(ef));
        await card.goTo(parentOf(ef));
        await card.demand(select(0x09, pathBytes(ef.path)), ['6A82']);
      },
    },
    {
      id: 'SEL-20',
      level: 'must',
      purpose: 'every part of a path has to be there',
      criterion: 'a path through a DF that is absent, or with an absent end, is refused with 6A82',
      words: ['6A82'],
      run: async (card) => {
        announces(card, SELECTION.path, 'path');
        const [first, last] = deepEf(card).path;
        await card.demand(selectPath([ABSENT, last!]));
        await card.demand(selectPath([first!, ABSENT, last!]));
        await card.demand(selectPath([first!, ABSENT]));
      },
    },
    {
      id: 'SEL-21',
      level: 'must',
      purpose: 'a path has an even number of bytes, an identifier two',
      criterion: 'refused with 6700, 6A87 or 6A80',
      words: ['6700', '6A87', '6A80'],
      run: async (card) => {
        await card.demand(select(0x00, fromHex('3F')));
        await card.demand(select(0x00, fromHex('3F0000')), ['6700', '6A87', '6A80', '6A82']);
        announces(card, SELECTION.path, 'path');
        await card.demand(select(0x08, fromHex('7F01 01')), ['6700', '6A87', '6A80', '6A82']);
      },
    },
    {
      id: 'SEL-26',
      level: 'must',
      purpose: 'selecting an EF by its path makes its DF the current one',
      criterion: 'P1 02 finds it afterwards',
      words: FOUND,
      run: async (card) => {
        announces(card, SELECTION.path, 'path');
        const ef = deepEf(card);
        await card.prepare(selectMf());
        await card.demand(selectPath(ef.path));
        await finds(card, ef, 'the DF of the EF is not the current one');
      },
    },
  ]),
];
