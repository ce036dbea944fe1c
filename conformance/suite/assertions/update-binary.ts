/** UPDATE, WRITE and ERASE BINARY. */
import { concat, fromHex, INS, SW, TAG } from '../../../apdu/index.ts';
import { type Assertion, group } from '../assertion.ts';
import { CLAUSE } from '../clauses.ts';
import { readBinary, updateBinary } from '../commands.ts';
import { objectValue } from '../found-files.ts';

import { contentNow, inverted, restoring, sfiOf, writable } from './binary-support.ts';

export const updatingBinary: readonly Assertion[] = [
  ...group(CLAUSE.updateBinary, [
    {
      id: 'UPB-01',
      level: 'must',
      destructive: true,
      purpose: 'what is written is what is read, and its neighbours stay',
      criterion: 'after writing four bytes at offset 5 the whole content has exactly these changed',
      words: ['9000'],
      run: async (card) => {
        const file = writable(card);
        await card.goTo(file);
        await restoring(card, file, async () => {
          const bytes = inverted(file.content.subarray(5, 9));
          await card.demand(updateBinary(5, bytes));
          const wanted = concat(file.content.subarray(0, 5), bytes, file.content.subarray(9));
          card.same(await contentNow(card, file), wanted, 'the content');
        });
      },
    },
    {
      id: 'UPB-02',
      level: 'must',
      destructive: true,
      purpose: 'a write over the end is refused whole',
      criterion: 'refused with 6B00, 6A84 or 6700, and nothing is written',
      words: ['6B00', '6A84', '6700'],
      run: async (card) => {
        const file = writable(card);
        await card.goTo(file);
        await restoring(card, file, async () => {
          const end = file.content.length;
          await card.demand(updateBinary(end - 2, inverted(file.content.subarray(0, 4))));
          await card.demand(updateBinary(end, fromHex('5A')));
          card.same(await contentNow(card, file), file.content, 'the content');
        });
      },
    },
    {
      id: 'UPB-03',
      level: 'must',
      purpose: 'UPDATE BINARY has a data field',
      criterion: 'without one it is refused with 6700',
      words: ['6700'],
      destructive: true,
      run: async (card) => {
        await card.goTo(writable(card));
        await card.demand({ ins: INS.updateBinary });
      },
    },
    {
      id: 'UPB-04',
      level: 'must',
      purpose: 'by short identifier that EF is written and made current',
      criterion: 'its content has changed, and READ BINARY reads it',
      words: ['9000'],
      destructive: true,
      run: async (card) => {
        const file = writable(card);
        const sfi = sfiOf(card, file);
        await card.goTo({ path: file.path.slice(0, -1) });
        await restoring(card, file, async () => {
          const bytes = inverted(file.content.subarray(1, 3));
          await card.demand({ ins: INS.updateBinary, p1: 0x80 | sfi, p2: 1, data: bytes });
          card.same((await card.demand(readBinary(1, 2))).data, bytes, 'what is read');
        });
      },
    },
    {
      id: 'UPB-05',
      level: 'must',
      destructive: true,
      purpose: 'without a current EF nothing can be written',
      criterion: 'refused with 6986',
      words: ['6986'],
      run: async (card) => {
        await card.goTo({ path: writable(card).path.slice(0, -1) });
        await card.demand(updateBinary(0, fromHex('00')));
      },
    },
    {
      id: 'UPB-06',
      level: 'must',
      destructive: true,
      purpose: 'what is written is still there after the power was away',
      criterion: 'READ BINARY answers it after a cold reset',
      words: ['9000', '6282'],
      run: async (card) => {
        const file = writable(card);
        await card.goTo(file);
        await restoring(card, file, async () => {
          const bytes = inverted(file.content.subarray(0, 4));
          await card.demand(updateBinary(0, bytes));
          await card.guard.powerOff();
          await card.guard.powerOn();
          await card.goTo(file);
          card.same((await card.demand(readBinary(0, 4))).data, bytes, 'what is read');
        });
      },
    },
    {
      id: 'UPB-07',
      level: 'must',
      destructive: true,
      purpose: 'an EF with records is not written as bytes',
      criterion: 'refused with 6981',
      words: ['6981'],
      run: async (card) => {
        await card.goTo(
          card.file(({ structure }) => structure === 'linear fixed' || structure === 'cyclic', 'EF with records'),
        );
        await card.demand(updateBinary(0, fromHex('00')));
      },
    },
    {
      id: 'UPB-08',
      level: 'must',
      destructive: true,
      clause: CLAUSE.writeBinary,
      purpose: 'WRITE BINARY sets bits by the data coding: OR by default',
      criterion: 'the byte holds old OR new, old AND new, or the new one; or the instruction is not known',
      words: ['9000', '6D00', '6985', '6982'],
      run: async (card) => {
        const file = writable(card);
        await card.goTo(file);
        await restoring(card, file, async () => {
          await card.prepare(updateBinary(0, fromHex('0F')));
          const { sw } = await card.demand({ ins: INS.writeBinary, data: fromHex('33') });
          const { data } = await card.prepare(readBinary(0, 1));
          if (sw !== SW.ok) return card.same(data, fromHex('0F'), 'the byte after a refusal');
          card.check([0x3f, 0x03, 0x33].includes(data[0]!), `0F written over with 33 is ${data[0]?.toString(16)}`);
          const coding = objectValue(file.objects, TAG.fileDescriptor)?.[1];
          if (coding !== undefined && (coding & 0x60) === 0x40)
            card.same(data, fromHex('3F'), 'the byte, with coding OR');
        });
      },
    },
    {
      id: 'UPB-09',
      level: 'must',
      destructive: true,
      clause: CLAUSE.eraseBinary,
      purpose: 'ERASE BINARY brings bytes to the erased state, up to an offset where one is given',
      criterion: 'the bytes from 4 up to 8 are alike, 00 or FF; others stay; or the instruction is not known',
      words: ['9000', '6D00', '6982', '6985'],
      run: async (card) => {
        const file = writable(card);
        await card.goTo(file);
        await restoring(card, file, async () => {
          await card.prepare(
            updateBinary(
              0,
              Uint8Array.from({ length: 16 }, (_, i) => 0x51 + i),
            ),
          );
          const { sw } = await card.demand({ ins: INS.eraseBinary, p2: 4, data: fromHex('0008') });
          if (sw !== SW.ok) return;
          const { data } = await card.prepare(readBinary(0, 16));
          const erased = data.subarray(4, 8);
          card.check(
            erased.every((byte) => byte === erased[0] && (byte === 0x00 || byte === 0xff)),
            'bytes 4 to 7 are not erased',
          );
          card.check(data[3] === 0x54 && data[8] === 0x59, 'more was erased than asked for');
        });
      },
    },
    {
      id: 'UPB-10',
      level: 'must',
      destructive: true,
      purpose: 'an offset behind the end is refused',
      criterion: 'refused with 6B00 or 6A84, and nothing is written',
      words: ['6B00', '6A84', '6700'],
      run: async (card) => {
        const file = writable(card);
        await card.goTo(file);
        await card.demand(updateBinary(0x7ff0, fromHex('00')));
        card.same(await contentNow(card, file), file.content, 'the content');
      },
    },
  ]),
];
