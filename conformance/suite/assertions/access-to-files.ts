/** Access rules for what happens to whole files, on disposable cards. */
import { fromHex, INS, TAG, tlv, u16 } from '../../../apdu/index.ts';
import { MODE } from '../access.ts';
import { type Assertion, group } from '../assertion.ts';
import { CLAUSE } from '../clauses.ts';
import { createDf, createEf, deleteFile, RECORD, readBinary, selectFid, updateBinary } from '../commands.ts';
import { allBut, CLOSED, fidOf, guarded, stays } from './access-support.ts';
import { freeDf, UNUSED } from './free-df.ts';

export const accessToFiles: readonly Assertion[] = [
  ...group(CLAUSE.securityAttributes, [
    {
      id: 'ACC-08',
      level: 'must',
      destructive: true,
      clause: CLAUSE.deleteFile,
      purpose: 'a file that nobody may delete is not deleted',
      criterion: 'DELETE FILE is refused with 6982, and the file is still there',
      words: CLOSED,
      run: async (card) => {
        const files = guarded(card, MODE.delete).filter(({ path }) => path.length > 0);
        card.need(files[0], 'no file of the card announces that deleting it needs a right');
        for (const file of files) await stays(card, file, deleteFile(fidOf(file)));
      },
    },
    {
      id: 'ACC-09',
      level: 'must',
      destructive: true,
      clause: CLAUSE.terminateEf,
      purpose: 'a file that nobody may terminate is not terminated',
      criterion: 'TERMINATE is refused with 6982, and SELECT is answered 9000',
      words: CLOSED,
      run: async (card) => {
        const files = guarded(card, MODE.terminate).filter(({ path }) => path.length > 0);
        card.need(files[0], 'no file of the card announces that terminating it needs a right');
        for (const file of files) {
          const ins = file.structure === 'df' ? INS.terminateDf : INS.terminateEf;
          await stays(card, file, { ins, data: u16(fidOf(file)) });
        }
      },
    },
    {
      id: 'ACC-10',
      level: 'must',
      destructive: true,
      clause: CLAUSE.deactivateFile,
      purpose: 'a file that nobody may deactivate is not deactivated',
      criterion: 'DEACTIVATE FILE is refused with 6982, and SELECT is answered 9000',
      words: CLOSED,
      run: async (card) => {
        const files = guarded(card, MODE.deactivate).filter(({ path }) => path.length > 0);
        card.need(files[0], 'no file of the card announces that deactivating it needs a right');
        for (const file of files) await stays(card, file, { ins: INS.deactivateFile, data: u16(fidOf(file)) });
      },
    },
    {
      id: 'ACC-11',
      level: 'must',
      destructive: true,
      clause: CLAUSE.createFile,
      purpose: 'where nobody may create files none is created',
      criterion: 'CREATE FILE of an EF and of a DF is refused with 6982, and the file is not there',
      words: CLOSED,
      run: async (card) => {
        const closed = guarded(card, MODE.createEf).filter(({ structure }) => structure === 'df');
        card.need(closed[0], 'no DF of the card announces that creating files needs a right');
        for (const df of closed) {
          for (const command of [createEf(UNUSED, 8), createDf(UNUSED)]) {
            await card.goTo(df);
            await card.demand(command);
          }
          await card.goTo(df);
          await card.demand(selectFid(UNUSED), ['6A82']);
        }
      },
    },
    {
      id: 'ACC-12',
      level: 'must',
      destructive: true,
      purpose: 'rules that a file is created with hold for records',
      criterion: 'READ, UPDATE and APPEND RECORD are refused without the PIN, done with it',
      words: ['6982'],
      run: async (card) => {
        const { reference } = card.pin;
        card.need(reference === 0x01, 'the PIN is not the user’s');
        await freeDf(card);
        const descriptor = tlv(TAG.fileDescriptor, fromHex('02 41 0004 04'));
        const rules = tlv(TAG.compactAttributes, fromHex('47 00 10 10 10'));
        const data = tlv(TAG.fcp, descriptor, tlv(TAG.fileIdentifier, u16(UNUSED)), rules);
        await card.prepare({ ins: INS.createFile, data });
        const append = { ins: INS.appendRecord, data: fromHex('01020304') };
        const update = { ins: INS.updateRecord, p1: 1, p2: RECORD.number, data: fromHex('05060708') };
        const read = { ins: INS.readRecord, p1: 1, p2: RECORD.number, ne: 256 };
        await card.demand(append);
        await card.login();
        await card.demand(append, ['9000']);
        await card.demand(update, ['9000']);
        card.same((await card.demand(read, ['9000'])).data, fromHex('05060708'), 'the record');
        await card.reset();
        const [free] = card.facts.files.filter(
          ({ rules: own, structure }) => structure === 'df' && own.get(MODE.createEf)?.kind === 'always',
        );
        await card.goTo({ path: [...free!.path, UNUSED] });
        const search = { ins: INS.searchRecord, p1: 1, p2: RECORD.number, data: fromHex('05'), ne: 256 };
        await card.demand(search, ['6982', '6D00']);
        for (const command of [append, update, read]) await card.demand(command);
      },
    },
    {
      id: 'ACC-13',
      level: 'must',
      destructive: true,
      purpose: 'rules that a file is created with hold for bytes',
      criterion: 'what wants the PIN is refused with 6982 without it, one operation at a time',
      words: ['6982'],
      run: async (card) => {
        card.need(
          card.facts.ours ||
            card.facts.files.some(({ objects }) => objects.some(({ tag }) => tag === TAG.compactAttributes)),
          'the card announces no rules in the compact format',
        );
        for (const [denied, command] of [
          [MODE.read, readBinary(0, 4)],
          [MODE.update, updateBinary(0, fromHex('01'))],
          [MODE.update, { ins: INS.eraseBinary }],
          [MODE.write, { ins: INS.writeBinary, data: fromHex('01') }],
          [MODE.terminate, { ins: INS.terminateEf, data: u16(UNUSED) }],
          [MODE.deactivate, { ins: INS.deactivateFile, data: u16(UNUSED) }],
          [MODE.delete, deleteFile(UNUSED)],
        ] as const) {
          await freeDf(card);
          await card.prepare(createEf(UNUSED, 8, tlv(TAG.compactAttributes, allBut(denied))));
          await card.demand(command);
          await card.demand(selectFid(UNUSED), ['9000']);
          if (denied !== MODE.delete) await card.prepare(deleteFile(UNUSED));
        }
      },
    },
    {
      id: 'ACC-14',
      level: 'must',
      destructive: true,
      clause: CLAUSE.activateFile,
      purpose: 'a deactivated file that wants a PIN for it is not activated without',
      criterion: '6982, and SELECT still warns with 6283',
      words: ['6982'],
      run: async (card) => {
        await freeDf(card);
        await card.prepare(createEf(UNUSED, 8, tlv(TAG.compactAttributes, allBut(MODE.activate))));
        const { sw } = await card.send({ ins: INS.deactivateFile, data: u16(UNUSED) });
        card.need(sw === 0x9000, 'the card does not deactivate files');
        await card.demand({ ins: INS.activateFile, data: u16(UNUSED) });
        await card.demand(selectFid(UNUSED), ['6283']);
      },
    },
  ]),
];
