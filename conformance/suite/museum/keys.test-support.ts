/** Cards that are wrong about keys: MANAGE SECURITY ENVIRONMENT, PERFORM SECURITY OPERATION, GENERATE. */

import { concat, fromHex, INS, SW, toHex } from '../../../apdu/index.ts';
import {
  changing,
  type Fault,
  rightVerify,
  withData,
  withHeader,
  word,
  wordInstead,
} from './broken-card.test-support.ts';
import type { Exhibit } from './exhibit.test-support.ts';

/** Runs a command with the PIN of its channel verified, as a card does that forgot to ask. */
const asIfVerified =
  (...ins: readonly number[]): Fault =>
  () => ({
    answer: ({ ins: asked, bytes, cla }, send) => {
      if (!ins.includes(asked)) return undefined;
      const first = send(bytes);
      if (first.sw !== SW.securityStatusNotSatisfied) return first;
      send(rightVerify(0x01, cla & 0x03));
      send(rightVerify(0x81, cla & 0x03));
      return send(bytes);
    },
  });

const flip = (bytes: Uint8Array, at: number): Uint8Array => bytes.map((byte, i) => (i === at ? byte ^ 0x01 : byte));

export const KEY_FAULTS: readonly Exhibit[] = [
  {
    name: 'keys are used without the PIN',
    finds: 'PSO-01',
    harmless: true,
    fault: asIfVerified(INS.manageSecurityEnvironment, INS.performSecurityOperation),
  },
  {
    name: 'PSO does not ask for the PIN',
    finds: 'PSO-03',
    harmless: true,
    fault: asIfVerified(INS.performSecurityOperation),
  },
  {
    name: 'GENERATE does not ask for the PIN',
    finds: 'GEN-04',
    fault: asIfVerified(INS.manageSecurityEnvironment, INS.generateAsymmetricKeyPair),
  },
  {
    name: 'INTERNAL AUTHENTICATE does not ask for the PIN',
    finds: 'PSO-01',
    harmless: true,
    fault: asIfVerified(INS.manageSecurityEnvironment, INS.internalAuthenticate),
  },
  {
    name: 'a signature has a wrong bit',
    finds: 'CDS-01',
    harmless: true,
    fault: changing(INS.performSecurityOperation, (answer, { p1 }) =>
      p1 === 0x9e && answer.data.length > 40 ? { ...answer, data: flip(answer.data, 40) } : answer,
    ),
  },
  {
    name: 'an RSA signature is cut',
    finds: 'CDS-04',
    harmless: true,
    fault: changing(INS.performSecurityOperation, (answer, { p1 }) =>
      p1 === 0x9e && answer.data.length === 256 ? { ...answer, data: answer.data.slice(0, 255) } : answer,
    ),
  },
  {
    name: 'the same signature for every hash',
    finds: 'MSE-11',
    harmless: true,
    fault: () => {
      let first: Uint8Array | undefined;
      return {
        answer: (command, send) => {
          const answer = send(command.bytes);
          if (command.ins !== INS.performSecurityOperation || command.p1 !== 0x9e || answer.data.length !== 256)
            return answer;
          first ??= answer.data.slice();
          return { ...answer, data: first };
        },
      };
    },
  },
  {
    name: 'another key signs than was set',
    finds: 'MSE-02',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.manageSecurityEnvironment && command.p2 === 0xb6 && toHex(command.data) === '840102'
          ? send(withData(command, fromHex('840101')))
          : undefined,
    }),
  },
  {
    name: 'MSE says done for a key that is not there',
    finds: 'MSE-02',
    harmless: true,
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        return command.ins === INS.manageSecurityEnvironment && answer.sw === SW.referencedDataNotFound
          ? word(SW.ok)
          : answer;
      },
    }),
  },
  {
    name: 'a refused MSE clears the environment',
    finds: 'MSE-05',
    harmless: true,
    fault: () => {
      let cleared = false;
      return {
        answer: (command, send) => {
          if (cleared && command.ins === INS.performSecurityOperation) return word(SW.conditionsNotSatisfied);
          const answer = send(command.bytes);
          if (command.ins === INS.manageSecurityEnvironment) cleared = answer.sw !== SW.ok;
          return answer;
        },
      };
    },
  },
  {
    name: 'MSE takes broken TLV',
    finds: 'MSE-05',
    harmless: true,
    fault: changing(INS.manageSecurityEnvironment, (answer) => (answer.sw === SW.incorrectData ? word(SW.ok) : answer)),
  },
  {
    name: 'MSE takes any template',
    finds: 'MSE-07',
    harmless: true,
    fault: changing(INS.manageSecurityEnvironment, (answer) => (answer.sw === SW.incorrectP1P2 ? word(SW.ok) : answer)),
  },
  {
    name: 'templates share one environment',
    finds: 'MSE-03',
    harmless: true,
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        if (command.ins === INS.manageSecurityEnvironment && command.p2 === 0xb8 && answer.sw === SW.ok)
          send(withHeader(command, { p2: 0xb6 }));
        return answer;
      },
    }),
  },
  {
    name: 'the environment survives a reset',
    finds: 'MSE-10',
    harmless: true,
    fault: () => {
      let last: Uint8Array | undefined;
      return {
        answer: (command, send) => {
          const answer = send(command.bytes);
          if (command.ins === INS.manageSecurityEnvironment && command.p2 === 0xb6 && answer.sw === SW.ok)
            last = command.bytes.slice();
          if (
            command.ins === INS.performSecurityOperation &&
            answer.sw === SW.conditionsNotSatisfied &&
            last !== undefined
          ) {
            send(last);
            return send(command.bytes);
          }
          return answer;
        },
      };
    },
  },
  {
    name: 'PSO takes any P1-P2',
    finds: 'PSO-06',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.performSecurityOperation && command.p1 !== 0x80
          ? send(withHeader(command, { p1: 0x9e, p2: 0x9a }))
          : undefined,
    }),
  },
  {
    name: 'no environment is told as security status',
    finds: 'PSO-04',
    harmless: true,
    fault: wordInstead(0x6985, 0x6982, INS.performSecurityOperation),
  },
  {
    name: 'decipher tells which padding is wrong',
    finds: 'DEC-02',
    harmless: true,
    fault: () => {
      let times = 0;
      return {
        answer: (command, send) => {
          const answer = send(command.bytes);
          const refused =
            command.ins === INS.performSecurityOperation && command.p1 === 0x80 && answer.sw === SW.incorrectData;
          return refused ? word(times++ % 2 === 0 ? 0x6a80 : 0x6988) : answer;
        },
      };
    },
  },
  {
    name: 'decipher answers the padded block',
    finds: 'EXT-10',
    harmless: true,
    fault: changing(INS.performSecurityOperation, (answer, { p1 }) =>
      p1 === 0x80 && answer.sw === SW.ok ? { ...answer, data: concat(fromHex('0002'), answer.data) } : answer,
    ),
  },
  {
    name: 'decipher answers data for a wrong padding',
    finds: 'DEC-02',
    harmless: true,
    fault: changing(INS.performSecurityOperation, (answer, { p1 }) =>
      p1 === 0x80 && answer.sw === SW.incorrectData ? word(SW.ok, new Uint8Array(16)) : answer,
    ),
  },
  {
    name: 'GENERATE says done and makes nothing',
    finds: 'GEN-03',
    fault: () => {
      let held: { data: Uint8Array; sw: number } | undefined;
      return {
        answer: (command, send) => {
          if (command.ins !== INS.generateAsymmetricKeyPair) return undefined;
          held ??= send(command.bytes);
          return held;
        },
      };
    },
  },
];
