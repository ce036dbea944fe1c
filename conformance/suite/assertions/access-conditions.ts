/** Access rules that control information announces, and whether the card keeps to them. */
import { fromHex, INS, sameBytes, TAG, tlv, u16 } from '../../../apdu/index.ts';
import { MODE } from '../access.ts';
import { type Assertion, group } from '../assertion.ts';
import type { Bench } from '../bench.ts';
import { CLAUSE } from '../clauses.ts';
import { createDf, createEf, deleteFile, RECORD, readBinary, selectFid, updateBinary } from '../commands.ts';
import { contentOfCurrent, type FoundFile } from '../found-files.ts';
import { freeDf, UNUSED } from './free-df.ts';
import { readableBy, readsAs } from './protected-files.ts';

const CLOSED = ['6982', '6985'];
const READ = ['9000', '6282'];

const isTransparent = ({ structure }: FoundFile): boolean => structure === 'transparent';
const fidOf = ({ path }: FoundFile): number => path.at(-1)!;

/** Files of which an operation wants what nobody has who is not verified. */
function guarded(card: Bench, mode: number): FoundFile[] {
  return card.facts.files.filter(({ rules }) => ['never', 'pins'].includes(rules.get(mode)?.kind ?? ''));
}

/** Verifies every PIN that is known. */
async function loginToAll(card: Bench): Promise<void> {
  for (const { reference, value } of card.facts.pins) {
    if (value !== undefined && card.guard.pins.get(reference)?.proven) await card.login({ reference, value });
  }
}

/** What a transparent EF holds, with every PIN that is known; undefined when it cannot be read. Nothing is verified afterwards. */
async function contentOf(card: Bench, file: FoundFile): Promise<Uint8Array | undefined> {
  await loginToAll(card);
  await card.goTo(file);
  const content = await contentOfCurrent(card, Math.min(file.size ?? 16, 256));
  await card.reset();
  return content;
}

/** Demands that a file is refused to be changed, and is still what it was. */
async function stays(card: Bench, file: FoundFile, command: Parameters<Bench['demand']>[0]): Promise<void> {
  await card.goTo({ path: file.path.slice(0, -1) });
  await card.demand(command, [...CLOSED, '6986']);
  await card.goTo({ path: file.path.slice(0, -1) });
  await card.demand(selectFid(fidOf(file)), ['9000']);
}

export const accessConditions: readonly Assertion[] = [
  ...group(CLAUSE.securityAttributes, [
    {
      id: 'ACC-01',
      level: 'must',
      purpose: 'what everybody may read is read by everybody',
      criterion: 'every EF whose rule for reading is "always"',
      words: [...READ, '6A83'],
      run: async (card) => {
        const files = readableBy(card, 'always');
        card.need(files[0], 'no EF of the card announces that everybody may read it');
        for (const file of files) await readsAs(card, file, [...READ, '6A83', '6B00']);
      },
    },
    {
      id: 'ACC-02',
      level: 'must',
      purpose: 'what a PIN opens is closed to everybody else',
      criterion: 'every EF that wants a PIN for reading is refused with 6982, twice, and without data',
      words: ['6982'],
      run: async (card) => {
        const files = guarded(card, MODE.read).filter(({ structure }) => structure !== 'df');
        card.need(files[0], 'no EF of the card announces that reading needs a right');
        for (const file of files) for (const _ of [1, 2]) await readsAs(card, file, ['6982']);
      },
    },
    {
      id: 'ACC-03',
      level: 'must',
      purpose: 'what nobody may read stays closed with every PIN verified',
      criterion: 'every EF whose rule for reading is "never" is refused with 6982',
      words: ['6982'],
      run: async (card) => {
        const files = readableBy(card, 'never');
        card.need(files[0], 'no EF of the card announces that nobody may read it');
        await loginToAll(card);
        for (const file of files) await readsAs(card, file, ['6982']);
      },
    },
    {
      id: 'ACC-04',
      level: 'must',
      purpose: 'an EF that wants a PIN or more for writing is not written without',
      criterion: 'UPDATE BINARY, of what it holds already, is refused with 6982; the content stays',
      words: CLOSED,
      run: async (card) => {
        const files = guarded(card, MODE.update).filter(isTransparent);
        card.need(files[0], 'no transparent EF of the card announces that writing needs a right');
        for (const file of files) {
          const content = await contentOf(card, file);
          if (content === undefined) continue;
          await card.goTo(file);
          await card.demand(updateBinary(0, content.subarray(0, 255)));
          card.same((await contentOf(card, file)) ?? content, content, 'the content');
        }
      },
    },
    {
      id: 'ACC-05',
      level: 'must',
      destructive: true,
      purpose: 'an EF that wants a right for writing is not written without',
      criterion: 'UPDATE BINARY of other bytes is refused with 6982; the content stays',
      words: CLOSED,
      run: async (card) => {
        const files = guarded(card, MODE.update).filter(isTransparent);
        card.need(files[0], 'no transparent EF of the card announces that writing needs a right');
        for (const file of files) {
          const content = await contentOf(card, file);
          await card.goTo(file);
          await card.demand(updateBinary(0, fromHex('A5')));
          const after = await contentOf(card, file);
          if (content !== undefined)
            card.check(after !== undefined && sameBytes(after, content), 'the content has changed');
        }
      },
    },
    {
      id: 'ACC-06',
      level: 'must',
      destructive: true,
      purpose: 'with its PIN an EF is written',
      criterion: 'UPDATE BINARY of what it holds is done after VERIFY',
      words: ['9000'],
      run: async (card) => {
        const { reference } = card.pin;
        const file = card.file(({ structure, rules }) => {
          const rule = rules.get(MODE.update);
          return (
            structure === 'transparent' && rule?.kind === 'pins' && rule.pins.length === 1 && rule.pins[0] === reference
          );
        }, 'EF that the PIN opens for writing');
        const content = card.need(await contentOf(card, file), 'the EF cannot be read');
        await card.login();
        await card.goTo(file);
        await card.demand(updateBinary(0, content));
      },
    },
    {
      id: 'ACC-07',
      level: 'must',
      destructive: true,
      purpose: 'an EF that nobody may write is not written with every PIN verified',
      criterion: 'UPDATE BINARY is refused with 6982',
      words: CLOSED,
      run: async (card) => {
        const files = card.facts.files.filter(
          (file) => isTransparent(file) && file.rules.get(MODE.update)?.kind === 'never',
        );
        card.need(files[0], 'no transparent EF of the card announces that nobody may write it');
        await loginToAll(card);
        for (const file of files) {
          await card.goTo(file);
          await card.demand(updateBinary(0, fromHex('A5')));
        }
      },
    },
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
  ]),
];

/** Everything is allowed but the one operation of a mode, which wants the PIN. */
function allBut(denied: number): Uint8Array {
  const modes = [MODE.delete, MODE.terminate, MODE.activate, MODE.deactivate, MODE.write, MODE.update, MODE.read];
  return Uint8Array.of(0x7f, ...modes.map((mode) => (mode === denied ? 0x10 : 0x00)));
}
