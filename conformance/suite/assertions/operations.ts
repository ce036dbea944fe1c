/** PERFORM SECURITY OPERATION and INTERNAL AUTHENTICATE: who may, and with what environment. */
import { INS, SW } from '../../../apdu/index.ts';
import { verifies } from '../../replay/public-keys.ts';
import { type Assertion, group } from '../assertion.ts';
import { CLAUSE } from '../clauses.ts';
import { computeSignature, decipher, setEnvironment, TEMPLATE, verify } from '../commands.ts';
import { digestOf, inputFor } from '../found-keys.ts';
import { enciphered, loginFor, signs } from './key-support.ts';
import { anyKey, decipherKey, keysWant, NO_RIGHT, setFor } from './operation-support.ts';
import { WRONG } from './verify-support.ts';

export const operations: readonly Assertion[] = [
  ...group(CLAUSE.securityOperation, [
    {
      id: 'PSO-01',
      level: 'must',
      purpose: 'a key that wants a PIN is not used without',
      criterion: 'after a reset SET or COMPUTE DIGITAL SIGNATURE is refused, for every key',
      words: ['6982', '6985', '6A88'],
      run: async (card) => {
        anyKey(card);
        for (const key of card.facts.keys) {
          await card.reset();
          await card.send(setEnvironment(TEMPLATE.signature, key.reference, key.algorithm));
          const { data } = await card.demand(computeSignature(inputFor(key.kind, digestOf('no PIN'))));
          card.check(data.length === 0, 'there are data in the refusal');
        }
      },
    },
    {
      id: 'PSO-02',
      level: 'must',
      purpose: 'a key does not decipher without its PIN',
      criterion: 'after a reset SET or DECIPHER is refused',
      words: ['6982', '6985', '6A88'],
      run: async (card) => {
        const key = decipherKey(card);
        await card.send(setEnvironment(TEMPLATE.confidentiality, key.reference, key.algorithm));
        await card.demand(decipher(enciphered(key, digestOf('no PIN'))));
      },
    },
    {
      id: 'PSO-03',
      level: 'must',
      purpose: 'a key is not used after a wrong PIN',
      criterion: '6982, though the environment was set while the PIN was verified',
      words: NO_RIGHT,
      run: async (card) => {
        const key = anyKey(card);
        await card.triesLeft(card.pin.reference);
        const { reference, value } = await keysWant(card, key);
        await signs(card, key);
        await card.demand(verify(reference, card.wrong(value)), WRONG);
        await card.demand(computeSignature(inputFor(key.kind, digestOf('wrong PIN'))), ['6982', '6985']);
      },
    },
    {
      id: 'PSO-04',
      level: 'must',
      purpose: 'without an environment nothing is signed',
      criterion: '6985, with every PIN verified',
      words: ['6985', '6A88'],
      run: async (card) => {
        const key = anyKey(card);
        await loginFor(card);
        await card.demand(computeSignature(inputFor(key.kind, digestOf('no environment'))));
      },
    },
    {
      id: 'PSO-05',
      level: 'must',
      purpose: 'without an environment nothing is deciphered',
      criterion: '6985, with every PIN verified, also when a key is set for signing',
      words: ['6985', '6A88', '6982', '6984'],
      run: async (card) => {
        const key = decipherKey(card);
        const cryptogram = enciphered(key, digestOf('no environment'));
        await loginFor(card);
        await card.demand(decipher(cryptogram));
        await setFor(card, TEMPLATE.signature, key);
        await card.demand(decipher(cryptogram));
      },
    },
    {
      id: 'PSO-06',
      level: 'must',
      purpose: 'operations that the card does not know are refused',
      criterion: 'P1P2 0000, 9E00 and FFFF: 6A86 (6A81 for a function that the card lacks)',
      words: ['6A86', '6A81', '6B00'],
      run: async (card) => {
        const key = anyKey(card);
        await loginFor(card);
        await setFor(card, TEMPLATE.signature, key);
        const data = inputFor(key.kind, digestOf('unknown'));
        for (const [p1, p2] of [
          [0x00, 0x00],
          [0x9e, 0x00],
          [0xff, 0xff],
          [0x9e, 0x9b],
        ]) {
          await card.demand({ ins: INS.performSecurityOperation, p1: p1!, p2: p2!, data, ne: 256 });
        }
      },
    },
  ]),
  ...group(CLAUSE.internalAuthenticate, [
    {
      id: 'IAU-01',
      level: 'must',
      purpose: 'INTERNAL AUTHENTICATE without its right is refused',
      criterion: 'after a reset SET or the command is refused, or the instruction is not known',
      words: ['6982', '6985', '6A88', '6D00', '6984'],
      run: async (card) => {
        const key = anyKey(card);
        await card.send(setEnvironment(TEMPLATE.authentication, key.reference, key.algorithm));
        await card.demand({ ins: INS.internalAuthenticate, data: digestOf('challenge'), ne: 256 });
      },
    },
    {
      id: 'IAU-02',
      level: 'may',
      purpose: 'INTERNAL AUTHENTICATE signs the challenge with the key of the authentication template',
      criterion: 'the answer verifies under a public key of the card, as a signature of the challenge',
      words: ['9000', '6D00'],
      run: async (card) => {
        const key = card.key(
          ({ kind, publicKey }) => kind === 'rsa' && publicKey !== undefined,
          'RSA key with its public key',
        );
        await loginFor(card);
        const { sw } = await card.send(setEnvironment(TEMPLATE.authentication, key.reference, key.algorithm));
        card.need(sw === SW.ok, 'the key is not for authentication');
        const challenge = digestOf('challenge').subarray(0, 20);
        const { data, sw: word } = await card.demand({ ins: INS.internalAuthenticate, data: challenge, ne: 256 });
        card.need(word === SW.ok, 'the card has no INTERNAL AUTHENTICATE');
        card.check(verifies(key.publicKey!, challenge, data), 'the answer does not verify');
      },
    },
    {
      id: 'IAU-03',
      level: 'must',
      purpose: 'INTERNAL AUTHENTICATE without an environment is refused',
      criterion: '6985, or 6A88; or the instruction is not known',
      words: ['6985', '6A88', '6D00', '6A86'],
      run: async (card) => {
        anyKey(card);
        await loginFor(card);
        await card.demand({ ins: INS.internalAuthenticate, data: digestOf('challenge').subarray(0, 8), ne: 256 });
      },
    },
  ]),
];
