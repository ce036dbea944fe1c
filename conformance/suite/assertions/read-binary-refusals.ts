/** READ BINARY: what is refused, and other ways to read. */
import { concat, fromHex, INS, SW } from '../../../apdu/index.ts';
import { MODE } from '../access.ts';
import { type Assertion, group } from '../assertion.ts';
import { CLAUSE } from '../clauses.ts';
import { readBinary, selectMf } from '../commands.ts';

import { READ, readable, sfiOf } from './binary-support.ts';

export const readingBinaryRefused: readonly Assertion[] = [
  ...group(CLAUSE.readBinary, [
    {
      id: 'RDB-10',
      level: 'must',
      clause: CLAUSE.binary,
      purpose: 'b7 and b6 of P1 are 00 where b8 is set',
      criterion: 'refused with 6A86 or 6B00',
      words: ['6A86', '6B00'],
      run: async (card) => {
        const file = readable(card);
        await card.goTo(file);
        for (const p1 of [0xa0, 0xc0, 0xe0]) {
          await card.demand({ ins: INS.readBinary, p1: p1 | sfiOf(card, file), p2: 0, ne: 1 });
        }
      },
    },
    {
      id: 'RDB-11',
      level: 'must',
      purpose: 'without a current EF nothing can be read',
      criterion: 'refused with 6986',
      words: ['6986'],
      run: async (card) => {
        await card.prepare(selectMf());
        await card.demand(readBinary());
      },
    },
    {
      id: 'RDB-12',
      level: 'must',
      purpose: 'a DF is not read',
      criterion: 'refused with 6986, or 6981',
      words: ['6986', '6981'],
      run: async (card) => {
        await card.goTo(card.file(({ structure, path }) => structure === 'df' && path.length > 0, 'DF below the MF'));
        await card.demand(readBinary());
      },
    },
    {
      id: 'RDB-13',
      level: 'must',
      purpose: 'an EF with records is not read as bytes',
      criterion: 'refused with 6981',
      words: ['6981'],
      run: async (card) => {
        for (const structure of ['linear fixed', 'linear variable', 'cyclic']) {
          const file = card.facts.files.find((found) => found.structure === structure);
          if (file === undefined) continue;
          await card.goTo(file);
          await card.demand(readBinary());
        }
        card.file(({ structure }) => /linear|cyclic/.test(structure), 'EF with records');
      },
    },
    {
      id: 'RDB-14',
      level: 'must',
      purpose: 'reading in pieces of any size is reading at once, and twice is the same',
      criterion: 'pieces of 1, 3, 7 and 100 bytes join to the whole content',
      words: READ,
      run: async (card) => {
        const file = readable(card, 24);
        await card.goTo(file);
        const { content } = file;
        const wanted = content.subarray(0, 200);
        for (const size of [3, 7, 100]) {
          const parts: Uint8Array[] = [];
          for (let offset = 0; offset < wanted.length; offset += size) {
            parts.push((await card.demand(readBinary(offset, Math.min(size, wanted.length - offset)))).data);
          }
          card.same(concat(...parts), wanted, `in pieces of ${size}`);
        }
      },
    },
    {
      id: 'RDB-15',
      level: 'should',
      purpose: 'READ BINARY has no data field',
      criterion: 'refused with 6700, 6A86 or 6A80',
      words: ['6700', '6A80', '6A86', '6A87'],
      run: async (card) => {
        await card.goTo(readable(card));
        await card.demand({ ...readBinary(0, 4), data: fromHex('0102') });
      },
    },
    {
      id: 'RDB-16',
      level: 'may',
      purpose: 'the odd instruction code reads with the offset in object 54, or is not known',
      criterion: 'the bytes in object 53, or 6D00',
      words: ['9000', '6282', '6D00'],
      run: async (card) => {
        const file = readable(card);
        await card.goTo(file);
        const { data, sw } = await card.demand({ ins: INS.readBinaryOdd, data: fromHex('540102'), ne: 6 });
        if (sw === SW.instructionNotSupported) return;
        card.same(data.subarray(2), file.content.subarray(2, 2 + data.length - 2), 'what object 53 holds');
      },
    },
    {
      id: 'RDB-17',
      level: 'must',
      clause: CLAUSE.securityAttributes,
      purpose: 'what nobody may read is not read',
      criterion: 'every EF whose rule for reading is "never" is refused with 6982, verified or not',
      words: ['6982', '6985'],
      run: async (card) => {
        const files = card.facts.files.filter(
          ({ structure, rules }) => structure === 'transparent' && rules.get(MODE.read)?.kind === 'never',
        );
        card.need(files[0], 'the card has no EF that nobody may read');
        await card.send(selectMf());
        for (const file of files) {
          await card.goTo(file);
          await card.demand(readBinary());
        }
      },
    },
  ]),
];
