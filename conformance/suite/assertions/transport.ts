/** Lengths, class bytes, instruction codes, GET RESPONSE, and what holds for every answer. The latter come at the very end. */
import { CardMute, concat, encodeCommand, fromHex, INS, SW } from '../../../apdu/index.ts';
import { type Assertion, group, Inapplicable } from '../assertion.ts';
import type { Bench } from '../bench.ts';
import { CLAUSE } from '../clauses.ts';
import {
  ANSWER,
  computeSignature,
  getChallenge,
  readBinary,
  selectMf,
  setEnvironment,
  TEMPLATE,
  verify,
} from '../commands.ts';
import type { FoundFile } from '../found-files.ts';
import { digestOf, inputFor } from '../found-keys.ts';
import { loginFor } from './key-support.ts';

const readable = (card: Bench, atLeast = 8): FoundFile & { readonly content: Uint8Array } =>
  card.file(
    ({ content }) => content !== undefined && content.length >= atLeast,
    `EF of ${atLeast} bytes that everybody may read`,
  ) as FoundFile & {
    content: Uint8Array;
  };

/** Instruction codes that parts 4, 8 and 9 do not know, and that no interface uses that is known here. */
const UNKNOWN = [
  0x02, 0x06, 0x0a, 0x30, 0x34, 0x38, 0x3c, 0x54, 0x5a, 0x78, 0x7c, 0x8c, 0xa8, 0xb8, 0xbc, 0xc8, 0xf4, 0xf8,
];

