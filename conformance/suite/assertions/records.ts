/** READ RECORD and SEARCH RECORD. */
import { concat, INS, SW, TAG } from '../../../apdu/index.ts';
import { SELECTION } from '../announced.ts';
import { type Assertion, group } from '../assertion.ts';
import type { Bench } from '../bench.ts';
import { CLAUSE } from '../clauses.ts';
import { RECORD, readRecord, selectMf } from '../commands.ts';
import { objectValue } from '../found-files.ts';
import { eachRecordFile, type RecordFile } from './record-support.ts';

const READ = ['9000', '6282'];

export const readingRecords: readonly Assertion[] = [
  ...group(CLAUSE.readRecord, [
    {
      id: 'RDR-01',
      level: 'must',
      purpose: 'P2 xx100 reads the record of the number in P1',
      criterion: 'in any order, and twice the same',
      words: READ,
      run: (card) =>
        eachRecordFile(card, async ({ records }) => {
          for (let number = records.length; number >= 1; number--) {
            card.same((await card.demand(readRecord(number))).data, records[number - 1]!, `record ${number}`);
          }
        }),
    },
    {
      id: 'RDR-02',
      level: 'must',
      purpose: 'a record that is not there is not found',
      criterion: 'the number behind the last one, and 254: 6A83',
      words: ['6A83'],
      run: (card) =>
        eachRecordFile(card, async ({ records }) => {
          for (const number of [records.length + 1, 254]) await card.demand(readRecord(number));
        }),
    },
    {
      id: 'RDR-03',
      level: 'must',
      purpose: 'P2 xx000 with P1 00 reads the first record, xx001 the last',
      criterion: 'the records of the lowest and the highest number',
      words: READ,
      run: (card) =>
        eachRecordFile(card, async ({ file, records }) => {
          await byPosition(card, file);
          card.same((await card.demand(readRecord(0, RECORD.first))).data, records[0]!, 'the first record');
          card.same((await card.demand(readRecord(0, RECORD.last))).data, records.at(-1)!, 'the last record');
        }),
    },
    {
      id: 'RDR-04',
      level: 'must',
      purpose: 'P2 xx010 steps to the next record, and ends',
      criterion: 'after selection the first one, then one after the other, then 6A83',
      words: READ,
      run: (card) =>
        eachRecordFile(card, async ({ file, records }) => {
          await byPosition(card, file);
          for (const record of records)
            card.same((await card.demand(readRecord(0, RECORD.next))).data, record, 'the next record');
          await card.demand(readRecord(0, RECORD.next), ['6A83']);
        }),
    },
    {
      id: 'RDR-05',
      level: 'must',
      purpose: 'P2 xx011 steps to the previous record, and ends',
      criterion: 'after selection the last one, then backwards, then 6A83',
      words: READ,
      run: (card) =>
        eachRecordFile(card, async ({ file, records }) => {
          await byPosition(card, file);
          for (const record of [...records].reverse()) {
            card.same((await card.demand(readRecord(0, RECORD.previous))).data, record, 'the previous record');
          }
          await card.demand(readRecord(0, RECORD.previous), ['6A83']);
        }),
    },
    {
      id: 'RDR-06',
      level: 'must',
      purpose: 'selecting an EF leaves no current record, and the number 00 names it',
      criterion: 'P1 00 with xx100 is refused with 6A83 or 6985; after "next" it is that record',
      words: ['6A83', '6985', '6A86', '6A81'],
      run: (card) =>
        eachRecordFile(card, async ({ file, records }) => {
          await card.demand(readRecord(0));
          await byPosition(card, file);
          await card.prepare(readRecord(0, RECORD.next));
          const { data, sw } = await card.send(readRecord(0));
          if (sw === SW.ok) card.same(data, records[0]!, 'the current record');
        }),
    },
    {
      id: 'RDR-07',
      level: 'must',
      purpose: 'reading by number leaves the current record as it was',
      criterion: 'first, number 3, next: the second record',
      words: READ,
      run: (card) =>
        eachRecordFile(card, async ({ file, records }) => {
          if (records.length < 3) return;
          await byPosition(card, file);
          await card.prepare(readRecord(0, RECORD.first));
          await card.prepare(readRecord(3));
          card.same((await card.demand(readRecord(0, RECORD.next))).data, records[1]!, 'the next record');
        }),
    },
    {
      id: 'RDR-08',
      level: 'must',
      purpose: 'P2 xx101 reads from a number to the last record, xx110 the other way round',
      criterion: 'the records joined, in this order; or 6A81 or 6A86 where the card does not know it',
      words: [...READ, '6A81', '6A86'],
      run: (card) =>
        eachRecordFile(card, async ({ records }) => {
          if (records.length < 2) return;
          const from2 = records.slice(1);
          for (const [how, wanted] of [
            [RECORD.fromNumber, from2],
            [RECORD.downToNumber, [...from2].reverse()],
          ] as const) {
            const { data, sw } = await card.demand(readRecord(2, how));
            if (sw === SW.ok) card.same(data, concat(...wanted), `P2 ${how}`);
          }
        }),
    },
    {
      id: 'RDR-09',
      level: 'must',
      purpose: 'Le that is longer than the record gets the record',
      criterion: 'all of it, with 6282, 9000 or 6CXX',
      words: READ,
      run: (card) =>
        eachRecordFile(card, async ({ records }) => {
          const { data } = await card.demand(readRecord(1, RECORD.number, records[0]!.length + 5));
          card.same(data, records[0]!, 'the record');
        }),
    },
    {
      id: 'RDR-10',
      level: 'must',
      purpose: 'an answer is never longer than Le',
      criterion: 'Le 02 answers two bytes of the record, or 61XX or 6CXX or 6700',
      words: ['9000', '62XX', '61XX', '6CXX', '6700'],
      run: (card) =>
        eachRecordFile(card, async ({ records }) => {
          const { data } = await card.raw(readRecord(1, RECORD.number, 2));
          card.check(data.length <= 2, `${data.length} bytes were answered to Le 02`);
          card.same(data, records[0]!.subarray(0, data.length), 'the begin of the record');
        }),
    },
    {
      id: 'RDR-11',
      level: 'must',
      purpose: 'the EF can be named by its short identifier in b8–b4 of P2, and is the current one then',
      criterion: 'the record, and READ RECORD without it reads the same EF afterwards',
      words: READ,
      run: (card) =>
        eachRecordFile(card, async ({ file, records }) => {
          const { selection } = card.facts.announced;
          card.need(
            selection === undefined || (selection & SELECTION.sfi) !== 0,
            'the card does not announce short identifiers',
          );
          const tag = objectValue(file.objects, TAG.shortEfIdentifier);
          const sfi = tag === undefined ? file.path.at(-1)! & 0x1f : (tag[0] ?? 0) >> 3;
          await card.goTo({ path: file.path.slice(0, -1) });
          const named = { ...readRecord(2), p2: (sfi << 3) | RECORD.number };
          card.same((await card.demand(named)).data, records[1] ?? records[0]!, 'the record');
          card.same((await card.demand(readRecord(1))).data, records[0]!, 'the record of the current EF');
        }),
    },
    {
      id: 'RDR-12',
      level: 'must',
      purpose: 'without a current EF no record is read',
      criterion: '6986',
      words: ['6986'],
      run: async (card) => {
        card.file(({ structure }) => /linear|cyclic/.test(structure), 'EF with records');
        await card.prepare(selectMf());
        await card.demand(readRecord(1));
      },
    },
    {
      id: 'RDR-13',
      level: 'must',
      purpose: 'a transparent EF has no records',
      criterion: '6981',
      words: ['6981'],
      run: async (card) => {
        card.file(({ structure }) => /linear|cyclic/.test(structure), 'EF with records');
        await card.goTo(card.file(({ content }) => content !== undefined, 'transparent EF that everybody may read'));
        await card.demand(readRecord(1));
      },
    },
    {
      id: 'RDR-14',
      level: 'must',
      purpose: 'P1 FF and P2 xx111 mean nothing',
      criterion: '6A86',
      words: ['6A86', '6A81', '6A83', '6B00'],
      run: (card) =>
        eachRecordFile(card, async () => {
          await card.demand(readRecord(0xff), ['6A86', '6B00', '6A81']);
          await card.demand(readRecord(1, 0x07), ['6A86', '6B00', '6A81']);
        }),
    },
    {
      id: 'RDR-15',
      level: 'must',
      clause: CLAUSE.controlInformation,
      purpose: 'tag 82 tells the longest record and how many there are',
      criterion: 'no record is longer than it says, of a fixed size each is as long',
      words: READ,
      run: (card) =>
        eachRecordFile(card, async ({ file, records }) => {
          const longest = card.need(file.recordSize, 'the card does not tell how long records are');
          for (const { length } of records) {
            const fits = file.structure === 'linear variable' ? length <= longest : length === longest;
            card.check(fits, `a record of ${length} bytes in an EF of ${longest}`);
          }
        }),
    },
  ]),

  ...group(CLAUSE.searchRecord, [
    {
      id: 'SRR-01',
      level: 'must',
      purpose: 'SEARCH RECORD answers the numbers of the records that hold a string',
      criterion: 'the number of each such record, forwards; nothing with 6282 or 9000 for none; or 6D00',
      words: ['9000', '6282', '6A83', '6D00', '6A81'],
      run: (card) =>
        eachRecordFile(card, async ({ records }) => {
          const search = (data: Uint8Array) => ({ ins: INS.searchRecord, p1: 1, p2: RECORD.number, data, ne: 256 });
          const { data, sw } = await card.demand(search(records[1]!));
          if (sw !== SW.ok) return;
          const wanted = records.flatMap((record, i) => (holds(record, records[1]!) ? [i + 1] : []));
          card.same(data, Uint8Array.from(wanted), 'the numbers');
          const none = await card.demand(search(new Uint8Array(3).fill(0xee)));
          card.check(none.data.length === 0, 'a record is found that does not hold the string');
        }),
    },
  ]),
];

/** "First", "next" and their like, where the card knows them. The EF is selected anew, with no current record. */
async function byPosition(card: Bench, file: RecordFile['file']): Promise<void> {
  const { sw } = await card.send(readRecord(0, RECORD.first));
  card.need(sw !== SW.functionNotSupported && sw !== SW.incorrectP1P2, 'the card reads records by number only');
  await card.goTo(file);
}

function holds(record: Uint8Array, part: Uint8Array): boolean {
  for (let at = 0; at + part.length <= record.length; at++) {
    if (part.every((byte, i) => byte === record[at + i])) return true;
  }
  return false;
}
