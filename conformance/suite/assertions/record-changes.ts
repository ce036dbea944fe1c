/** UPDATE, WRITE, APPEND and ERASE RECORD, on EFs that are made for it. */
import { fromHex, INS, SW, sameBytes, TAG, tlv, u16 } from '../../../apdu/index.ts';
import { type Assertion, group } from '../assertion.ts';
import type { Bench } from '../bench.ts';
import { CLAUSE } from '../clauses.ts';
import { RECORD, readRecord, selectMf } from '../commands.ts';
import { freeDf, UNUSED } from './free-df.ts';
import { recordsOfCurrent } from './record-support.ts';

const DESCRIPTOR = {
  'linear fixed': '02 41 0004 04',
  'linear variable': '04 41 0008 04',
  cyclic: '06 41 0004 03',
} as const;

const append = (data: Uint8Array) => ({ ins: INS.appendRecord, data });
const update = (p1: number, data: Uint8Array, how: number = RECORD.number) => ({
  ins: INS.updateRecord,
  p1,
  p2: how,
  data,
});
const filled = (byte: number, length = 4): Uint8Array => new Uint8Array(length).fill(byte);

/** Makes an EF with a few records, which is current then. */
async function made(card: Bench, structure: keyof typeof DESCRIPTOR, ...records: readonly Uint8Array[]): Promise<void> {
  await freeDf(card);
  const size = structure === 'linear variable' ? [tlv(TAG.dataSize, u16(32))] : [];
  const data = tlv(
    TAG.fcp,
    ...size,
    tlv(TAG.fileDescriptor, fromHex(DESCRIPTOR[structure])),
    tlv(TAG.fileIdentifier, u16(UNUSED)),
  );
  const { sw } = await card.send({ ins: INS.createFile, data });
  card.need(sw === SW.ok, `the card does not make EFs of this kind (${structure})`);
  for (const record of records) await card.prepare(append(record));
}

async function holds(card: Bench, ...wanted: readonly Uint8Array[]): Promise<void> {
  const records = (await recordsOfCurrent(card)) ?? [];
  card.check(records.length === wanted.length, `there are ${records.length} records, not ${wanted.length}`);
  for (const [i, record] of wanted.entries()) card.same(records[i]!, record, `record ${i + 1}`);
}

