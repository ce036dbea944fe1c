/** Cards that grant what they should refuse. */

import { fromHex, INS, SW } from '../../../apdu/index.ts';
import { changing, type Fault, isVerify, rightVerify, word } from './broken-card.test-support.ts';
import type { Exhibit } from './exhibit.test-support.ts';
import { isRead } from './faults.test-support.ts';

/** A card that grants what it should refuse: the command goes through with every PIN verified, or is called done. */
const granted =
  (...ins: readonly number[]): Fault =>
  () => ({
    answer: (command, send) => {
      if (!ins.includes(command.ins)) return undefined;
      const answer = send(command.bytes);
      if (answer.sw !== SW.securityStatusNotSatisfied) return answer;
      send(rightVerify(0x01, command.cla & 3));
      send(rightVerify(0x81, command.cla & 3));
      const second = send(command.bytes);
      return second.sw === SW.securityStatusNotSatisfied ? word(SW.ok) : second;
    },
  });

export const ACCESS_FAULTS: readonly Exhibit[] = [
  { name: 'READ BINARY does not look at the rules', finds: 'RDB-17', harmless: true, fault: granted(INS.readBinary) },
  {
    name: 'UPDATE BINARY does not look at the rules',
    finds: 'ACC-04',
    harmless: true,
    fault: granted(INS.updateBinary),
  },
  { name: 'DELETE FILE does not look at the rules', finds: 'ACC-08', fault: granted(INS.deleteFile) },
  { name: 'TERMINATE does not look at the rules', finds: 'ACC-09', fault: granted(INS.terminateDf, INS.terminateEf) },
  { name: 'DEACTIVATE FILE does not look at the rules', finds: 'ACC-10', fault: granted(INS.deactivateFile) },
  { name: 'CREATE FILE does not look at the rules', finds: 'ACC-11', fault: granted(INS.createFile) },
  { name: 'READ RECORD does not look at the rules', finds: 'ACC-12', fault: granted(INS.readRecord) },
  { name: 'UPDATE RECORD does not look at the rules', finds: 'ACC-12', fault: granted(INS.updateRecord) },
  { name: 'APPEND RECORD does not look at the rules', finds: 'ACC-12', fault: granted(INS.appendRecord) },
  { name: 'PUT DATA does not look at the rules', finds: 'PDA-01', harmless: true, fault: granted(INS.putData) },
  {
    name: 'one PIN is enough where two are wanted',
    finds: 'LCS-03',
    harmless: true,
    fault: () => {
      let some = false;
      return {
        answer: (command, send) => {
          const answer = send(command.bytes);
          if (isVerify(command)) some = answer.sw === SW.ok;
          if (!some || !isRead(command) || answer.sw !== SW.securityStatusNotSatisfied) return answer;
          send(rightVerify(0x01, command.cla & 3));
          send(rightVerify(0x81, command.cla & 3));
          return send(command.bytes);
        },
        reset: () => {
          some = false;
        },
      };
    },
  },
  {
    name: 'a refusal carries data',
    finds: 'TRN-05',
    harmless: true,
    fault: changing(INS.readBinary, (answer) =>
      answer.sw === SW.securityStatusNotSatisfied ? { ...answer, data: fromHex('0102') } : answer,
    ),
  },
  {
    name: 'the second attempt is granted',
    finds: 'ACC-02',
    harmless: true,
    fault: () => {
      let times = 0;
      return {
        answer: (command, send) => {
          const answer = send(command.bytes);
          if (!isRead(command) || answer.sw !== SW.securityStatusNotSatisfied || ++times % 2 === 1) return answer;
          send(rightVerify(0x01, command.cla & 3));
          send(rightVerify(0x81, command.cla & 3));
          return send(command.bytes);
        },
      };
    },
  },
];
