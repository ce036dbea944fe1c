/** Cards that are wrong about command chaining and logical channels. */
import { concat, fromHex, INS, SW } from '../../../apdu/index.ts';
import { changing, deaf, isVerify, withData, word } from './broken-card.test-support.ts';
import type { Exhibit } from './exhibit.test-support.ts';

export const CHANNEL_FAULTS: readonly Exhibit[] = [
  {
    name: 'a chain survives a reset',
    finds: 'CHN-06',
    harmless: true,
    fault: () => {
      let open: Uint8Array | undefined;
      let after: Uint8Array | undefined;
      return {
        answer: (command, send) => {
          if ((command.cla & 0xf0) === 0x10) open = concat(open ?? new Uint8Array(0), command.data);
          else if (after !== undefined && isVerify(command)) {
            const data = concat(after, command.data);
            after = undefined;
            return send(withData(command, data));
          } else open = undefined;
          return undefined;
        },
        reset: () => {
          after = open;
          open = undefined;
        },
      };
    },
  },
  {
    name: 'chaining is not known though announced',
    finds: 'CHN-04',
    harmless: true,
    fault: () => ({
      answer: ({ cla }) => ((cla & 0xf0) === 0x10 ? word(SW.chainingNotSupported) : undefined),
    }),
  },
  {
    name: 'channels share the current file',
    finds: 'LCS-01',
    harmless: true,
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        if (command.ins === INS.select && (command.cla & 3) !== 0 && command.cla < 4)
          send(concat(fromHex('00'), command.bytes.subarray(1)));
        return answer;
      },
    }),
  },
  {
    name: 'a channel that is not open is used',
    finds: 'LCH-12',
    harmless: true,
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        return answer.sw === SW.channelNotSupported ? send(concat(fromHex('00'), command.bytes.subarray(1))) : answer;
      },
    }),
  },
  {
    name: 'an open channel is opened again',
    finds: 'LCH-06',
    harmless: true,
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        return command.ins === INS.manageChannel && command.p2 !== 0 && answer.sw === SW.incorrectP1P2
          ? word(SW.ok)
          : answer;
      },
    }),
  },
  {
    name: 'closing does not close',
    finds: 'LCH-03',
    harmless: true,
    fault: deaf(({ ins, p1 }) => ins === INS.manageChannel && p1 === 0x80),
  },
  {
    name: 'the basic channel is closed',
    finds: 'LCH-05',
    harmless: true,
    fault: () => ({
      answer: (command) =>
        command.ins === INS.manageChannel && command.p1 === 0x80 && command.p2 === 0 && command.cla === 0
          ? word(SW.ok)
          : undefined,
    }),
  },
  {
    name: 'one channel less than announced',
    finds: 'LCH-07',
    harmless: true,
    fault: () => ({
      answer: (command, send) => {
        if (command.ins !== INS.manageChannel || command.p1 !== 0) return undefined;
        const answer = send(command.bytes);
        if (answer.data[0] !== 3) return answer;
        send(fromHex('00708003'));
        return word(SW.functionNotSupported);
      },
    }),
  },
  {
    name: 'every open channel has the same number',
    finds: 'LCH-07',
    harmless: true,
    fault: changing(INS.manageChannel, (answer) =>
      answer.data.length === 1 ? { ...answer, data: fromHex('01') } : answer,
    ),
  },
  {
    name: 'channels survive a reset',
    finds: 'LCH-12',
    harmless: true,
    fault: () => {
      let open = false;
      return {
        answer: (command, send) => {
          const answer = send(command.bytes);
          if (command.ins === INS.manageChannel && answer.data[0] === 1) open = true;
          return answer;
        },
        reset: (card) => {
          if (open) card.transmit(fromHex('0070000100'.slice(0, 8)));
          open = false;
        },
      };
    },
  },
  {
    name: 'a new channel begins where the basic one is',
    finds: 'LCH-10',
    harmless: true,
    fault: () => {
      let path: Uint8Array | undefined;
      return {
        answer: (command, send) => {
          const answer = send(command.bytes);
          if (command.ins === INS.select && command.cla === 0 && answer.sw === SW.ok && command.data[0] === 0x7f)
            path = command.data;
          if (
            command.ins === INS.manageChannel &&
            answer.data.length === 1 &&
            path !== undefined &&
            command.cla === 0
          ) {
            send(concat(Uint8Array.of(answer.data[0]!), fromHex('A4000C02'), path));
          }
          return answer;
        },
      };
    },
  },
  {
    name: 'the environment is common to all channels',
    finds: 'LCS-05',
    harmless: true,
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        if (command.ins === INS.manageSecurityEnvironment && command.cla === 0 && answer.sw === SW.ok) {
          for (const cla of [1, 2, 3]) send(concat(Uint8Array.of(cla), command.bytes.subarray(1)));
        }
        return answer;
      },
    }),
  },
  {
    name: 'after a reset a DF is current',
    finds: 'LCH-10',
    harmless: true,
    fault: () => ({
      reset: (card) => {
        card.transmit(fromHex('00A4000C027F01'));
      },
    }),
  },
];
