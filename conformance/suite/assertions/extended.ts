/** Extended length. */
import { encodeCommand, fromHex, sameBytes } from '../../../apdu/index.ts';
import { type Assertion, group } from '../assertion.ts';
import type { Bench } from '../bench.ts';
import { CLAUSE } from '../clauses.ts';
import { ANSWER, decipher, getChallenge, readBinary, selectMf, setEnvironment, TEMPLATE, verify } from '../commands.ts';
import { digestOf } from '../found-keys.ts';
import { enciphered, loginFor } from './key-support.ts';

function announced(card: Bench): void {
  card.need(card.facts.announced.extended === true, 'the card does not announce extended length');
}

export const extended: readonly Assertion[] = group(CLAUSE.encodings, [
  {
    id: 'EXT-01',
    level: 'must',
    purpose: 'the extended form of a command does what the short one does',
    criterion: 'SELECT in both forms gives the same answer',
    words: ['9000'],
    run: async (card) => {
      announced(card);
      const short = await card.demand(selectMf());
      const { data } = await card.demand(encodeCommand({ ...selectMf(), ne: 65536 }, true));
      card.check(sameBytes(data, short.data), 'the answers differ');
    },
  },
  {
    id: 'EXT-02',
    level: 'must',
    purpose: 'extended Le 0000 gets all there is',
    criterion: 'READ BINARY of the longest readable EF answers it whole, up to what short ones read',
    words: ['9000', '6282'],
    run: async (card) => {
      announced(card);
      const files = card.facts.files.filter(({ content }) => content !== undefined);
      const [file] = [...files].sort((a, b) => b.content!.length - a.content!.length);
      const { content } = card.need(file, 'the card has no EF that everybody may read');
      await card.goTo(file!);
      card.same(
        (await card.demand(encodeCommand({ ...readBinary(0), ne: 65536 }, true))).data,
        content!,
        'what is read',
      );
    },
  },
  {
    id: 'EXT-03',
    level: 'must',
    purpose: 'extended Le is how many bytes are wanted',
    criterion: 'READ BINARY with extended Le 5 and 9 answers as many',
    words: ['9000'],
    run: async (card) => {
      announced(card);
      const file = card.file(
        ({ content }) => content !== undefined && content.length > 9,
        'EF that everybody may read',
      );
      await card.goTo(file);
      for (const ne of [5, 9]) {
        card.same(
          (await card.demand(encodeCommand(readBinary(0, ne), true))).data,
          file.content!.subarray(0, ne),
          `Le ${ne}`,
        );
      }
    },
  },
  {
    id: 'EXT-04',
    level: 'must',
    purpose: 'extended Lc with a short Le is malformed',
    criterion: '6700',
    words: ['6700'],
    run: async (card) => {
      announced(card);
      await card.raw(fromHex('00A40004 000002 3F00 00'));
    },
  },
  {
    id: 'EXT-05',
    level: 'must',
    purpose: 'extended Lc 0000 with data is malformed',
    criterion: '6700',
    words: ['6700'],
    run: async (card) => {
      announced(card);
      await card.raw(fromHex('00A4000C 000000 3F00'));
    },
  },
  {
    id: 'EXT-06',
    level: 'must',
    purpose: 'extended Lc agrees with the number of bytes',
    criterion: 'too few and too many bytes: 6700',
    words: ['6700'],
    run: async (card) => {
      announced(card);
      await card.raw(fromHex('00A4000C 000003 3F00'));
      await card.raw(fromHex('00A4000C 000001 3F00'));
    },
  },
  {
    id: 'EXT-07',
    level: 'must',
    purpose: 'a PIN may come with an extended Lc',
    criterion: 'VERIFY with the right value: 9000, and the PIN is verified',
    words: ['9000'],
    run: async (card) => {
      announced(card);
      const { reference, value } = card.pin;
      await card.demand(encodeCommand(verify(reference, card.padded(value)), true));
      await card.demand(verify(reference), ['9000', '63CX']);
    },
  },
  {
    id: 'EXT-08',
    level: 'should',
    purpose: 'more than 256 bytes come in one answer where Le wants them',
    criterion: 'GET CHALLENGE of 300 bytes, or READ BINARY of an EF of more than 256',
    words: ['9000', '6700'],
    run: async (card) => {
      announced(card);
      const file = card.facts.files.find(({ content }) => content !== undefined && content.length > 260);
      if (file !== undefined) {
        await card.goTo(file);
        const { data } = await card.raw(readBinary(0, 260), ['9000', '61XX']);
        card.same(data, file.content!.subarray(0, 260), 'what is read');
      }
      const { data, sw } = await card.demand(getChallenge(300), ['9000', '6700', '6D00']);
      card.check(sw !== 0x9000 || data.length === 300, `${data.length} bytes were answered to Le 300`);
    },
  },
  {
    id: 'EXT-10',
    level: 'must',
    purpose: 'a data field of more than 255 bytes comes with an extended Lc, whole',
    criterion: 'DECIPHER of a cryptogram as long as the modulus gives the message back',
    words: ['9000'],
    run: async (card) => {
      announced(card);
      const key = card.key(({ deciphers, publicKey }) => deciphers && publicKey !== undefined, 'key that deciphers');
      const message = digestOf('extended');
      const command = encodeCommand(decipher(enciphered(key, message)));
      await loginFor(card);
      await card.prepare(setEnvironment(TEMPLATE.confidentiality, key.reference, key.algorithm));
      card.same((await card.demand(command)).data, message, 'the message');
    },
  },
  {
    id: 'EXT-11',
    level: 'must',
    purpose: 'a wrong PIN with an extended Lc costs a try as any other',
    criterion: '63CX, X one less than before, and an empty VERIFY tells the same',
    words: ['63CX', '6983', '6300'],
    run: async (card) => {
      announced(card);
      const { reference, value } = card.pin;
      const before = await card.triesLeft(reference);
      await card.demand(encodeCommand(verify(reference, card.wrong(value)), true));
      const left = await card.triesLeft(reference);
      card.check(left === before - 1, `${before} tries were left, then ${left}`);
    },
  },
  {
    id: 'EXT-09',
    level: 'must',
    purpose: 'a card without extended length refuses it',
    criterion: '6700, or by the reader',
    words: ['6700', '6F00', '6E00', '6D00', '9000'],
    run: async (card) => {
      card.need(card.facts.announced.extended === false, 'the card announces extended length, or nothing of it');
      await card.raw(encodeCommand(selectMf(ANSWER.none), true));
    },
  },
]);
