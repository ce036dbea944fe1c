/** Cards that are wrong about VERIFY and about whether verification is required. */

import { fromHex, INS, SW, sameBytes, startsWith } from '../../../apdu/index.ts';
import {
  changing,
  deaf,
  type Fault,
  isAsking,
  isVerify,
  padded,
  rightVerify,
  type Seen,
  withData,
  withHeader,
  word,
  wordInstead,
} from './broken-card.test-support.ts';
import type { Exhibit } from './exhibit.test-support.ts';
import { isWrong, keepingP2, survivingReset, valueOfPin } from './faults.test-support.ts';

/** Remembers what a channel has verified and forgets too late. */
const remembering =
  (forgets: (command: Seen, sw: number) => boolean, atReset: boolean): Fault =>
  () => {
    let verified = new Set<number>();
    return {
      answer: (command, send) => {
        if (isVerify(command)) {
          const answer = send(command.bytes);
          if (answer.sw === SW.ok) verified.add(command.p2);
          else if (forgets(command, answer.sw)) verified.delete(command.p2);
          return answer;
        }
        if (isAsking(command) && verified.has(command.p2)) return word(SW.ok);
        const answer = send(command.bytes);
        if (answer.sw !== SW.securityStatusNotSatisfied) return answer;
        for (const p2 of verified) send(rightVerify(p2, command.cla & 0x03));
        return send(command.bytes);
      },
      reset: () => {
        if (atReset) verified = new Set();
      },
    };
  };

