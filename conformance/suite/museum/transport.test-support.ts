/** Cards that are wrong about class, length, GET RESPONSE, extended length, and what any answer is. */

import { concat, encodeCommand, fromHex, INS, SW } from '../../../apdu/index.ts';
import { changing, withData, word, wordInstead } from './broken-card.test-support.ts';
import type { Exhibit } from './exhibit.test-support.ts';

export const TRANSPORT_FAULTS: readonly Exhibit[] = [
  {
    name: 'GET CHALLENGE answers the same again',
    finds: 'GCH-02',
    harmless: true,
    fault: changing(INS.getChallenge, (answer) => ({ ...answer, data: answer.data.fill(0x5a) })),
  },
  {
    name: 'GET CHALLENGE begins anew at each power-on',
    finds: 'GCH-03',
    harmless: true,
    fault: () => {
      let count = 0;
      return {
        answer: (command, send) => {
          if (command.ins !== INS.getChallenge) return undefined;
          const answer = send(command.bytes);
          count++;
          return { ...answer, data: answer.data.map((_, i) => (((count * 37 + i) * 2654435761) >>> 13) & 0xff) };
        },
        reset: () => {
          count = 0;
        },
      };
    },
  },
  {
    name: 'GET CHALLENGE is a byte short',
    finds: 'GCH-01',
    harmless: true,
    fault: changing(INS.getChallenge, (answer) => ({ ...answer, data: answer.data.subarray(1) })),
  },
  {
    name: 'GET CHALLENGE has a bit that is never set',
    finds: 'GCH-04',
    harmless: true,
    fault: changing(INS.getChallenge, (answer) => ({ ...answer, data: answer.data.map((byte) => byte & 0xfb) })),
  },
  {
    name: 'an unknown instruction is told as 6E00',
    finds: 'RDB-16',
    harmless: true,
    fault: wordInstead(0x6d00, 0x6e00),
  },
  { name: 'an unknown instruction is done', finds: 'INS-01', harmless: true, fault: wordInstead(0x6d00, 0x9000) },
  { name: 'a class that is none is told as 6D00', finds: 'CLA-01', harmless: true, fault: wordInstead(0x6e00, 0x6d00) },
  {
    name: 'reserved classes are taken for 00',
    finds: 'CLA-02',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        command.cla >= 0x20 && command.cla < 0x40 ? send(concat(fromHex('00'), command.bytes.subarray(1))) : undefined,
    }),
  },
  {
    name: 'secure messaging bits are passed over',
    finds: 'CLA-03',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        command.cla === 0x0c ? send(concat(fromHex('00'), command.bytes.subarray(1))) : undefined,
    }),
  },
  { name: 'Lc errors are told as 6A87', finds: 'LEN-03', harmless: true, fault: wordInstead(0x6700, 0x6a87) },
  {
    name: 'bytes behind the data are passed over',
    finds: 'LEN-01',
    harmless: true,
    fault: () => ({
      answer: ({ bytes }, send) => {
        const answer = send(bytes);
        return answer.sw === SW.wrongLength && bytes.length > 6 + bytes[4]! && bytes[4] !== 0
          ? send(bytes.subarray(0, 5 + bytes[4]!))
          : answer;
      },
    }),
  },
  { name: 'status word 6F00', finds: 'RDR-14', harmless: true, fault: wordInstead(0x6a86, 0x6f00) },
  {
    name: 'an answer is longer than Le',
    finds: 'SEL-29',
    harmless: true,
    fault: changing(INS.select, (answer, { bytes }, send) =>
      bytes.at(-1) === 4 && answer.sw >> 8 === 0x61 ? send(concat(bytes.subarray(0, -1), fromHex('00'))) : answer,
    ),
  },
  {
    name: '61XX tells one byte too many',
    finds: 'GRS-01',
    harmless: true,
    fault: () => ({
      answer: ({ bytes }, send) => {
        const answer = send(bytes);
        return answer.sw >> 8 === 0x61 && answer.sw !== 0x6100 ? { ...answer, sw: answer.sw + 1 } : answer;
      },
    }),
  },
  {
    name: 'GET RESPONSE begins at the begin',
    finds: 'GRS-02',
    harmless: true,
    fault: () => {
      let first = new Uint8Array(0);
      return {
        answer: (command, send) => {
          const answer = send(command.bytes);
          if (answer.sw >> 8 === 0x61 && command.ins !== INS.getResponse) first = answer.data.slice();
          return command.ins === INS.getResponse && answer.sw === SW.ok && first.length > 0
            ? { ...answer, data: concat(first, answer.data).subarray(0, answer.data.length) }
            : answer;
        },
      };
    },
  },
  {
    name: 'what waits is kept through other commands',
    finds: 'GRS-04',
    harmless: true,
    fault: () => {
      let kept: Uint8Array | undefined;
      return {
        answer: (command, send) => {
          const answer = send(command.bytes);
          if (answer.sw >> 8 === 0x61) kept = fromHex('0102');
          if (command.ins === INS.getResponse && answer.sw === SW.conditionsNotSatisfied && kept !== undefined)
            return word(SW.ok, kept);
          return answer;
        },
      };
    },
  },
  {
    name: 'extended length is cut to a byte',
    finds: 'EXT-02',
    harmless: true,
    fault: () => ({
      answer: ({ bytes }, send) => {
        const answer = send(bytes);
        return bytes.length >= 7 && bytes[4] === 0 && answer.data.length > 256
          ? { ...answer, data: answer.data.subarray(0, 256) }
          : answer;
      },
    }),
  },
  {
    name: 'extended length is not known though announced',
    finds: 'EXT-01',
    harmless: true,
    fault: () => ({
      answer: ({ bytes }) => (bytes.length >= 7 && bytes[4] === 0 ? word(SW.wrongLength) : undefined),
    }),
  },
  {
    name: 'extended Lc with a short Le is taken',
    finds: 'EXT-04',
    harmless: true,
    fault: () => ({
      answer: ({ bytes }, send) =>
        bytes.length === 10 && bytes[4] === 0 && bytes[6] === 2
          ? send(encodeCommand({ ins: bytes[1]!, p2: 4, data: bytes.slice(7, 9), ne: 256 }))
          : undefined,
    }),
  },
  {
    name: 'only the last link of a chain counts',
    finds: 'DEC-01',
    harmless: true,
    fault: () => ({
      answer: (command, send) => {
        if ((command.cla & 0xf0) !== 0x10) return undefined;
        send(fromHex('00B0000001'));
        return word(SW.ok);
      },
    }),
  },
  {
    name: 'links of a chain are in the wrong order',
    finds: 'PSO-05',
    harmless: true,
    fault: () => {
      let links: Uint8Array[] = [];
      return {
        answer: (command, send) => {
          if ((command.cla & 0xf0) === 0x10) {
            links.push(command.data.slice());
            return word(SW.ok);
          }
          if (links.length === 0) return undefined;
          const data = concat(command.data, ...links.reverse());
          links = [];
          return send(withData(command, data));
        },
      };
    },
  },
  {
    name: 'a chain survives other commands',
    finds: 'PSO-05',
    harmless: true,
    fault: () => {
      let links = new Map<number, Uint8Array>();
      return {
        answer: (command, send) => {
          if ((command.cla & 0xf0) === 0x10) {
            links.set(command.ins, concat(links.get(command.ins) ?? new Uint8Array(0), command.data));
            return word(SW.ok);
          }
          const before = links.get(command.ins);
          if (before === undefined || command.data.length === 0) return undefined;
          links.delete(command.ins);
          return send(withData(command, concat(before, command.data)));
        },
        reset: () => {
          links = new Map();
        },
      };
    },
  },
  {
    name: 'an EF.DIR entry that cannot be selected',
    finds: 'DIR-02',
    harmless: true,
    fault: changing(INS.select, (answer, { p1, data }) =>
      p1 === 0x04 && data.at(-1) === 0x02 ? word(SW.fileNotFound) : answer,
    ),
  },
  {
    name: 'the check byte of the ATR is wrong',
    finds: 'ATR-01',
    harmless: true,
    fault: () => ({ instead: (_, atr) => atr.map((byte, i) => (i === atr.length - 1 ? byte ^ 1 : byte)) }),
  },
];
