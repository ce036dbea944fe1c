/** Command chaining. With the right PIN as the data field: what it does can be seen, and costs nothing. */
import { concat, INS, SW, TAG, tlv } from '../../../apdu/index.ts';
import { type Assertion, group } from '../assertion.ts';
import type { Bench } from '../bench.ts';
import { CLAUSE } from '../clauses.ts';
import { computeSignature, selectMf, setEnvironment, TEMPLATE, verify } from '../commands.ts';
import { digestOf, inputFor } from '../found-keys.ts';
import { loginFor, signs } from './key-support.ts';

const CHAINING = 0x10;

function announced(card: Bench): void {
  card.need(card.facts.announced.chaining === true, 'the card does not announce command chaining');
}

/** VERIFY with the right value in two links. */
function links(card: Bench) {
  const { reference, value } = card.pin;
  const data = card.padded(value);
  const at = value.length >> 1;
  return {
    first: { ...verify(reference, data.subarray(0, at)), cla: CHAINING },
    last: verify(reference, data.subarray(at)),
    reference,
  };
}

export const chaining: readonly Assertion[] = group(CLAUSE.chaining, [
  {
    id: 'CHN-01',
    level: 'must',
    purpose: 'a link that is not the last one is answered 9000, and does nothing yet',
    criterion: '9000 without data',
    words: ['9000'],
    run: async (card) => {
      announced(card);
      const { first, reference } = links(card);
      card.check((await card.demand(first)).data.length === 0, 'there are data');
      await card.send(selectMf());
      await card.demand(verify(reference), ['63CX', '6983']);
    },
  },
  {
    id: 'CHN-02',
    level: 'must',
    purpose: 'the last link acts on all data',
    criterion: 'VERIFY in two links: 9000, and the PIN is verified',
    words: ['9000'],
    run: async (card) => {
      announced(card);
      const { first, last, reference } = links(card);
      await card.demand(first);
      await card.demand(last);
      await card.demand(verify(reference), ['9000', '63CX']);
      for (const file of card.facts.files.filter(({ rules }) => {
        const rule = rules.get(0x01);
        return rule?.kind === 'pins' && rule.pins.every((pin) => pin === reference);
      })) {
        await card.goTo(file);
        await card.demand({ ins: INS.readBinary, ne: 1 }, ['9000', '6282', '6981', '6986']);
      }
    },
  },
  {
    id: 'CHN-03',
    level: 'must',
    purpose: 'a chain of many links is as good as one command',
    criterion: 'VERIFY with a byte in each link',
    words: ['9000'],
    run: async (card) => {
      announced(card);
      const { reference, value } = card.pin;
      const data = card.padded(value);
      for (let i = 0; i < data.length; i++) {
        const cla = i < data.length - 1 ? CHAINING : 0x00;
        await card.demand({ ...verify(reference, data.subarray(i, i + 1)), cla });
      }
    },
  },
  {
    id: 'CHN-04',
    level: 'must',
    purpose: 'another instruction ends a chain',
    criterion: 'after SELECT in between, the last link alone is no right PIN',
    words: ['63CX', '6700', '6883', '6A80', '6983'],
    run: async (card) => {
      announced(card);
      const { first, last, reference } = links(card);
      await card.triesLeft(reference);
      await card.demand(first, ['9000']);
      const { sw } = await card.send(selectMf());
      await card.demand(last, sw === SW.lastCommandExpected ? ['9000', '63CX', '6700', '6883'] : undefined);
    },
  },
  {
    id: 'CHN-05',
    level: 'must',
    purpose: 'other P1 or P2 are no link of the chain',
    criterion: 'the last link with another P2 is refused, or the chain is dropped: nothing is verified',
    words: ['refused', '63CX'],
    run: async (card) => {
      announced(card);
      const { first, last, reference } = links(card);
      await card.demand(first, ['9000']);
      await card.demand({ ...last, p1: 0x01 });
      await card.demand(verify(reference), ['63CX', '6983', '6883']);
    },
  },
  {
    id: 'CHN-06',
    level: 'must',
    purpose: 'a chain does not survive a reset',
    criterion: 'the last link alone is no right PIN',
    words: ['63CX', '6700', '6883', '6A80', '6983'],
    run: async (card) => {
      announced(card);
      const { first, last, reference } = links(card);
      await card.triesLeft(reference);
      await card.demand(first, ['9000']);
      await card.reset();
      await card.demand(last);
    },
  },
  {
    id: 'CHN-07',
    level: 'must',
    purpose: 'a card without chaining refuses it',
    criterion: '6884, or 6E00 from older cards',
    words: ['6884', '6E00', '6882'],
    run: async (card) => {
      card.need(card.facts.announced.chaining === false, 'the card announces command chaining, or nothing of it');
      await card.demand({ ...selectMf(), cla: CHAINING });
    },
  },
  {
    id: 'CHN-08',
    level: 'must',
    purpose: 'the result of a chain is that of the command in one',
    criterion: 'a signature over an input in two links is that over the input in one',
    words: ['9000'],
    run: async (card) => {
      announced(card);
      const key = card.key(({ kind }) => kind === 'rsa', 'RSA key');
      await loginFor(card);
      await card.prepare(setEnvironment(TEMPLATE.signature, key.reference, key.algorithm));
      const whole = await signs(card, key, 'chained');
      const command = computeSignature(inputFor('rsa', digestOf('chained')));
      const { data } = command;
      await card.demand({ ins: command.ins, p1: 0x9e, p2: 0x9a, data: data!.subarray(0, 20), cla: CHAINING });
      card.same((await card.demand({ ...command, data: data!.subarray(20) })).data, whole, 'the signature');
    },
  },
  {
    id: 'CHN-09',
    level: 'must',
    purpose: 'an environment that is set by a chain is the one of its objects together',
    criterion: 'SET in two links, cut within an object: 9000, and the key signs',
    words: ['9000'],
    run: async (card) => {
      announced(card);
      const key = card.key(() => true, 'key');
      await loginFor(card);
      const algorithm =
        key.algorithm === undefined ? new Uint8Array(0) : tlv(TAG.algorithmReference, Uint8Array.of(key.algorithm));
      const data = concat(algorithm, tlv(TAG.privateKeyReference, Uint8Array.of(key.reference)));
      const set = { ins: INS.manageSecurityEnvironment, p1: 0x41, p2: TEMPLATE.signature };
      await card.demand({ ...set, data: data.subarray(0, 1), cla: CHAINING });
      await card.demand({ ...set, data: data.subarray(1) });
      await signs(card, key);
    },
  },
  {
    id: 'CHN-10',
    level: 'must',
    purpose: 'a wrong PIN in a chain costs a try as any other',
    criterion: '63CX, X one less than before, and an empty VERIFY tells the same',
    words: ['63CX', '6983', '6300'],
    run: async (card) => {
      announced(card);
      const { reference, value } = card.pin;
      const before = await card.triesLeft(reference);
      const data = card.wrong(value);
      await card.demand({ ...verify(reference, data.subarray(0, 2)), cla: CHAINING }, ['9000']);
      await card.demand(verify(reference, data.subarray(2)));
      const left = await card.triesLeft(reference);
      card.check(left === before - 1, `${before} tries were left, then ${left}`);
    },
  },
]);
