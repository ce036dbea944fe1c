/** Cards that are wrong about transparent files. */

import { concat, fromHex, INS, SW, toHex } from '../../../apdu/index.ts';
import { changing, withData, withHeader, word, wordInstead } from './broken-card.test-support.ts';
import type { Exhibit } from './exhibit.test-support.ts';
import { isRead } from './faults.test-support.ts';

export const BINARY_FAULTS: readonly Exhibit[] = [
  {
    name: 'reading past the end gives zeroes',
    finds: 'RDB-06',
    harmless: true,
    fault: changing(INS.readBinary, (answer) =>
      answer.sw === SW.offsetOutside ? word(SW.ok, new Uint8Array(4)) : answer,
    ),
  },
  {
    name: 'an offset behind the end is told as 6A86',
    finds: 'RDB-06',
    harmless: true,
    fault: wordInstead(0x6b00, 0x6a86, INS.readBinary),
  },
  {
    name: 'the offset is passed over',
    finds: 'RDB-04',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        isRead(command) && command.p1 < 0x80 && command.p2 > 0 && command.p2 < 16
          ? send(withHeader(command, { p2: 0 }))
          : undefined,
    }),
  },
  {
    name: 'the high byte of the offset is passed over',
    finds: 'EXT-02',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        isRead(command) && command.p1 === 1 ? send(withHeader(command, { p1: 0 })) : undefined,
    }),
  },
  {
    name: 'Le is passed over',
    finds: 'RDB-02',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        isRead(command) && command.bytes.length === 5
          ? send(concat(command.bytes.subarray(0, 4), fromHex('00')))
          : undefined,
    }),
  },
  {
    name: 'Le gets one byte less',
    finds: 'RDB-05',
    harmless: true,
    fault: changing(INS.readBinary, (answer, { bytes }) =>
      bytes.length === 5 && answer.data.length > 1 && answer.data.length === bytes[4]
        ? { ...answer, data: answer.data.subarray(1) }
        : answer,
    ),
  },
  {
    name: 'Le 00 gets 255 bytes',
    finds: 'EXT-02',
    harmless: true,
    fault: changing(INS.readBinary, (answer) => ({ ...answer, data: answer.data.subarray(0, 255) })),
  },
  {
    name: 'a short identifier does not make current',
    finds: 'RDB-08',
    harmless: true,
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        if (isRead(command) && command.p1 >= 0x80 && answer.sw === SW.ok) send(fromHex('00A4000C023F00'));
        return answer;
      },
    }),
  },
  {
    name: 'short identifiers are not known',
    finds: 'RDB-10',
    harmless: true,
    fault: () => ({
      answer: (command) => (isRead(command) && command.p1 >= 0x80 ? word(SW.fileNotFound) : undefined),
    }),
  },
  {
    name: 'short identifier 31 is taken for the current EF',
    finds: 'RDB-09',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        isRead(command) && command.p1 === 0x9f ? send(withHeader(command, { p1: 0 })) : undefined,
    }),
  },
  {
    name: 'reading records as bytes is done',
    finds: 'RDB-13',
    harmless: true,
    fault: wordInstead(0x6981, 0x9000, INS.readBinary),
  },
  {
    name: 'UPDATE BINARY writes one byte too few',
    finds: 'UPB-01',
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.updateBinary && command.data.length > 1 && command.data.length < 8
          ? send(withData(command, command.data.subarray(0, -1)))
          : undefined,
    }),
  },
  {
    name: 'UPDATE BINARY past the end writes what fits',
    finds: 'UPB-02',
    fault: changing(INS.updateBinary, (answer, command, send) => {
      if (answer.sw === SW.offsetOutside && command.data.length > 2)
        send(withData(command, command.data.subarray(0, 2)));
      return answer;
    }),
  },
  { name: 'UPDATE BINARY past the end is done', finds: 'UPB-10', fault: wordInstead(0x6b00, 0x9000, INS.updateBinary) },
  {
    name: 'UPDATE BINARY is lost with the power',
    finds: 'UPB-06',
    fault: () => {
      let undo: Uint8Array[] = [];
      return {
        answer: (command, send) => {
          if (command.ins === INS.updateBinary && command.p1 === 0 && toHex(command.data).startsWith('FF'))
            undo.push(command.bytes.slice());
          return undo.length > 0 && isRead(command) && command.bytes[4] === 4
            ? { ...send(command.bytes), data: fromHex('00010203') }
            : undefined;
        },
        reset: (_, cold) => {
          if (!cold) undo = [];
        },
      };
    },
  },
];