export const transport: readonly Assertion[] = [
  ...group(CLAUSE.encodings, [
    {
      id: 'LEN-01',
      level: 'must',
      purpose: 'Lc agrees with the number of bytes',
      criterion: 'a data field that is too short or too long for Lc is refused with 6700',
      words: ['6700'],
      run: async (card) => {
        for (const bytes of ['00A4000C 03 3F00', '00A4000C 05 3F00', '00A4000C 01 3F0000', '00A4000C 02 3F00 0000'])
          await card.raw(fromHex(bytes));
        await card.demand(selectMf(), ['9000', '6283']);
      },
    },
    {
      id: 'LEN-02',
      level: 'must',
      purpose: 'a refusal for the length has no effect',
      criterion: 'after a SELECT that is too long the current EF is read as before',
      words: ['6700'],
      run: async (card) => {
        const file = readable(card);
        await card.goTo(file);
        await card.raw(fromHex('00A4000C 03 3F00'));
        card.same((await card.demand(readBinary(0, 4), ['9000'])).data, file.content.subarray(0, 4), 'what is read');
      },
    },
    {
      id: 'LEN-03',
      level: 'must',
      purpose: 'a command has a header of four bytes',
      criterion: 'three bytes are refused with 6700, or not answered',
      words: ['6700', '6F00', '6D00', '6E00'],
      run: async (card) => {
        await card.raw(fromHex('00A400')).catch(asTheReaderDoes);
      },
    },
    {
      id: 'LEN-04',
      level: 'must',
      purpose: 'a VERIFY whose length is wrong has no effect',
      criterion: 'the right value with an Lc that is too small is refused with 6700, and not verified',
      words: ['6700'],
      run: async (card) => {
        const { reference, value } = card.pin;
        const command = encodeCommand(verify(reference, card.padded(value)));
        command[4] = command[4]! - 2;
        await card.raw(command);
        await card.demand(verify(reference), ['63CX', '6983']);
      },
    },
  ]),

  ...group(CLAUSE.instruction, [
    {
      id: 'INS-01',
      level: 'must',
      purpose: 'instruction codes 6X and 9X are nobody’s',
      criterion: 'refused with 6D00, or as a whole by the reader',
      words: ['6D00'],
      run: async (card) => {
        for (const ins of [0x60, 0x6c, 0x90, 0x9e]) await card.demand(Uint8Array.of(0x00, ins, 0x00, 0x00));
      },
    },
    {
      id: 'INS-02',
      level: 'must',
      destructive: true,
      purpose: 'an instruction that the card does not know is refused as such',
      criterion: '6D00 for codes that no part of the standard defines',
      words: ['6D00'],
      run: async (card) => {
        for (const ins of UNKNOWN) await card.demand(Uint8Array.of(0x00, ins, 0x00, 0x00));
      },
    },
    {
      id: 'INS-03',
      level: 'should',
      destructive: true,
      purpose: 'an unknown instruction is told before its parameters and its length',
      criterion: '6D00 with any P1-P2, with data, and with Le',
      words: ['6D00'],
      run: async (card) => {
        for (const bytes of ['0002FFFF', '00020000 02 0102', '00020000 00', '00021234 01 00 10'])
          await card.demand(fromHex(bytes));
      },
    },
  ]),

  ...group(CLAUSE.classByte, [
    {
      id: 'CLA-01',
      level: 'must',
      purpose: 'class byte FF is nobody’s',
      criterion: '6E00, for SELECT, READ BINARY and an empty VERIFY',
      words: ['6E00'],
      run: async (card) => {
        for (const ins of [INS.select, INS.readBinary, INS.verify])
          await card.demand({ ...selectMf(ANSWER.none), cla: 0xff, ins });
      },
    },
    {
      id: 'CLA-02',
      level: 'should',
      purpose: 'class bytes 20 to 3F are reserved',
      criterion: '6E00, and nothing is selected',
      words: ['6E00'],
      run: async (card) => {
        for (const cla of [0x20, 0x23, 0x2c, 0x30, 0x3f]) await card.demand({ ...selectMf(ANSWER.none), cla });
      },
    },
    {
      id: 'CLA-03',
      level: 'must',
      purpose: 'secure messaging that the card does not have is refused',
      criterion: 'CLA 04, 08 and 0C: 6882 (6E00 from older cards)',
      words: ['6882', '6E00', '6987', '6988'],
      run: async (card) => {
        for (const cla of [0x04, 0x08, 0x0c]) await card.demand({ ...selectMf(), cla });
      },
    },
    {
      id: 'CLA-04',
      level: 'must',
      destructive: true,
      purpose: 'a command of a proprietary class is not the interindustry one of the same code',
      criterion: 'CLA 80 and A0 with SELECT: 6E00 or 6D00, unless the card has commands of its own there',
      words: ['6E00', '6D00'],
      run: async (card) => {
        for (const cla of [0x80, 0x90, 0xa0, 0xe0]) await card.demand({ ...selectMf(ANSWER.none), cla });
      },
    },
  ]),

  ...group(CLAUSE.getResponse, [
    {
      id: 'GRS-01',
      level: 'must',
      purpose: 'after 61XX GET RESPONSE answers the rest',
      criterion:
        'a signature with an Le that is fifteen too short, and GET RESPONSE as told: together the whole answer',
      words: ['9000', '61XX', '62XX', '6CXX'],
      run: async (card) => {
        const command = await longAnswer(card);
        const whole = (await card.demand(command)).data;
        const first = await card.raw({ ...command, ne: whole.length - 15 });
        card.need(first.sw >> 8 === 0x61, 'the card does not answer 61XX here');
        const waiting = waitingBytes(first.sw);
        card.check(
          waiting === whole.length - first.data.length,
          `61XX tells ${waiting} bytes, and ${whole.length - first.data.length} wait`,
        );
        const rest = await card.raw({ ins: INS.getResponse, ne: waiting }, ['9000']);
        card.same(concat(first.data, rest.data), whole, 'the parts');
      },
    },
    {
      id: 'GRS-02',
      level: 'must',
      purpose: 'GET RESPONSE may fetch the rest in pieces',
      criterion: 'each of as many bytes as Le says and 61XX with what is left, the last one 9000',
      words: ['9000', '61XX', '62XX', '6CXX'],
      run: async (card) => {
        const command = await longAnswer(card);
        const whole = (await card.demand(command)).data;
        const first = await card.raw({ ...command, ne: whole.length - 15 });
        card.need(first.sw >> 8 === 0x61, 'the card does not answer 61XX here');
        const parts = [first.data];
        let { sw } = first;
        for (let i = 0; i < whole.length && sw >> 8 === 0x61; i++) {
          const ne = Math.min(5, waitingBytes(sw));
          const answer = await card.raw({ ins: INS.getResponse, ne }, ['9000', '61XX', '6CXX']);
          card.check(answer.data.length <= ne, `${answer.data.length} bytes were answered to Le ${ne}`);
          parts.push(answer.data);
          ({ sw } = answer);
        }
        card.check(sw === SW.ok || sw >> 8 === 0x6c, 'the answer does not end with 9000');
        if (sw === SW.ok) card.same(concat(...parts), whole, 'the parts');
      },
    },
    {
      id: 'GRS-03',
      level: 'should',
      purpose: 'GET RESPONSE with nothing waiting is refused',
      criterion: '6985, 6D00, 6A86 or 6986, without data, after a reset and after an answer that was whole',
      words: ['6985', '6D00', '6A86', '6986', '6982', '6700'],
      run: async (card) => {
        await card.raw({ ins: INS.getResponse, ne: 256 });
        await card.raw(selectMf(ANSWER.none), ['9000', '62XX']);
        await card.raw({ ins: INS.getResponse, ne: 256 });
      },
    },
    {
      id: 'GRS-04',
      level: 'must',
      purpose: 'what waits is gone after another command',
      criterion: 'GET RESPONSE is refused then, without data',
      words: ['6985', '6D00', '6A86', '6986', '6982', '6700'],
      run: async (card) => {
        const first = await card.raw({ ...selectMf(ANSWER.fcp), ne: 2 }, ['any word']);
        card.need(first.sw >> 8 === 0x61, 'the card does not answer 61XX here');
        await card.raw(getChallenge(8), ['any word']);
        await card.raw({ ins: INS.getResponse, ne: 256 });
      },
    },
    {
      id: 'GRS-05',
      level: 'must',
      purpose: 'what waits is gone after a reset',
      criterion: 'GET RESPONSE is refused then, without data',
      words: ['6985', '6D00', '6A86', '6986', '6982', '6700'],
      run: async (card) => {
        const first = await card.raw({ ...selectMf(ANSWER.fcp), ne: 2 }, ['any word']);
        card.need(first.sw >> 8 === 0x61, 'the card does not answer 61XX here');
        await card.reset();
        await card.raw({ ins: INS.getResponse, ne: 256 });
      },
    },
  ]),
];

/** How many bytes 61XX tells: 00 is 256. §5.1.3 */
const waitingBytes = (sw: number): number => sw & 0xff || 256;

/** A command that answers the same each time, and many bytes: a signature by an RSA key. */
async function longAnswer(card: Bench) {
  const key = card.key(({ kind }) => kind === 'rsa', 'RSA key');
  await loginFor(card);
  await card.prepare(setEnvironment(TEMPLATE.signature, key.reference, key.algorithm), ['9000']);
  return computeSignature(inputFor('rsa', digestOf('in parts')));
}

/** Many readers pass nothing on that has no header, and say that the card gave no answer. */
function asTheReaderDoes(error: unknown): never {
  if (error instanceof CardMute) throw new Inapplicable('the reader does not pass such a command on');
  throw error;
}
