/** The control information that SELECT answers. */
import { parseTlvs, SW, TAG, TlvError, toHex, toNumber } from '../../../apdu/index.ts';
import { type Assertion, group } from '../assertion.ts';
import { CLAUSE } from '../clauses.ts';
import { ANSWER, readBinary, selectFid } from '../commands.ts';
import { controlInformation, objectValue } from '../found-files.ts';

import { FOUND, fidIn, forEachFile } from './select-support.ts';

export const controlInformationOf: readonly Assertion[] = [
  ...group(CLAUSE.controlInformation, [
    {
      id: 'FCP-01',
      level: 'must',
      clause: CLAUSE.berTlv,
      purpose: 'control information is BER-TLV',
      criterion: 'every template that SELECT answers can be taken apart without a byte left over',
      words: FOUND,
      run: (card) =>
        forEachFile(card, async (data) => {
          try {
            for (const { value } of parseTlvs(data)) parseTlvs(value);
          } catch (error) {
            if (!(error instanceof TlvError)) throw error;
            card.check(false, `${toHex(data)}: ${error.message}`);
          }
        }),
    },
    {
      id: 'FCP-02',
      level: 'must',
      purpose: 'tag 83 is the identifier of the file that was selected',
      criterion: 'where it is there, it is the one that was asked for, for every file',
      words: FOUND,
      run: (card) =>
        forEachFile(card, async (data, { path }) => {
          const told = fidIn(data);
          const fid = path.at(-1) ?? 0x3f00;
          card.check(told === undefined || told === fid, `tag 83 says ${told?.toString(16)} of ${fid.toString(16)}`);
        }),
    },
    {
      id: 'FCP-03',
      level: 'must',
      purpose: 'tags 80 and 81 are the size of the file',
      criterion: 'READ BINARY of every readable transparent EF ends exactly there',
      words: FOUND,
      run: (card) =>
        forEachFile(card, async (data, { structure }) => {
          const objects = controlInformation(data);
          const told = objectValue(objects, TAG.dataSize) ?? objectValue(objects, TAG.fileSize);
          if (told === undefined || structure !== 'transparent') return;
          const size = toNumber(told);
          const last = await card.send(readBinary(size - 1, 2));
          if (last.sw === SW.securityStatusNotSatisfied || last.sw === SW.conditionsNotSatisfied) return;
          card.check(last.data.length === 1, `byte ${size} of ${size} is not the last one`);
          const past = await card.send(readBinary(size, 1));
          card.check(past.data.length === 0, `there are bytes behind the ${size} that were told`);
        }),
    },
    {
      id: 'FCP-04',
      level: 'must',
      purpose: 'tag 82 tells what kind of file it is',
      criterion: 'a DF has no content, a transparent EF has no records, an EF with records is not read as bytes',
      words: FOUND,
      run: (card) =>
        forEachFile(card, async (data, { path }) => {
          const descriptor = objectValue(controlInformation(data), TAG.fileDescriptor)?.[0];
          if (descriptor === undefined) return;
          const isFolder = (descriptor & 0x38) === 0x38;
          const { sw } = await card.send(readBinary(0, 1));
          const hasRecords = !isFolder && (descriptor & 0x07) > 1;
          const name = path.map((fid) => fid.toString(16)).join(' ') || '3F00';
          card.check(!isFolder || sw === SW.noCurrentEf, `${name} is told to be a DF, and can be read`);
          card.check(isFolder || sw !== SW.noCurrentEf, `${name} is told to be an EF, and is none`);
          card.check(
            !hasRecords || sw === SW.incompatibleFileStructure,
            `${name} is told to have records, and has bytes`,
          );
          card.check(
            hasRecords || isFolder || sw !== SW.incompatibleFileStructure,
            `${name} is told to be transparent, and is not`,
          );
        }),
    },
    {
      id: 'FCP-05',
      level: 'must',
      clause: CLAUSE.lifeCycleStatus,
      purpose: 'tag 8A is a life-cycle status that there is, and agrees with the status word',
      criterion: '04 and 06 go with 6283, 0C to 0F with 6285, 05 and 07 with 9000',
      words: ['9000', '62XX'],
      run: (card) =>
        forEachFile(card, async (data, _, sw) => {
          const status = objectValue(controlInformation(data), TAG.lifeCycleStatus)?.[0];
          if (status === undefined || status === 0x00 || status >= 0x10) return;
          card.check(status !== 0x02 && (status < 0x08 || status > 0x0b), `the status ${status} is reserved`);
          card.check((status & 0xfd) !== 0x05 || sw !== SW.fileTerminated, 'an activated file is answered 6285');
          card.check(
            (status & 0xfd) !== 0x04 || sw === SW.fileDeactivated || sw === SW.fileTerminated,
            'a deactivated file is answered 9000',
          );
          card.check((status & 0x0c) !== 0x0c || sw === SW.fileTerminated, 'a terminated file is not answered 6285');
        }),
    },
    {
      id: 'FCP-06',
      level: 'should',
      purpose: 'FCI and FCP of a file tell the same of it',
      criterion: 'identifier, descriptor and size are equal where both have them',
      words: ['9000', '6283', '6A86', '6A81'],
      run: async (card) => {
        for (const { path } of card.facts.files.slice(0, 6)) {
          await card.goTo({ path: path.slice(0, -1) });
          const fid = path.at(-1) ?? 0x3f00;
          const fci = controlInformation((await card.demand(selectFid(fid, ANSWER.fci))).data);
          await card.goTo({ path: path.slice(0, -1) });
          const fcp = controlInformation((await card.demand(selectFid(fid, ANSWER.fcp))).data);
          for (const tag of [TAG.fileIdentifier, TAG.fileDescriptor, TAG.dataSize, TAG.fileSize]) {
            const [one, other] = [objectValue(fci, tag), objectValue(fcp, tag)];
            if (one !== undefined && other !== undefined) card.same(one, other, `tag ${tag.toString(16)}`);
          }
        }
      },
    },
    {
      id: 'FCP-07',
      level: 'should',
      purpose: 'control information tells what kind of file it is, and which',
      criterion: 'the FCP of every file has tag 82, and 83 or 84',
      words: FOUND,
      run: (card) =>
        forEachFile(card, async (data) => {
          if (data.length === 0) return;
          const objects = controlInformation(data);
          const has = (tag: number): boolean => objectValue(objects, tag) !== undefined;
          card.check(has(TAG.fileDescriptor), 'there is no tag 82');
          card.check(has(TAG.fileIdentifier) || has(TAG.dfName), 'there is neither tag 83 nor tag 84');
        }),
    },
  ]),
];