export const changingRecords: readonly Assertion[] = [
  ...group(CLAUSE.updateRecord, [
    {
      id: 'UPR-01',
      level: 'must',
      destructive: true,
      purpose: 'UPDATE RECORD replaces the record of the number, and no other',
      criterion: 'READ RECORD answers the new one, its neighbours are what they were',
      words: ['9000'],
      run: async (card) => {
        await made(card, 'linear fixed', filled(1), filled(2), filled(3));
        await card.demand(update(2, filled(0xa2)));
        await holds(card, filled(1), filled(0xa2), filled(3));
      },
    },
    {
      id: 'UPR-02',
      level: 'must',
      destructive: true,
      purpose: 'a record of fixed size is replaced whole',
      criterion: 'shorter and longer data are refused with 6700 or 6A87, and the record stays',
      words: ['6700', '6A87', '6A80', '6A84', '6A85'],
      run: async (card) => {
        await made(card, 'linear fixed', filled(1));
        await card.demand(update(1, filled(9, 3)));
        await card.demand(update(1, filled(9, 5)));
        await holds(card, filled(1));
      },
    },
    {
      id: 'UPR-03',
      level: 'must',
      destructive: true,
      purpose: 'a record of variable size may change its length, up to the longest',
      criterion: 'shorter and longer ones are read back; one that is too long is refused',
      words: ['9000'],
      run: async (card) => {
        await made(card, 'linear variable', filled(1, 3), filled(2, 5));
        await card.demand(update(1, filled(7, 6)));
        await holds(card, filled(7, 6), filled(2, 5));
        await card.demand(update(1, filled(8, 2)));
        await holds(card, filled(8, 2), filled(2, 5));
        await card.demand(update(1, filled(9, 9)), ['6700', '6A84', '6A80', '6A87']);
      },
    },
    {
      id: 'UPR-04',
      level: 'must',
      destructive: true,
      purpose: 'a record that is not there is not replaced',
      criterion: '6A83, and no record is made',
      words: ['6A83'],
      run: async (card) => {
        await made(card, 'linear fixed', filled(1));
        await card.demand(update(2, filled(9)));
        await holds(card, filled(1));
      },
    },
    {
      id: 'UPR-05',
      level: 'must',
      destructive: true,
      purpose: 'without a current EF nothing is replaced',
      criterion: '6986',
      words: ['6986'],
      run: async (card) => {
        card.file(({ structure }) => /linear|cyclic/.test(structure), 'EF with records');
        await card.prepare(selectMf());
        await card.demand(update(1, filled(9)));
      },
    },
    {
      id: 'UPR-06',
      level: 'must',
      destructive: true,
      purpose: 'UPDATE RECORD without data is refused',
      criterion: '6700, and the record stays',
      words: ['6700', '6A80', '6A87'],
      run: async (card) => {
        await made(card, 'linear fixed', filled(1));
        await card.demand({ ins: INS.updateRecord, p1: 1, p2: RECORD.number });
        await holds(card, filled(1));
      },
    },
  ]),

  ...group(CLAUSE.appendRecord, [
    {
      id: 'APR-01',
      level: 'must',
      destructive: true,
      purpose: 'APPEND RECORD makes the last record of a linear EF',
      criterion: 'it is read under the next number, the others stay',
      words: ['9000'],
      run: async (card) => {
        for (const structure of ['linear fixed', 'linear variable'] as const) {
          await made(card, structure, filled(1), filled(2));
          await card.demand(append(filled(3)));
          await holds(card, filled(1), filled(2), filled(3));
        }
      },
    },
    {
      id: 'APR-02',
      level: 'must',
      destructive: true,
      purpose: 'a linear EF that is full takes no record',
      criterion: '6A84, and the records stay',
      words: ['6A84'],
      run: async (card) => {
        await made(card, 'linear fixed', filled(1), filled(2), filled(3), filled(4));
        await card.demand(append(filled(5)));
        await holds(card, filled(1), filled(2), filled(3), filled(4));
      },
    },
    {
      id: 'APR-03',
      level: 'must',
      destructive: true,
      purpose: 'in a cyclic EF the newest record is number 1, and the oldest makes room',
      criterion: 'after four records in an EF for three: 4, 3, 2',
      words: ['9000'],
      run: async (card) => {
        await made(card, 'cyclic', filled(1), filled(2));
        await holds(card, filled(2), filled(1));
        await card.demand(append(filled(3)));
        await card.demand(append(filled(4)));
        await holds(card, filled(4), filled(3), filled(2));
      },
    },
    {
      id: 'APR-04',
      level: 'must',
      destructive: true,
      purpose: 'P1 is 00 and b3–b1 of P2 are 000',
      criterion: '6A86, and no record is made',
      words: ['6A86', '6B00'],
      run: async (card) => {
        await made(card, 'linear fixed', filled(1));
        await card.demand({ ...append(filled(2)), p1: 1 });
        await card.demand({ ...append(filled(2)), p2: 4 });
        await holds(card, filled(1));
      },
    },
    {
      id: 'APR-05',
      level: 'must',
      destructive: true,
      purpose: 'records of another length than the fixed one are not appended',
      criterion: '6700 or 6A87, and no record is made',
      words: ['6700', '6A87', '6A80', '6A84', '6A85'],
      run: async (card) => {
        await made(card, 'linear fixed', filled(1));
        await card.demand(append(filled(2, 3)));
        await card.demand(append(filled(2, 5)));
        await holds(card, filled(1));
      },
    },
  ]),

  ...group(CLAUSE.writeRecord, [
    {
      id: 'WRR-01',
      level: 'must',
      destructive: true,
      purpose: 'WRITE RECORD sets bits by the data coding: OR by default',
      criterion: '0F written over with 33 is 3F, 03 or 33; or the instruction is not known',
      words: ['9000', '6D00', '6985', '6A81'],
      run: async (card) => {
        await made(card, 'linear fixed', filled(0x0f));
        const { sw } = await card.demand({ ins: INS.writeRecord, p1: 1, p2: RECORD.number, data: filled(0x33) });
        if (sw !== SW.ok) return;
        const { data } = await card.prepare(readRecord(1));
        card.check(
          [0x3f, 0x03, 0x33].some((byte) => sameBytes(data, filled(byte))),
          'the record is something else',
        );
        card.same(data, filled(0x3f), 'the record, with coding OR');
      },
    },
  ]),

  ...group(CLAUSE.eraseRecord, [
    {
      id: 'ERR-01',
      level: 'must',
      destructive: true,
      purpose: 'ERASE RECORD brings a record to the erased state, and leaves it there',
      criterion: 'the record is 00 or FF, its neighbours stay; or the instruction is not known',
      words: ['9000', '6D00', '6A81'],
      run: async (card) => {
        await made(card, 'linear fixed', filled(1), filled(2), filled(3));
        const { sw } = await card.demand({ ins: INS.eraseRecord, p1: 2, p2: RECORD.number });
        if (sw !== SW.ok) return;
        const { data } = await card.prepare(readRecord(2));
        card.check(sameBytes(data, filled(0x00)) || sameBytes(data, filled(0xff)), 'the record is not erased');
        await holds(card, filled(1), data, filled(3));
      },
    },
  ]),
];
