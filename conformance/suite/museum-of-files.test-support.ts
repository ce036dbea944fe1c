/** The museum, second room: files, records, transport, channels, life cycle; and cards that are different, and sound. */
import { concat, encodeCommand, fromHex, INS, parseTlvs, SW, tlv, toHex } from '../../apdu/index.ts';
import {
  changing,
  deaf,
  type Fault,
  isAsking,
  isVerify,
  rightVerify,
  type Seen,
  withData,
  withHeader,
  word,
  wordInstead,
} from './broken-card.test-support.ts';
import type { Exhibit } from './museum.test-support.ts';

const isRead = ({ ins }: Seen): boolean => ins === INS.readBinary;

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

/** The template that SELECT answers; undefined when there is none whole. */
function templateIn({ data }: { readonly data: Uint8Array }) {
  try {
    const [template] = parseTlvs(data);
    return template !== undefined && [0x62, 0x6f].includes(template.tag) ? template : undefined;
  } catch {
    return undefined;
  }
}

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

const plusOne = (bytes: Uint8Array): Uint8Array => bytes.map((byte, i) => (i === bytes.length - 1 ? byte + 1 : byte));

const accessFaults: readonly Exhibit[] = [
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

const fileFaults: readonly Exhibit[] = [
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
    name: 'reading without an EF is done',
    finds: 'LCS-04',
    harmless: true,
    fault: wordInstead(0x6986, 0x9000, INS.readBinary),
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
  {
    name: 'the next record is the same again',
    finds: 'RDR-07',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.readRecord && (command.p2 & 7) === 2
          ? send(withHeader(command, { p2: (command.p2 & 0xf8) | 0 }))
          : undefined,
    }),
  },
  {
    name: 'the previous record is the next one',
    finds: 'RDR-05',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.readRecord && (command.p2 & 7) === 3
          ? send(withHeader(command, { p2: (command.p2 & 0xf8) | 2 }))
          : undefined,
    }),
  },
  {
    name: 'the last record is the first one',
    finds: 'RDR-03',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.readRecord && (command.p2 & 7) === 1
          ? send(withHeader(command, { p2: command.p2 & 0xf8 }))
          : undefined,
    }),
  },
  {
    name: 'an absent record is told as 6A82',
    finds: 'RDR-02',
    harmless: true,
    fault: wordInstead(0x6a83, 0x6a82, INS.readRecord),
  },
  {
    name: 'an absent record is empty',
    finds: 'RDR-15',
    harmless: true,
    fault: wordInstead(0x6a83, 0x9000, INS.readRecord),
  },
  {
    name: 'reading by number moves the current record',
    finds: 'RDR-07',
    harmless: true,
    fault: () => {
      let moved: number | undefined;
      return {
        answer: (command, send) => {
          if (command.ins === INS.readRecord && (command.p2 & 7) === 4) moved = command.p1;
          else if (command.ins !== INS.readRecord) moved = undefined;
          else if ((command.p2 & 7) === 2 && moved !== undefined)
            return send(withHeader(command, { p1: moved + 1, p2: (command.p2 & 0xf8) | 4 }));
          return undefined;
        },
      };
    },
  },
  {
    name: 'UPDATE RECORD changes the first one',
    finds: 'UPR-01',
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.updateRecord && command.p1 > 1 ? send(withHeader(command, { p1: 1 })) : undefined,
    }),
  },
  {
    name: 'a cyclic EF is linear',
    finds: 'APR-03',
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.createFile && toHex(command.data).includes('820506')
          ? send(withData(command, fromHex(toHex(command.data).replace('820506', '820502'))))
          : undefined,
    }),
  },
  { name: 'APPEND RECORD in a full EF is done', finds: 'APR-02', fault: wordInstead(0x6a84, 0x9000, INS.appendRecord) },
  {
    name: 'an unknown data object is empty',
    finds: 'GDA-01',
    harmless: true,
    fault: wordInstead(0x6a88, 0x9000, INS.getData),
  },
  {
    name: 'an unknown data object is told as 6A82',
    finds: 'GDA-03',
    harmless: true,
    fault: wordInstead(0x6a88, 0x6a82, INS.getData),
  },
  {
    name: 'PUT DATA says done and keeps the old value',
    finds: 'PDA-02',
    fault: deaf(({ ins }) => ins === INS.putData),
  },
  {
    name: 'GET DATA answers the whole object',
    finds: 'GDA-02',
    harmless: true,
    fault: changing(INS.getData, (answer, { p1, p2 }) =>
      answer.sw === SW.ok && p1 === 0xdf ? { ...answer, data: tlv(p1 * 256 + p2, answer.data) } : answer,
    ),
  },
];

const lifeFaults: readonly Exhibit[] = [
  {
    name: 'CREATE FILE of an identifier that is taken is done',
    finds: 'CRF-03',
    fault: wordInstead(0x6a89, 0x9000, INS.createFile),
  },
  { name: 'CREATE FILE takes a broken template', finds: 'CRF-05', fault: wordInstead(0x6a80, 0x9000, INS.createFile) },
  {
    name: 'DELETE FILE says done and leaves the file',
    finds: 'DEL-03',
    fault: deaf(({ ins }) => ins === INS.deleteFile),
  },
  {
    name: 'DEACTIVATE says done and does nothing',
    finds: 'ACC-10',
    fault: deaf(({ ins }) => ins === INS.deactivateFile),
  },
  {
    name: 'a deactivated file is read',
    finds: 'LCY-02',
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        return isRead(command) && answer.sw === SW.conditionsNotSatisfied ? word(SW.ok, new Uint8Array(8)) : answer;
      },
    }),
  },
  {
    name: 'a deactivated file is selected without a warning',
    finds: 'LCY-03',
    fault: wordInstead(0x6283, 0x9000, INS.select),
  },
  {
    name: 'TERMINATE says done and does nothing',
    finds: 'LCY-09',
    fault: deaf(({ ins }) => ins === INS.terminateEf || ins === INS.terminateDf),
  },
  {
    name: 'a terminated file can be activated',
    finds: 'LCY-07',
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        return command.ins === INS.activateFile && answer.sw === SW.conditionsNotSatisfied ? word(SW.ok) : answer;
      },
    }),
  },
  { name: 'ACTIVATE says done and does nothing', finds: 'ACC-14', fault: deaf(({ ins }) => ins === INS.activateFile) },
];

const transportFaults: readonly Exhibit[] = [
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

export const EXHIBITS_OF_FILES: readonly Exhibit[] = [
  ...accessFaults,
  ...fileFaults,
  ...lifeFaults,
  ...transportFaults,
];

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
