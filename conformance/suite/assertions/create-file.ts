/** CREATE and DELETE FILE, on disposable cards. */
import { concat, fromHex, INS, TAG, tlv, u16 } from '../../../apdu/index.ts';
import { type Assertion, group } from '../assertion.ts';
import { CLAUSE } from '../clauses.ts';
import { createDf, createEf, deleteFile, readBinary, select, selectFid, updateBinary } from '../commands.ts';
import { controlInformation, objectValue } from '../found-files.ts';
import { freeDf, UNUSED, UNUSED_TOO } from './free-df.ts';

export const creating: readonly Assertion[] = [
  ...group(CLAUSE.createFile, [
    {
      id: 'CRF-01',
      level: 'must',
      destructive: true,
      purpose: 'CREATE FILE makes the EF that was asked for, and makes it current',
      criterion: '9000; SELECT tells its identifier, kind and size; it is written and read',
      words: ['9000'],
      run: async (card) => {
        await freeDf(card);
        await card.demand(createEf(UNUSED, 12));
        await card.demand(updateBinary(0, fromHex('0102030405060708090A0B0C')));
        const objects = controlInformation((await card.demand(selectFid(UNUSED))).data);
        card.same(objectValue(objects, TAG.fileIdentifier) ?? u16(UNUSED), u16(UNUSED), 'tag 83');
        const size = objectValue(objects, TAG.dataSize) ?? objectValue(objects, TAG.fileSize) ?? u16(12);
        card.same(size.subarray(-1), fromHex('0C'), 'the size');
        card.same((await card.demand(readBinary(0))).data, fromHex('0102030405060708090A0B0C'), 'the content');
      },
    },
    {
      id: 'CRF-02',
      level: 'must',
      destructive: true,
      purpose: 'CREATE FILE makes the DF that was asked for, in which files can be made',
      criterion: '9000; an EF in it is found there and not beside it',
      words: ['9000'],
      run: async (card) => {
        const df = await freeDf(card);
        await card.demand(createDf(UNUSED));
        await card.demand(createEf(UNUSED_TOO, 4));
        await card.goTo({ path: [...df.path, UNUSED] });
        await card.demand(select(0x02, u16(UNUSED_TOO)));
        await card.goTo(df);
        await card.demand(select(0x02, u16(UNUSED_TOO)), ['6A82']);
      },
    },
    {
      id: 'CRF-03',
      level: 'must',
      destructive: true,
      purpose: 'an identifier that is taken in the DF is refused',
      criterion: '6A89, and the file that has it stays',
      words: ['6A89'],
      run: async (card) => {
        const df = await freeDf(card);
        await card.prepare(createEf(UNUSED, 4));
        await card.prepare(updateBinary(0, fromHex('A1A2A3A4')));
        await card.goTo(df);
        await card.demand(createEf(UNUSED, 6));
        await card.demand(selectFid(UNUSED), ['9000']);
        card.same((await card.send(readBinary(0))).data, fromHex('A1A2A3A4'), 'the content');
      },
    },
    {
      id: 'CRF-04',
      level: 'must',
      destructive: true,
      purpose: 'a DF name that is taken is refused',
      criterion: '6A8A (6A89 from some cards), and no file is made',
      words: ['6A8A', '6A89'],
      run: async (card) => {
        const { name } = card.file((file) => file.name !== undefined && file.path.length > 0, 'DF with a name');
        await freeDf(card);
        await card.demand(createDf(UNUSED, tlv(TAG.dfName, name!)));
        await card.demand(selectFid(UNUSED), ['6A82']);
      },
    },
    {
      id: 'CRF-05',
      level: 'must',
      destructive: true,
      purpose: 'a template that is broken or lacks what must be in it is refused',
      criterion: '6A80, 6A85 or 6700, and no file is made',
      words: ['6A80', '6A85', '6700', '6984'],
      run: async (card) => {
        await freeDf(card);
        const whole = createEf(UNUSED, 8).data!;
        for (const data of [
          whole.subarray(0, whole.length - 1),
          tlv(TAG.fcp, tlv(TAG.fileIdentifier, u16(UNUSED))),
          tlv(TAG.fcp, tlv(TAG.fileDescriptor, fromHex('01')), tlv(TAG.dataSize, u16(8))),
          concat(fromHex('64'), whole.subarray(1)),
        ]) {
          await card.demand({ ins: INS.createFile, data });
          await card.demand(selectFid(UNUSED), ['6A82']);
        }
      },
    },
    {
      id: 'CRF-06',
      level: 'must',
      destructive: true,
      purpose: 'an EF for which there is no room is refused',
      criterion: '6A84, and no file is made',
      words: ['6A84', '6A80'],
      run: async (card) => {
        await freeDf(card);
        await card.demand(createEf(UNUSED, 0xfff0));
        await card.demand(selectFid(UNUSED), ['6A82']);
      },
    },
    {
      id: 'CRF-07',
      level: 'must',
      destructive: true,
      purpose: 'a new EF has nothing of another one in it',
      criterion: 'after one was written and deleted, a new one of the size holds the erased state only',
      words: ['9000', '6282'],
      run: async (card) => {
        await freeDf(card);
        await card.prepare(createEf(UNUSED, 8));
        await card.prepare(updateBinary(0, fromHex('C1C2C3C4C5C6C7C8')));
        await card.prepare(deleteFile(UNUSED));
        await card.prepare(createEf(UNUSED, 8));
        const { data } = await card.demand(readBinary(0));
        card.check(
          data.every((byte) => byte === data[0] && (byte === 0x00 || byte === 0xff)),
          'the old content is there',
        );
      },
    },
    {
      id: 'CRF-08',
      level: 'must',
      destructive: true,
      purpose: 'a file that was made is there after the power was away',
      criterion: 'SELECT finds it, and its content is read',
      words: ['9000'],
      run: async (card) => {
        const df = await freeDf(card);
        await card.prepare(createEf(UNUSED, 4));
        await card.prepare(updateBinary(0, fromHex('D1D2D3D4')));
        await card.guard.powerOff();
        await card.guard.powerOn();
        await card.goTo({ path: [...df.path, UNUSED] });
        card.same((await card.demand(readBinary(0))).data, fromHex('D1D2D3D4'), 'the content');
      },
    },
  ]),
  ...group(CLAUSE.deleteFile, [
    {
      id: 'DEL-01',
      level: 'must',
      destructive: true,
      purpose: 'a deleted file is gone, also after a reset',
      criterion: '9000, then 6A82',
      words: ['9000'],
      run: async (card) => {
        const df = await freeDf(card);
        await card.prepare(createEf(UNUSED, 8));
        await card.demand(deleteFile(UNUSED));
        await card.demand(selectFid(UNUSED), ['6A82']);
        await card.reset();
        await card.goTo(df);
        await card.demand(selectFid(UNUSED), ['6A82']);
      },
    },
    {
      id: 'DEL-02',
      level: 'must',
      destructive: true,
      purpose: 'a deleted DF takes along what is in it',
      criterion: 'a new DF of the identifier is empty',
      words: ['9000'],
      run: async (card) => {
        const df = await freeDf(card);
        await card.prepare(createDf(UNUSED));
        await card.prepare(createEf(UNUSED_TOO, 4));
        await card.goTo(df);
        await card.demand(deleteFile(UNUSED));
        await card.prepare(createDf(UNUSED));
        await card.demand(select(0x02, u16(UNUSED_TOO)), ['6A82']);
      },
    },
    {
      id: 'DEL-03',
      level: 'must',
      destructive: true,
      purpose: 'a file that is not there is not deleted',
      criterion: '6A82',
      words: ['6A82'],
      run: async (card) => {
        await freeDf(card);
        await card.demand(deleteFile(0x2efe));
      },
    },
    {
      id: 'DEL-04',
      level: 'should',
      destructive: true,
      purpose: 'after DELETE FILE there is no current EF, and the DF is current',
      criterion: 'READ BINARY 6986, and another EF of the DF is found',
      words: ['6986'],
      run: async (card) => {
        const df = await freeDf(card);
        await card.prepare(createEf(UNUSED_TOO, 4));
        await card.goTo(df);
        await card.prepare(createEf(UNUSED, 4));
        await card.prepare(deleteFile(UNUSED));
        await card.demand(readBinary(0));
        await card.demand(select(0x02, u16(UNUSED_TOO)), ['9000']);
      },
    },
  ]),
];
