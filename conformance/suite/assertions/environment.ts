/** MANAGE SECURITY ENVIRONMENT. */
import { concat, fromHex, INS, TAG, tlv } from '../../../apdu/index.ts';
import { type Assertion, group } from '../assertion.ts';
import type { Bench } from '../bench.ts';
import { CLAUSE } from '../clauses.ts';
import { computeSignature, setEnvironment, TEMPLATE } from '../commands.ts';
import { digestOf, type FoundKey, inputFor } from '../found-keys.ts';
import { loginFor, signs } from './key-support.ts';

const anyKey = (card: Bench): FoundKey => card.key(() => true, 'key');
const setSignature = ({ reference, algorithm }: FoundKey) => setEnvironment(TEMPLATE.signature, reference, algorithm);

/** A key reference that nothing is under. */
function freeReference(card: Bench): number {
  const free = [0x0e, 0x0d, 0x0c].find((reference) => !card.facts.keys.some((key) => key.reference === reference));
  return card.need(free, 'the card has keys everywhere');
}

export const environment: readonly Assertion[] = group(CLAUSE.securityEnvironment, [
  {
    id: 'MSE-01',
    level: 'must',
    purpose: 'SET of the signature template with a private key is done, and the key signs',
    criterion: '9000 for every key, and COMPUTE DIGITAL SIGNATURE works with it',
    words: ['9000'],
    run: async (card) => {
      anyKey(card);
      await loginFor(card);
      for (const key of card.facts.keys) {
        await card.demand(setSignature(key));
        await signs(card, key);
      }
    },
  },
  {
    id: 'MSE-02',
    level: 'must',
    purpose: 'the environment that was set last is the one in use',
    criterion: 'the signature is one of the key that was set last',
    words: ['9000'],
    run: async (card) => {
      const [one, other] = card.facts.keys;
      card.need(other, 'the card has no second key');
      const publicKeys = card.facts.keys.flatMap(({ publicKey }) => (publicKey === undefined ? [] : [publicKey]));
      card.check(new Set(publicKeys).size === publicKeys.length, 'two references lead to one key');
      await loginFor(card);
      for (const key of [one!, other!, one!]) {
        await card.demand(setSignature(key));
        await signs(card, key);
      }
    },
  },
  {
    id: 'MSE-03',
    level: 'must',
    purpose: 'a template for deciphering leaves the one for signing as it is',
    criterion: 'after SET of B6 and then B8 the signature is of the key of B6',
    words: ['9000'],
    run: async (card) => {
      const deciphering = card.key(({ deciphers }) => deciphers, 'key that deciphers');
      const signing = card.key((key) => key !== deciphering, 'second key');
      await loginFor(card);
      await card.demand(setSignature(signing));
      await card.demand(setEnvironment(TEMPLATE.confidentiality, deciphering.reference, deciphering.algorithm));
      await signs(card, signing);
    },
  },
  {
    id: 'MSE-04',
    level: 'must',
    purpose: 'a key that is not there is refused, here or when it is to be used',
    criterion: '6A88; where SET takes it, there is no signature by the key that was set before',
    words: ['6A88', '6A80', '9000'],
    run: async (card) => {
      const key = anyKey(card);
      await loginFor(card);
      await card.prepare(setSignature(key));
      const { sw } = await card.demand(setEnvironment(TEMPLATE.signature, freeReference(card), key.algorithm));
      if (sw === 0x9000) {
        await card.demand(computeSignature(inputFor(key.kind, digestOf('none'))), ['6A88', '6985', '6984', '6982']);
      }
    },
  },
  {
    id: 'MSE-05',
    level: 'must',
    purpose: 'a refusal leaves the environment as it was',
    criterion: 'after an unknown key, a broken object and an unknown template the key set before still signs',
    words: ['refused'],
    run: async (card) => {
      const key = anyKey(card);
      await loginFor(card);
      await card.prepare(setSignature(key));
      await card.send(setEnvironment(TEMPLATE.signature, freeReference(card), key.algorithm));
      await card.demand({
        ins: INS.manageSecurityEnvironment,
        p1: 0x41,
        p2: TEMPLATE.signature,
        data: fromHex('8402 01'),
      });
      await signs(card, key);
    },
  },
  {
    id: 'MSE-06',
    level: 'must',
    purpose: 'a data field that is not BER-TLV is refused',
    criterion: '6A80 for an object that runs over the end, and for a cut length',
    words: ['6A80', '6700', '6A85'],
    run: async (card) => {
      anyKey(card);
      await loginFor(card);
      for (const data of ['8405 01', '84', '8480 01']) {
        await card.demand({
          ins: INS.manageSecurityEnvironment,
          p1: 0x41,
          p2: TEMPLATE.signature,
          data: fromHex(data),
        });
      }
    },
  },
  {
    id: 'MSE-07',
    level: 'must',
    purpose: 'P2 is the tag of a template',
    criterion: 'P2 01, 5A and FF are refused with 6A86 (6A88 or 6A81 for a template that the card lacks)',
    words: ['6A86', '6A88', '6A81'],
    run: async (card) => {
      const { reference } = anyKey(card);
      await loginFor(card);
      const data = tlv(TAG.privateKeyReference, Uint8Array.of(reference));
      for (const p2 of [0x01, 0x5a, 0xff])
        await card.demand({ ins: INS.manageSecurityEnvironment, p1: 0x41, p2, data });
    },
  },
  {
    id: 'MSE-08',
    level: 'must',
    purpose: 'P1 is SET with a use, STORE, RESTORE or ERASE',
    criterion: 'P1 01 and 00 are refused with 6A86 or 6A81',
    words: ['6A86', '6A81'],
    destructive: true,
    run: async (card) => {
      const { reference } = anyKey(card);
      await loginFor(card);
      const data = tlv(TAG.privateKeyReference, Uint8Array.of(reference));
      for (const p1 of [0x00, 0x02, 0xf5]) {
        await card.demand({ ins: INS.manageSecurityEnvironment, p1, p2: TEMPLATE.signature, data });
      }
    },
  },
  {
    id: 'MSE-09',
    level: 'may',
    purpose: 'RESTORE of an environment that is not there is refused',
    criterion: '6A88, or 6A86 or 6A81 where the card has no RESTORE',
    words: ['6A88', '6A86', '6A81', '6982'],
    run: async (card) => {
      await loginFor(card);
      await card.demand({ ins: INS.manageSecurityEnvironment, p1: 0xf3, p2: 0x7e });
    },
  },
  {
    id: 'MSE-10',
    level: 'must',
    purpose: 'a reset empties the environment',
    criterion: 'with everything verified anew there is no signature: 6985, or 6A88',
    words: ['6985', '6A88', '6982'],
    run: async (card) => {
      const key = anyKey(card);
      await loginFor(card);
      await card.prepare(setSignature(key));
      await card.reset();
      await loginFor(card);
      await card.demand(computeSignature(inputFor(key.kind, digestOf('reset'))));
    },
  },
  {
    id: 'MSE-11',
    level: 'must',
    purpose: 'objects may come in any order',
    criterion: '9000 with the algorithm before and behind the key, where the card takes an algorithm',
    words: ['9000'],
    run: async (card) => {
      const key = card.key(({ kind }) => kind === 'rsa', 'RSA key');
      await loginFor(card);
      const objects = [
        tlv(TAG.algorithmReference, Uint8Array.of(key.algorithm ?? 0x11)),
        tlv(TAG.privateKeyReference, Uint8Array.of(key.reference)),
      ];
      const set = (data: Uint8Array) => ({
        ins: INS.manageSecurityEnvironment,
        p1: 0x41,
        p2: TEMPLATE.signature,
        data,
      });
      const { sw } = await card.send(set(concat(...objects)));
      card.need(sw === 0x9000, 'the card knows no such algorithm reference');
      await card.demand(set(concat(...objects.reverse())));
      await signs(card, key);
    },
  },
]);
