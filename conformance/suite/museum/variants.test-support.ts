/** Sound cards that are different. */
import { concat, fromHex, INS, parseTlvs, SW, tlv, toHex } from '../../../apdu/index.ts';
import { changing, isAsking, isVerify, word, wordInstead } from './broken-card.test-support.ts';
import type { Exhibit } from './exhibit.test-support.ts';
import { plusOne, templateIn } from './faults.test-support.ts';

/** Historical bytes with other capabilities, and the check byte right. */
const otherAtr =
  (change: (third: number) => number) =>
  (_: unknown, atr: Uint8Array): Uint8Array => {
    const copy = atr.slice();
    const at = toHex(copy).indexOf('73F641') / 2 + 3;
    copy[at] = change(copy[at]!);
    copy[copy.length - 1] = 0;
    copy[copy.length - 1] = copy.subarray(1, -1).reduce((sum, byte) => sum ^ byte, 0);
    return copy;
  };

/** Sound cards that are different. */
export const VARIANTS: readonly Pick<Exhibit, 'name' | 'fault'>[] = [
  { name: 'blocked is 63C0', fault: wordInstead(0x6983, 0x63c0) },
  { name: 'Le that is too long gets 9000', fault: wordInstead(0x6282, 0x9000) },
  {
    name: 'control information has more objects',
    fault: changing(INS.select, (answer) => {
      const template = templateIn(answer);
      if (template === undefined) return answer;
      return {
        ...answer,
        data: tlv(template.tag, template.value, tlv(0x85, fromHex('0102')), tlv(0xa5, tlv(0xc0, fromHex('01')))),
      };
    }),
  },
  {
    name: 'control information in another order',
    fault: changing(INS.select, (answer) => {
      const template = templateIn(answer);
      if (template === undefined) return answer;
      return {
        ...answer,
        data: tlv(
          template.tag,
          ...parseTlvs(template.value)
            .reverse()
            .map(({ tag, value }) => tlv(tag, value)),
        ),
      };
    }),
  },
  {
    name: 'another serial number',
    fault: changing(INS.getData, (answer, { p1, p2 }) =>
      p1 === 0x01 && p2 === 0x00 ? { ...answer, data: plusOne(answer.data) } : answer,
    ),
  },
  {
    name: 'no chaining, and so announced',
    fault: () => ({
      answer: ({ cla }) => ((cla & 0xf0) === 0x10 || (cla & 0xd0) === 0x50 ? word(SW.chainingNotSupported) : undefined),
      instead: otherAtr((third) => third & 0x7f),
    }),
  },
  {
    name: 'no extended length, and so announced',
    fault: () => ({
      answer: ({ bytes }) => (bytes.length >= 7 && bytes[4] === 0 ? word(SW.wrongLength) : undefined),
      instead: otherAtr((third) => third & 0xbf),
    }),
  },
  {
    name: 'no channels, and so announced',
    fault: () => ({
      answer: ({ ins, cla }) =>
        ins === INS.manageChannel
          ? word(SW.instructionNotSupported)
          : (cla & 3) !== 0 && cla < 0x20
            ? word(SW.channelNotSupported)
            : undefined,
      instead: otherAtr((third) => third & 0xe0),
    }),
  },
  {
    name: 'an empty VERIFY tells the tries of a verified PIN as well',
    fault: () => {
      let tries = 0x63c3;
      return {
        answer: (command, send) => {
          const answer = send(command.bytes);
          if (command.ins !== INS.verify || command.p2 !== 1) return answer;
          if (answer.sw >> 4 === 0x63c || answer.sw === 0x6983) tries = answer.sw;
          if (isVerify(command) && answer.sw === SW.ok) tries = 0x63c3;
          return isAsking(command) && answer.sw === SW.ok ? word(tries) : answer;
        },
      };
    },
  },
  {
    name: '6CXX instead of 6282',
    fault: changing(INS.readBinary, (answer) =>
      answer.sw === SW.endOfFile ? word(0x6c00 | answer.data.length) : answer,
    ),
  },
  { name: 'GET RESPONSE is 6D00 when nothing waits', fault: wordInstead(0x6985, 0x6d00, INS.getResponse) },
  { name: 'closing a closed channel is refused', fault: wordInstead(0x6200, 0x6a86, INS.manageChannel) },
  {
    name: 'a file in its state already stays so with 9000',
    fault: () => ({
      answer: (command, send) => {
        if (command.ins !== INS.activateFile && command.ins !== INS.deactivateFile) return undefined;
        const answer = send(command.bytes);
        if (answer.sw !== SW.conditionsNotSatisfied) return answer;
        const state = send(concat(fromHex('00A4000402'), command.data, fromHex('00'))).sw;
        return state === (command.ins === INS.activateFile ? SW.ok : SW.fileDeactivated) ? word(SW.ok) : answer;
      },
    }),
  },
  { name: 'a write past the end is 6A84', fault: wordInstead(0x6b00, 0x6a84, INS.updateBinary) },
  { name: 'a path of odd length is 6700', fault: wordInstead(0x6a87, 0x6700) },
  {
    name: 'an absent parent is 6A80',
    fault: changing(INS.select, (answer, { p1 }) =>
      p1 === 3 && answer.sw === SW.fileNotFound ? word(SW.incorrectData) : answer,
    ),
  },
  {
    name: 'no FMD',
    fault: () => ({
      answer: (command) => (command.ins === INS.select && command.p2 === 0x08 ? word(SW.incorrectP1P2) : undefined),
    }),
  },
  {
    name: 'no INTERNAL AUTHENTICATE',
    fault: () => ({
      answer: (command) => (command.ins === INS.internalAuthenticate ? word(SW.instructionNotSupported) : undefined),
    }),
  },
  {
    name: 'ten milliseconds for each hundredth command',
    fault: () => {
      let count = 0;
      return {
        answer: () => {
          if (++count % 100 === 0) for (const end = performance.now() + 10; performance.now() < end; );
          return undefined;
        },
      };
    },
  },
];
