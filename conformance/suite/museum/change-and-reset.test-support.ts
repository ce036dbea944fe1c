/** Cards that are wrong about CHANGE REFERENCE DATA, RESET RETRY COUNTER and blocked codes. */

import { concat, fromHex, INS, SW, sameBytes, startsWith } from '../../../apdu/index.ts';
import { changing, deaf, isVerify, padded, SPARE, SPARE_PUK, withData, word } from './broken-card.test-support.ts';
import type { Exhibit } from './exhibit.test-support.ts';
import { isWrong, keepingP2, valueOfPin } from './faults.test-support.ts';

const PUK_OF_01 = padded('12345678');

const codeOf = (p2: number): Uint8Array => (p2 === 0x81 ? SPARE_PUK : PUK_OF_01);

export const CHANGE_AND_RESET_FAULTS: readonly Exhibit[] = [
  {
    name: 'a blocked PIN accepts its right value',
    finds: 'BLK-07',
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        if (!isVerify(command) || answer.sw !== 0x6983 || !sameBytes(command.data, valueOfPin(command.p2)))
          return answer;
        const p2 = keepingP2(command);
        send(concat(fromHex('002C00'), Uint8Array.of(p2, 32), codeOf(p2), valueOfPin(p2)));
        return send(command.bytes);
      },
    }),
  },
  {
    name: 'a blocked PIN is free again after a loss of power',
    finds: 'BLK-03',
    fault: () => {
      let blocked = false;
      return {
        answer: (command, send) => {
          const answer = send(command.bytes);
          if (command.ins === INS.verify && command.p2 === 0x81) blocked = answer.sw === 0x6983;
          return answer;
        },
        reset: (card) => {
          if (blocked) card.transmit(concat(fromHex('002C008120'), SPARE_PUK, SPARE));
          blocked = false;
        },
      };
    },
  },
  {
    name: 'CHANGE does not look at the old value',
    finds: 'CRD-02',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.changeReferenceData && command.p1 === 0 && command.data.length === 32
          ? send(withData(command, concat(valueOfPin(command.p2), command.data.subarray(16))))
          : undefined,
    }),
  },
  {
    name: 'CHANGE takes a verification for the old value',
    finds: 'CRD-03',
    harmless: true,
    fault: () => {
      let verified = false;
      return {
        answer: (command, send) => {
          if (verified && command.ins === INS.changeReferenceData && command.data.length === 32) {
            return send(withData(command, concat(valueOfPin(command.p2), command.data.subarray(16))));
          }
          const answer = send(command.bytes);
          if (isVerify(command)) verified = answer.sw === SW.ok;
          return answer;
        },
        reset: () => {
          verified = false;
        },
      };
    },
  },
  {
    name: 'CHANGE with P1 01 needs no old value',
    finds: 'CRD-04',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.changeReferenceData && command.p1 === 1 && command.data.length === 16
          ? send(concat(fromHex('002400'), Uint8Array.of(command.p2, 32), valueOfPin(command.p2), command.data))
          : undefined,
    }),
  },
  {
    name: 'CHANGE does not count a wrong old value',
    finds: 'CRD-02',
    harmless: true,
    fault: () => ({
      answer: (command, _send) =>
        command.ins === INS.changeReferenceData &&
        command.data.length === 32 &&
        !sameBytes(command.data.subarray(0, 16), valueOfPin(command.p2))
          ? word(0x63c2)
          : undefined,
    }),
  },
  {
    name: 'CHANGE says done and changes nothing',
    finds: 'CRD-10',
    fault: deaf(
      ({ ins, p1, data }) =>
        ins === INS.changeReferenceData && p1 === 0 && data.length === 32 && startsWith(data, SPARE),
    ),
  },
  {
    name: 'CHANGE takes a PIN that is too short',
    finds: 'CRD-12',
    fault: () => ({
      answer: (command) =>
        command.ins === INS.changeReferenceData && command.data.length === 32 && command.data[18] === 0
          ? word(SW.ok)
          : undefined,
    }),
  },
  {
    name: 'any PUK is right',
    finds: 'RRC-05',
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.resetRetryCounter && command.data.length === 32
          ? send(withData(command, concat(codeOf(command.p2), command.data.subarray(16))))
          : undefined,
    }),
  },
  {
    name: 'the PUK is compared by its first four digits',
    finds: 'RRC-02',
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.resetRetryCounter &&
        command.data.length === 32 &&
        startsWith(command.data, codeOf(command.p2).subarray(0, 4))
          ? send(withData(command, concat(codeOf(command.p2), command.data.subarray(16))))
          : undefined,
    }),
  },
  {
    name: 'a wrong PUK does not count',
    finds: 'RRC-09',
    fault: () => ({
      answer: (command) =>
        command.ins === INS.resetRetryCounter &&
        command.data.length === 32 &&
        !startsWith(command.data, codeOf(command.p2).subarray(0, 8))
          ? word(0x63c4)
          : undefined,
    }),
  },
  {
    name: 'a wrong PUK counts on the PIN',
    finds: 'RRC-02',
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        if (command.ins === INS.resetRetryCounter && isWrong(answer.sw))
          send(concat(fromHex('002000'), Uint8Array.of(command.p2, 16), padded('000000')));
        return answer;
      },
    }),
  },
  {
    name: 'a blocked PUK accepts its right value',
    finds: 'RRC-14',
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        const right = command.ins === INS.resetRetryCounter && startsWith(command.data, codeOf(command.p2));
        return right && answer.sw === 0x6983 ? word(SW.ok) : answer;
      },
    }),
  },
  {
    name: 'the PUK verifies the PIN',
    finds: 'RRC-04',
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        if (command.ins === INS.resetRetryCounter && answer.sw === SW.ok)
          send(concat(fromHex('002000'), Uint8Array.of(command.p2, 16), command.data.subarray(16)));
        return answer;
      },
    }),
  },
  {
    name: 'the PUK gives back one try less',
    finds: 'RRC-01',
    fault: changing(INS.resetRetryCounter, (answer, { p2 }, send) => {
      if (answer.sw === SW.ok) send(concat(fromHex('002000'), Uint8Array.of(p2, 16), padded('000000')));
      return answer;
    }),
  },
  {
    name: 'RESET RETRY COUNTER keeps the old value',
    finds: 'RRC-06',
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.resetRetryCounter &&
        command.data.length === 32 &&
        startsWith(command.data, codeOf(command.p2))
          ? send(withData(command, concat(codeOf(command.p2), valueOfPin(command.p2))))
          : undefined,
    }),
  },
  {
    name: 'RESET RETRY COUNTER needs no code with P1 03',
    finds: 'RRC-08',
    fault: deaf(({ ins, p1 }) => ins === INS.resetRetryCounter && p1 === 3),
  },
];
