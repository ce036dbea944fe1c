import { type Assertion, group } from '../assertion.ts';
import { CLAUSE } from '../clauses.ts';
import { readBinary, readBinarySfi } from '../commands.ts';

import { READ, readable, sfiOf } from './binary-support.ts';

export const readingBinary: readonly Assertion[] = [
  ...group(CLAUSE.readBinary, [
    {
      id: 'RDB-01',
      level: 'must',
      purpose: 'P1-P2 is an offset of 15 bits in the current EF',
      criterion: 'what is read at each offset is what the whole content has there',
      words: READ,
      run: async (card) => {
        const file = readable(card);
        await card.goTo(file);
        for (let offset = 0; offset < Math.min(file.content.length, 64); offset++) {
          const { data } = await card.demand(readBinary(offset, 1));
          card.same(data, file.content.subarray(offset, offset + 1), `byte ${offset}`);
        }
      },
    },
    {
      id: 'RDB-02',
      level: 'must',
      purpose: 'an offset over 255 is as good as any',
      criterion: 'what is read there is what the whole content has there',
      words: READ,
      run: async (card) => {
        const file = readable(card, 260);
        await card.goTo(file);
        card.same((await card.demand(readBinary(256, 4))).data, file.content.subarray(256, 260), 'bytes 256 to 259');
      },
    },
    {
      id: 'RDB-03',
      level: 'must',
      purpose: 'Le is how many bytes are read',
      criterion: 'Le 1, 2, 5 and 8 answer as many',
      words: ['9000'],
      run: async (card) => {
        const file = readable(card);
        await card.goTo(file);
        for (const ne of [1, 2, 5, 8]) {
          card.same((await card.demand(readBinary(0, ne))).data, file.content.subarray(0, ne), `Le ${ne}`);
        }
      },
    },
    {
      id: 'RDB-04',
      level: 'must',
      purpose: 'Le 00 is everything there is, 256 bytes at most',
      criterion: 'the bytes from the offset to the end of the EF',
      words: READ,
      run: async (card) => {
        const file = readable(card);
        await card.goTo(file);
        const { data } = await card.demand(readBinary(0));
        card.same(data, file.content.subarray(0, 256), 'what is read');
        card.same((await card.demand(readBinary(3))).data, file.content.subarray(3, 259), 'what is read from offset 3');
      },
    },
    {
      id: 'RDB-05',
      level: 'must',
      purpose: 'an EF that ends before Le answers what there is',
      criterion: 'the bytes to the end with 9000 or 6282, or 6CXX with the right number',
      words: READ,
      run: async (card) => {
        const file = readable(card);
        await card.goTo(file);
        const at = file.content.length - 3;
        card.same((await card.demand(readBinary(at, 10))).data, file.content.subarray(at), 'the last three bytes');
      },
    },
    {
      id: 'RDB-06',
      level: 'must',
      purpose: 'an offset behind the end is refused',
      criterion: '6B00, at the first byte behind the end and far from it',
      words: ['6B00'],
      run: async (card) => {
        const file = readable(card);
        await card.goTo(file);
        for (const offset of [file.content.length, file.content.length + 1, 0x7fff])
          await card.demand(readBinary(offset));
      },
    },
    {
      id: 'RDB-07',
      level: 'must',
      purpose: 'with b8 of P1 the EF is named by its short identifier',
      criterion: 'the content of that EF, at the offset in P2',
      words: READ,
      run: async (card) => {
        const file = readable(card);
        const sfi = sfiOf(card, file);
        await card.goTo({ path: file.path.slice(0, -1) });
        card.same((await card.demand(readBinarySfi(sfi, 0, 8))).data, file.content.subarray(0, 8), 'what is read');
        card.same((await card.demand(readBinarySfi(sfi, 2, 4))).data, file.content.subarray(2, 6), 'what is read at 2');
      },
    },
    {
      id: 'RDB-08',
      level: 'must',
      clause: CLAUSE.binary,
      purpose: 'reading by short identifier makes the EF the current one',
      criterion: 'READ BINARY without it reads the same EF afterwards',
      words: READ,
      run: async (card) => {
        const file = readable(card);
        const sfi = sfiOf(card, file);
        const other = card.facts.files.find(
          ({ path, content }) =>
            content !== undefined && path.length === file.path.length && path !== file.path && path[0] === file.path[0],
        );
        await card.goTo(other ?? { path: file.path.slice(0, -1) });
        await card.prepare(readBinarySfi(sfi, 0, 1));
        card.same((await card.demand(readBinary(0, 8))).data, file.content.subarray(0, 8), 'what is read');
      },
    },
    {
      id: 'RDB-09',
      level: 'must',
      clause: CLAUSE.binary,
      purpose: 'short identifiers that nobody has, and 31, find nothing',
      criterion: '6A82 for one that is not used, 6A82 or 6A86 for 31',
      words: ['6A82'],
      run: async (card) => {
        const file = readable(card);
        sfiOf(card, file);
        const taken = card.facts.files.map(({ path }) => path.at(-1)! & 0x1f);
        const free = [29, 27, 25, 23].find((sfi) => !taken.includes(sfi))!;
        await card.goTo({ path: file.path.slice(0, -1) });
        await card.demand(readBinarySfi(free));
        await card.demand(readBinarySfi(31), ['6A82', '6A86']);
      },
    },
  ]),
];
