/** Cards that are wrong about SELECT, EF.DIR and control information. */

import { concat, fromHex, INS, parseTlvs, SW, tlv } from '../../../apdu/index.ts';
import { changing, deaf, type Fault, withData, withHeader, word, wordInstead } from './broken-card.test-support.ts';
import type { Exhibit } from './exhibit.test-support.ts';
import { isRead, plusOne, templateIn } from './faults.test-support.ts';

/** A template of SELECT with its objects changed. */
function retold(
  answer: { data: Uint8Array; sw: number },
  change: (tag: number, value: Uint8Array) => Uint8Array | undefined,
) {
  const template = templateIn(answer);
  if (template === undefined) return answer;
  const objects = parseTlvs(template.value).flatMap(({ tag, value }) => {
    const other = change(tag, value);
    return other === undefined ? [] : [tlv(tag, other)];
  });
  return { ...answer, data: tlv(template.tag, ...objects) };
}

const retelling = (change: (tag: number, value: Uint8Array) => Uint8Array | undefined): Fault =>
  changing(INS.select, (answer) => retold(answer, change));

export const SELECT_FAULTS: readonly Exhibit[] = [
  {
    name: 'SELECT finds what is not there',
    finds: 'DIR-03',
    harmless: true,
    fault: wordInstead(0x6a82, 0x9000, INS.select),
  },
  {
    name: 'what is not found is told as 6A88',
    finds: 'SEL-06',
    harmless: true,
    fault: wordInstead(0x6a82, 0x6a88, INS.select),
  },
  {
    name: 'a SELECT that fails selects the MF',
    finds: 'SEL-24',
    harmless: true,
    fault: changing(INS.select, (answer, { cla }, send) => {
      if (answer.sw === SW.fileNotFound) send(Uint8Array.of(cla, 0xa4, 0x00, 0x0c, 0x02, 0x3f, 0x00));
      return answer;
    }),
  },
  {
    name: 'P1 03 stays where it is',
    finds: 'SEL-09',
    harmless: true,
    fault: deaf(({ ins, p1 }) => ins === INS.select && p1 === 0x03),
  },
  {
    name: 'a path passes over what is not there',
    finds: 'SEL-20',
    harmless: true,
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        if (
          command.ins !== INS.select ||
          command.p1 !== 0x08 ||
          answer.sw !== SW.fileNotFound ||
          command.data.length < 4
        )
          return answer;
        return send(concat(withData(command, command.data.subarray(0, 2)), fromHex('00')));
      },
    }),
  },
  {
    name: 'a path goes to the MF’s file of the last identifier',
    finds: 'SEL-21',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.select && command.p1 === 0x08 && command.data.length > 2
          ? send(concat(command.bytes.subarray(0, 4), fromHex('02'), command.data.subarray(0, 2), fromHex('00')))
          : undefined,
    }),
  },
  {
    name: 'partial names are not found',
    finds: 'SEL-15',
    harmless: true,
    fault: () => ({
      answer: (command) =>
        command.ins === INS.select && command.p1 === 0x04 && command.data.length === 9
          ? word(SW.fileNotFound)
          : undefined,
    }),
  },
  {
    name: '"next occurrence" finds the first again',
    finds: 'SEL-16',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.select && command.p1 === 0x04 && command.p2 === 0x02
          ? send(withHeader(command, { p2: 0 }))
          : undefined,
    }),
  },
  {
    name: 'names longer than there are are found',
    finds: 'SEL-14',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.select && command.p1 === 0x04 && command.data.length === 11
          ? send(concat(withData(command, command.data.subarray(0, 10)), fromHex('00')))
          : undefined,
    }),
  },
  {
    name: 'tag 84 is the cut name',
    finds: 'SEL-15',
    harmless: true,
    fault: changing(INS.select, (answer, { p1, data }) =>
      p1 === 0x04 ? retold(answer, (tag, value) => (tag === 0x84 ? data : value)) : answer,
    ),
  },
  {
    name: 'selecting a DF leaves the EF current',
    finds: 'SEL-25',
    harmless: true,
    fault: () => {
      let ef: Uint8Array | undefined;
      return {
        answer: (command, send) => {
          const answer = send(command.bytes);
          if (command.ins === INS.select && answer.sw === SW.ok && command.data.length === 2) {
            if (command.data[0]! < 0x10) ef = command.data;
          }
          if (isRead(command) && answer.sw === SW.noCurrentEf && ef !== undefined) {
            if (send(concat(fromHex('00A4020C02'), ef)).sw === SW.ok) return send(command.bytes);
          }
          return answer;
        },
      };
    },
  },
  {
    name: 'the size told is one too many',
    finds: 'FCP-03',
    harmless: true,
    fault: retelling((tag, value) => (tag === 0x81 || tag === 0x80 ? plusOne(value) : value)),
  },
  {
    name: 'the identifier told is another one',
    finds: 'SEL-01',
    harmless: true,
    fault: retelling((tag, value) => (tag === 0x83 ? plusOne(value) : value)),
  },
  {
    name: 'the kind told is another one',
    finds: 'ACC-01',
    harmless: true,
    fault: retelling((tag, value) => (tag === 0x82 && value[0] === 0x01 ? fromHex('02') : value)),
  },
  {
    name: 'a deactivated file tells that it is active',
    finds: 'LCY-01',
    fault: retelling((tag, value) => (tag === 0x8a ? fromHex('05') : value)),
  },
  {
    name: 'control information is cut short',
    finds: 'FCP-01',
    harmless: true,
    fault: changing(INS.select, (answer) =>
      answer.data.length > 4 ? { ...answer, data: answer.data.subarray(0, answer.data.length - 1) } : answer,
    ),
  },
  {
    name: 'FCI although FCP was asked for',
    finds: 'SEL-27',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.select && command.p2 === 0x04 ? send(withHeader(command, { p2: 0 })) : undefined,
    }),
  },
  {
    name: 'data although none were asked for',
    finds: 'SEL-27',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.select && command.p2 === 0x0c
          ? send(concat(withHeader(command, { p2: 0x04 }), fromHex('00')))
          : undefined,
    }),
  },
  {
    name: 'any P2 of SELECT is taken',
    finds: 'SEL-28',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.select && (command.p2 & 0xf0) !== 0 ? send(withHeader(command, { p2: 0x04 })) : undefined,
    }),
  },
  {
    name: 'reading without an EF is done',
    finds: 'LCS-04',
    harmless: true,
    fault: wordInstead(0x6986, 0x9000, INS.readBinary),
  },
];
