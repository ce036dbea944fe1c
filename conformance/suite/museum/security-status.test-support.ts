/** Cards that keep a verified PIN where they should forget it, or forget what they should keep. */

import { INS, SW } from '../../../apdu/index.ts';
import { isVerify, rightVerify } from './broken-card.test-support.ts';
import type { Exhibit } from './exhibit.test-support.ts';
import { survivingReset } from './faults.test-support.ts';

export const SECURITY_STATUS_FAULTS: readonly Exhibit[] = [
  {
    name: 'the status survives a loss of power',
    finds: 'SEC-02',
    harmless: true,
    fault: survivingReset(true),
  },
  {
    name: 'the status of one channel counts on all',
    finds: 'LCS-03',
    harmless: true,
    fault: () => {
      let verified = false;
      return {
        answer: (command, send) => {
          const answer = send(command.bytes);
          if (isVerify(command) && command.p2 === 0x01) verified = answer.sw === SW.ok;
          if (!verified || answer.sw !== SW.securityStatusNotSatisfied) return answer;
          send(rightVerify(0x01, command.cla & 3));
          return send(command.bytes);
        },
        reset: () => {
          verified = false;
        },
      };
    },
  },
  {
    name: 'a channel that is opened again is still verified',
    finds: 'LCS-03',
    harmless: true,
    fault: () => {
      const verified = new Set<number>();
      return {
        answer: (command, send) => {
          const answer = send(command.bytes);
          if (isVerify(command) && command.p2 === 0x01 && answer.sw === SW.ok) verified.add(command.cla & 3);
          if (
            command.ins === INS.manageChannel &&
            command.p1 === 0 &&
            answer.sw === SW.ok &&
            verified.has(answer.data[0]!)
          ) {
            send(rightVerify(0x01, answer.data[0]));
          }
          return answer;
        },
        reset: () => verified.clear(),
      };
    },
  },
];