export const VERIFY_FAULTS: readonly Exhibit[] = [
  {
    name: 'an empty VERIFY spends a try',
    finds: 'VER-02',
    harmless: true,
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        if (isAsking(command) && isWrong(answer.sw)) send(withData(command, padded('000000')));
        return answer;
      },
    }),
  },
  {
    name: 'an empty VERIFY spends a try and tells what is left then',
    finds: 'VER-02',
    harmless: true,
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        return isAsking(command) && isWrong(answer.sw) ? send(withData(command, padded('000000'))) : answer;
      },
    }),
  },
  {
    name: 'a wrong PIN costs two tries',
    finds: 'EXT-11',
    harmless: true,
    fault: changing(INS.verify, (answer, command, send) =>
      isVerify(command) && isWrong(answer.sw) ? send(command.bytes) : answer,
    ),
  },
  {
    name: 'a wrong PIN costs nothing',
    finds: 'VER-12',
    harmless: true,
    fault: () => ({
      answer: (command, send) => {
        if (!isVerify(command) || command.cla > 3) return undefined;
        const answer = send(command.bytes);
        if (isWrong(answer.sw)) {
          send(rightVerify(keepingP2(command), command.cla));
          // The status is dropped by a second wrong value, which the next right one pays for.
          return word(0x63c3);
        }
        return answer;
      },
    }),
  },
  {
    name: 'the counter tells one more than there are',
    finds: 'VER-05',
    harmless: true,
    fault: changing(INS.verify, (answer, command) =>
      isVerify(command) && answer.sw >> 4 === 0x63c ? word(answer.sw + 1) : answer,
    ),
  },
  {
    name: 'an empty VERIFY tells always three',
    finds: 'CHN-10',
    harmless: true,
    fault: changing(INS.verify, (answer, command) =>
      isAsking(command) && answer.sw >> 4 === 0x63c ? word(0x63c3) : answer,
    ),
  },
  {
    name: 'the right PIN does not give the tries back',
    finds: 'VER-06',
    harmless: true,
    fault: () => {
      // The card itself counts well; what it tells is less by what should have been given back.
      let owed = 0;
      let wrong = 0;
      return {
        answer: (command, send) => {
          if (command.ins !== INS.verify || command.p2 !== 0x01) return undefined;
          const answer = send(command.bytes);
          if (isVerify(command) && answer.sw === SW.ok) {
            owed += wrong;
            wrong = 0;
          }
          if (isVerify(command) && isWrong(answer.sw)) wrong++;
          return answer.sw >> 4 === 0x63c ? word(Math.max(0x63c0, answer.sw - owed)) : answer;
        },
      };
    },
  },
  {
    name: 'any PIN is right',
    finds: 'CLA-01',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        isVerify(command) ? send(rightVerify(keepingP2(command), command.cla & 3)) : undefined,
    }),
  },
  {
    name: 'the PIN is compared by its first four characters',
    finds: 'VER-06',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        isVerify(command) && startsWith(command.data, valueOfPin(command.p2).subarray(0, 4))
          ? send(rightVerify(keepingP2(command), command.cla & 3))
          : undefined,
    }),
  },
  {
    name: 'the PIN is compared as far as it was sent',
    finds: 'VER-14',
    harmless: true,
    fault: () => ({
      answer: (command, send) => {
        const sent = command.data.filter((byte) => byte !== 0);
        return isVerify(command) && startsWith(valueOfPin(command.p2), sent)
          ? send(rightVerify(keepingP2(command), command.cla & 3))
          : undefined;
      },
    }),
  },
  {
    name: 'what is behind the PIN does not count',
    finds: 'VER-16',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        isVerify(command) && startsWith(command.data, valueOfPin(command.p2).subarray(0, 6))
          ? send(rightVerify(keepingP2(command), command.cla & 3))
          : undefined,
    }),
  },
  {
    name: 'the first character does not count',
    finds: 'VER-11',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        isVerify(command) && sameBytes(command.data.subarray(1, 16), valueOfPin(command.p2).subarray(1))
          ? send(rightVerify(keepingP2(command), command.cla & 3))
          : undefined,
    }),
  },
  {
    name: 'a PIN of zeroes is right',
    finds: 'VER-13',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        isVerify(command) && command.data.every((byte) => byte === 0)
          ? send(rightVerify(keepingP2(command), command.cla & 3))
          : undefined,
    }),
  },
  {
    name: 'the status survives a reset',
    finds: 'VER-03',
    harmless: true,
    fault: remembering((_, sw) => isWrong(sw), false),
  },
  {
    name: 'the status survives a warm reset only',
    finds: 'VER-03',
    harmless: true,
    fault: survivingReset(false),
  },
  { name: 'the status survives a wrong PIN', finds: 'CHN-05', harmless: true, fault: remembering(() => false, true) },
  {
    name: 'a verification of PIN 01 is one of PIN 81',
    finds: 'CHN-02',
    harmless: true,
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        if (isVerify(command) && command.p2 === 0x01 && answer.sw === SW.ok) send(rightVerify(0x81, command.cla & 3));
        return answer;
      },
    }),
  },
  {
    name: 'an unknown PIN is told as blocked',
    finds: 'VER-16',
    harmless: true,
    fault: wordInstead(0x6a88, 0x6983, INS.verify),
  },
  {
    name: 'VERIFY passes over P1',
    finds: 'VER-19',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.verify && command.p1 !== 0 ? send(withHeader(command, { p1: 0 })) : undefined,
    }),
  },
  {
    name: 'VERIFY answers data',
    finds: 'VER-21',
    harmless: true,
    fault: changing(INS.verify, (answer, { data }) =>
      data.length > 0 && answer.sw === SW.ok ? word(SW.ok, fromHex('00')) : answer,
    ),
  },
  {
    name: 'a counter is full again after a reset',
    finds: 'VER-08',
    harmless: true,
    fault: () => {
      let wrong = false;
      return {
        answer: (command, send) => {
          const answer = send(command.bytes);
          if (isVerify(command) && command.p2 === 0x01) wrong = isWrong(answer.sw);
          return answer;
        },
        reset: (card) => {
          if (wrong) {
            card.transmit(rightVerify());
            card.reset();
          }
          wrong = false;
        },
      };
    },
  },
  {
    name: 'DISABLE takes any value',
    finds: 'DVR-02',
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.disableVerificationRequirement
          ? send(withData(command, valueOfPin(command.p2)))
          : undefined,
    }),
  },
  {
    name: 'ENABLE says done and does nothing',
    finds: 'EVR-01',
    fault: deaf(({ ins }) => ins === INS.enableVerificationRequirement),
  },
];
