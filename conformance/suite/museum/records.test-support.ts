/** Cards that are wrong about records and data objects. */
import { fromHex, INS, SW, tlv, toHex } from '../../../apdu/index.ts';
import { changing, deaf, withData, withHeader, wordInstead } from './broken-card.test-support.ts';
import type { Exhibit } from './exhibit.test-support.ts';

export const RECORD_FAULTS: readonly Exhibit[] = [
  {
    name: 'the next record is the same again',
    finds: 'RDR-07',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.readRecord && (command.p2 & 7) === 2
          ? send(withHeader(command, { p2: (command.p2 & 0xf8) | 0 }))
          : undefined,
    }),
  },
  {
    name: 'the previous record is the next one',
    finds: 'RDR-05',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.readRecord && (command.p2 & 7) === 3
          ? send(withHeader(command, { p2: (command.p2 & 0xf8) | 2 }))
          : undefined,
    }),
  },
  {
    name: 'the last record is the first one',
    finds: 'RDR-03',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.readRecord && (command.p2 & 7) === 1
          ? send(withHeader(command, { p2: command.p2 & 0xf8 }))
          : undefined,
    }),
  },
  {
    name: 'an absent record is told as 6A82',
    finds: 'RDR-02',
    harmless: true,
    fault: wordInstead(0x6a83, 0x6a82, INS.readRecord),
  },
  {
    name: 'an absent record is empty',
    finds: 'RDR-15',
    harmless: true,
    fault: wordInstead(0x6a83, 0x9000, INS.readRecord),
  },
  {
    name: 'reading by number moves the current record',
    finds: 'RDR-07',
    harmless: true,
    fault: () => {
      let moved: number | undefined;
      return {
        answer: (command, send) => {
          if (command.ins === INS.readRecord && (command.p2 & 7) === 4) moved = command.p1;
          else if (command.ins !== INS.readRecord) moved = undefined;
          else if ((command.p2 & 7) === 2 && moved !== undefined)
            return send(withHeader(command, { p1: moved + 1, p2: (command.p2 & 0xf8) | 4 }));
          return undefined;
        },
      };
    },
  },
  {
    name: 'UPDATE RECORD changes the first one',
    finds: 'UPR-01',
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.updateRecord && command.p1 > 1 ? send(withHeader(command, { p1: 1 })) : undefined,
    }),
  },
  {
    name: 'a cyclic EF is linear',
    finds: 'APR-03',
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.createFile && toHex(command.data).includes('820506')
          ? send(withData(command, fromHex(toHex(command.data).replace('820506', '820502'))))
          : undefined,
    }),
  },
  { name: 'APPEND RECORD in a full EF is done', finds: 'APR-02', fault: wordInstead(0x6a84, 0x9000, INS.appendRecord) },
  {
    name: 'an unknown data object is empty',
    finds: 'GDA-01',
    harmless: true,
    fault: wordInstead(0x6a88, 0x9000, INS.getData),
  },
  {
    name: 'an unknown data object is told as 6A82',
    finds: 'GDA-03',
    harmless: true,
    fault: wordInstead(0x6a88, 0x6a82, INS.getData),
  },
  {
    name: 'PUT DATA says done and keeps the old value',
    finds: 'PDA-02',
    fault: deaf(({ ins }) => ins === INS.putData),
  },
  {
    name: 'GET DATA answers the whole object',
    finds: 'GDA-02',
    harmless: true,
    fault: changing(INS.getData, (answer, { p1, p2 }) =>
      answer.sw === SW.ok && p1 === 0xdf ? { ...answer, data: tlv(p1 * 256 + p2, answer.data) } : answer,
    ),
  },
];
