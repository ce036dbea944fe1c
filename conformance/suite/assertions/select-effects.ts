/** SELECT: what it answers, refuses and leaves as it was. */
import { SW, u16 } from '../../../apdu/index.ts';
import { type Assertion, group } from '../assertion.ts';
import { CLAUSE } from '../clauses.ts';
import { ANSWER, readBinary, select, selectFid, selectMf } from '../commands.ts';

import { ABSENT, deepEf, df, FOUND, isEfBelowDf, lastOf, parentOf } from './select-support.ts';

export const selectEffects: readonly Assertion[] = [
  ...group(CLAUSE.select, [
    {
      id: 'SEL-23',
      level: 'must',
      purpose: 'a SELECT that finds nothing changes nothing: the current EF stays',
      criterion: 'READ BINARY afterwards answers what it did before',
      words: ['9000', '6282'],
      run: async (card) => {
        const ef = card.file(
          ({ content, path }) => content !== undefined && path.length > 0,
          'EF that everybody may read',
        );
        await card.goTo(ef);
        await card.prepare(selectFid(ABSENT), ['6A82']);
        const { data } = await card.demand(readBinary(0, 8));
        card.same(data, ef.content!.subarray(0, 8), 'what is read');
      },
    },
    {
      id: 'SEL-24',
      level: 'must',
      purpose: 'a SELECT that finds nothing changes nothing: the current DF stays',
      criterion: 'P1 02 afterwards finds the same EF',
      words: FOUND,
      run: async (card) => {
        const ef = deepEf(card);
        await card.goTo(parentOf(ef));
        await card.prepare(selectFid(ABSENT), ['6A82']);
        await card.demand(select(0x02, u16(lastOf(ef))));
      },
    },
    {
      id: 'SEL-25',
      level: 'must',
      purpose: 'selecting a DF leaves no current EF',
      criterion: 'READ BINARY is refused with 6986, or 6982 where reading needs a right',
      words: ['6986'],
      run: async (card) => {
        const ef = card.file((file) => isEfBelowDf(file) && file.content !== undefined, 'EF that everybody may read');
        await card.goTo(ef);
        await card.prepare(selectFid(ef.path[0]!));
        await card.demand(readBinary());
      },
    },
    {
      id: 'SEL-27',
      level: 'must',
      purpose: 'P2 tells which control information is answered: 00 FCI, 04 FCP, 08 FMD, 0C none',
      criterion: 'the answer is a template 6F, 62, 64, or nothing; 6A86 or 6A81 for one that the card does not have',
      words: ['9000', '6283', '6A86', '6A81'],
      run: async (card) => {
        for (const [p2, tag] of [
          [0x00, 0x6f],
          [0x04, 0x62],
          [0x08, 0x64],
          [0x0c, undefined],
        ] as const) {
          const { data, sw } = await card.demand(selectMf(p2));
          if (sw !== SW.ok) continue;
          if (tag === undefined) card.check(data.length === 0, 'there is data though none was asked for');
          else
            card.check(
              data.length === 0 || data[0] === tag || (tag === 0x6f && data[0] === 0x62),
              `the template is ${data[0]?.toString(16)}`,
            );
        }
      },
    },
    {
      id: 'SEL-28',
      level: 'must',
      purpose: 'P1 and P2 that mean nothing are refused',
      criterion: 'P1 05, 0F and FF, P2 10 and 80: 6A86 (6A81 for a function that the card lacks)',
      words: ['6A86', '6A81'],
      run: async (card) => {
        for (const p1 of [0x05, 0x07, 0x0f, 0xff]) await card.demand(select(p1, u16(0x3f00)));
        for (const p2 of [0x10, 0x40, 0x80]) await card.demand(selectMf(p2));
      },
    },
    {
      id: 'SEL-29',
      level: 'must',
      purpose: 'an answer is never longer than Le',
      criterion: 'SELECT with Le 04 answers at most four bytes and 61XX or 62XX, or 6CXX and none',
      words: ['9000', '61XX', '62XX', '6CXX'],
      run: async (card) => {
        const { data } = await card.raw({ ...selectMf(ANSWER.fcp), ne: 4 });
        card.check(data.length <= 4, `${data.length} bytes were answered to Le 04`);
      },
    },
    {
      id: 'SEL-30',
      level: 'must',
      purpose: 'SELECT of the same file twice answers the same',
      criterion: 'both answers are equal',
      words: FOUND,
      run: async (card) => {
        const ef = deepEf(card);
        await card.goTo(parentOf(ef));
        const first = await card.demand(selectFid(lastOf(ef)));
        card.same((await card.demand(selectFid(lastOf(ef)))).data, first.data, 'the second answer');
      },
    },
  ]),
  ...group(CLAUSE.structures, [
    {
      id: 'FID-01',
      level: 'should',
      purpose: 'FFFF and 3FFF are nobody’s file identifier',
      criterion: 'SELECT is refused',
      words: ['6A82', '6A80', '6A86'],
      run: async (card) => {
        await card.demand(selectFid(0xffff));
        await card.demand(selectFid(0x3fff), ['6A82', '6A80', '6A86', '9000']);
      },
    },
    {
      id: 'FID-02',
      level: 'must',
      purpose: 'after a reset the MF or the default application is current',
      criterion: 'what SELECT finds at first is what it finds after going elsewhere and a reset',
      words: ['any word'],
      run: async (card) => {
        const wanted = df(card);
        const before = await card.send(select(0x01, u16(lastOf(wanted))));
        const { length } = card.facts.files;
        await card.goTo(card.facts.files[length - 1]!);
        await card.reset();
        const after = await card.send(select(0x01, u16(lastOf(wanted))));
        card.check(after.sw === before.sw, 'another DF is current after the reset');
        await card.reset();
        await card.demand(readBinary(), ['69XX', '6A8X']);
      },
    },
  ]),
];
