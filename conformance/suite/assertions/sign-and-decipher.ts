/** COMPUTE DIGITAL SIGNATURE and DECIPHER: what comes out. */
import { sameBytes } from '../../../apdu/index.ts';
import { verifies } from '../../replay/public-keys.ts';
import { type Assertion, group } from '../assertion.ts';
import { CLAUSE } from '../clauses.ts';
import { computeSignature, decipher, setEnvironment, TEMPLATE } from '../commands.ts';
import { digestOf, inputFor } from '../found-keys.ts';
import { block, enciphered, loginFor, signs } from './key-support.ts';
import { anyKey, decipherKey, rsaKey, setFor } from './operation-support.ts';

export const signingAndDeciphering: readonly Assertion[] = [
  ...group(CLAUSE.signature, [
    {
      id: 'CDS-01',
      level: 'must',
      purpose: 'a signature verifies under a public key of the card',
      criterion: 'for every key whose public one the card holds, and one at least of each kind',
      words: ['9000'],
      run: async (card) => {
        const { publicKeys, keys } = card.facts;
        card.need(publicKeys[0], 'the card holds no public keys');
        anyKey(card);
        await loginFor(card);
        for (const kind of ['rsa', 'ec'] as const) {
          const own = keys.filter((key) => key.kind === kind);
          const candidates = publicKeys.filter((publicKey) => 'curve' in publicKey === (kind === 'ec'));
          let verified = 0;
          for (const key of own) {
            await setFor(card, TEMPLATE.signature, key);
            const input = inputFor(kind, digestOf('one'));
            const { data } = await card.demand(computeSignature(input));
            const valid = candidates.some((publicKey) => verifies(publicKey, input, data));
            // A key may be without a public one on the card, but not one that had it a moment ago.
            card.check(valid || key.publicKey === undefined, 'the signature verifies under none');
            if (valid) verified++;
          }
          card.check(
            own.length === 0 || candidates.length === 0 || verified > 0,
            'no signature verifies under any of them',
          );
        }
      },
    },
    {
      id: 'CDS-02',
      level: 'must',
      purpose: 'an RSA signature is as long as its modulus',
      criterion: '128 bytes or more, a multiple of 32, the same for every input',
      words: ['9000'],
      run: async (card) => {
        const key = rsaKey(card);
        await loginFor(card);
        await setFor(card, TEMPLATE.signature, key);
        for (const text of ['one', 'two', 'three']) {
          const { length } = await signs(card, key, text);
          const wanted = key.publicKey?.signatureBytes ?? key.signatureLength;
          card.check(length === wanted, `the signature has ${length} bytes, the modulus ${wanted}`);
        }
      },
    },
    {
      id: 'CDS-03',
      level: 'must',
      purpose: 'an ECDSA signature is new each time, and verifies each time',
      criterion: 'two over the same hash are valid; over two hashes they differ',
      words: ['9000'],
      run: async (card) => {
        const key = card.key(({ kind }) => kind === 'ec', 'EC key');
        await loginFor(card);
        await setFor(card, TEMPLATE.signature, key);
        const one = await signs(card, key, 'one');
        await signs(card, key, 'one');
        const two = await signs(card, key, 'two');
        card.check(!sameBytes(one, two), 'signatures over two hashes are equal');
        card.check(
          !sameBytes(firstNumber(one), firstNumber(two)),
          'signatures over two hashes have the same r, which gives the key away',
        );
      },
    },
    {
      id: 'CDS-04',
      level: 'must',
      purpose: 'an input that is too long for the modulus is refused',
      criterion: 'as many bytes as the modulus has, less ten: 6700 or 6A80',
      words: ['6700', '6A80'],
      run: async (card) => {
        const key = rsaKey(card);
        await loginFor(card);
        await setFor(card, TEMPLATE.signature, key);
        await card.demand(computeSignature(new Uint8Array(key.signatureLength - 10).fill(0x5a)));
      },
    },
    {
      id: 'CDS-05',
      level: 'must',
      purpose: 'COMPUTE DIGITAL SIGNATURE of another input is another signature',
      criterion: 'RSA signatures over two hashes differ, over the same one they are equal',
      words: ['9000'],
      run: async (card) => {
        const key = rsaKey(card);
        await loginFor(card);
        await setFor(card, TEMPLATE.signature, key);
        const one = await signs(card, key, 'one');
        const two = await signs(card, key, 'two');
        card.check(!sameBytes(one, two), 'signatures over two hashes are equal');
        card.same(await signs(card, key, 'one'), one, 'the signature over the same hash');
      },
    },
    {
      id: 'CDS-06',
      level: 'should',
      purpose: 'a key signs as often as it is asked to, on one verification, unless its use wants the PIN each time',
      criterion: 'three signatures after one VERIFY',
      words: ['9000', '6982'],
      run: async (card) => {
        const key = anyKey(card);
        await loginFor(card);
        await setFor(card, TEMPLATE.signature, key);
        for (const text of ['one', 'two', 'three'])
          await card.demand(computeSignature(inputFor(key.kind, digestOf(text))));
      },
    },
  ]),
  ...group(CLAUSE.decipher, [
    {
      id: 'DEC-01',
      level: 'must',
      purpose: 'DECIPHER gives the message back',
      criterion: 'the bytes that were enciphered, of 1, 32 and 100 bytes',
      words: ['9000'],
      run: async (card) => {
        const key = decipherKey(card);
        await loginFor(card);
        await setFor(card, TEMPLATE.confidentiality, key);
        for (const length of [1, 32, 100]) {
          const message = Uint8Array.from({ length }, (_, i) => 7 * i + length);
          card.same((await card.demand(decipher(enciphered(key, message)))).data, message, 'the message');
        }
      },
    },
    {
      id: 'DEC-02',
      level: 'must',
      purpose: 'a padding that is wrong is refused with one word, whatever is wrong with it',
      criterion: 'first byte, type, filling too short and no end: the same error, and no data',
      words: ['refused'],
      run: async (card) => {
        const key = decipherKey(card);
        const k = key.signatureLength;
        const message = digestOf('padding');
        const blocks = [
          block(k, 0x00, 0x01, 0xff, message),
          block(k, 0x01, 0x02, 0x55, message),
          block(k, 0x00, 0x02, 0x55, message).fill(0x00, 4, 6),
          new Uint8Array(k).fill(0x55).fill(0x00, 0, 1).fill(0x02, 1, 2),
        ];
        await loginFor(card);
        await setFor(card, TEMPLATE.confidentiality, key);
        const words = new Set<number>();
        for (const wrong of blocks) {
          const { data, sw } = await card.demand(decipher(enciphered(key, wrong, false)));
          card.check(data.length === 0, 'there are data in the refusal');
          words.add(sw);
        }
        card.check(words.size === 1, 'the words tell which padding is wrong');
      },
    },
    {
      id: 'DEC-03',
      level: 'must',
      purpose: 'a cryptogram of another length than the modulus is refused',
      criterion: 'one byte less and one more: 6700 or 6A80',
      words: ['6700', '6A80'],
      run: async (card) => {
        const key = decipherKey(card);
        const cryptogram = enciphered(key, digestOf('length'));
        await loginFor(card);
        await setFor(card, TEMPLATE.confidentiality, key);
        await card.demand(decipher(cryptogram.subarray(1)));
        await card.demand(decipher(Uint8Array.of(...cryptogram, 0x00)));
      },
    },
    {
      id: 'DEC-04',
      level: 'should',
      purpose: 'the first byte is a padding indicator that the card knows',
      criterion: 'FF is refused with 6A80',
      words: ['6A80'],
      run: async (card) => {
        const key = decipherKey(card);
        await loginFor(card);
        await setFor(card, TEMPLATE.confidentiality, key);
        await card.demand(decipher(enciphered(key, digestOf('indicator')), 0xff));
      },
    },
    {
      id: 'DEC-05',
      level: 'should',
      purpose: 'a key that is not for deciphering does not decipher',
      criterion: 'SET of the confidentiality template with an EC key is refused',
      words: ['refused'],
      run: async (card) => {
        const key = card.key(({ kind }) => kind === 'ec', 'EC key');
        await loginFor(card);
        await card.demand(setEnvironment(TEMPLATE.confidentiality, key.reference));
      },
    },
  ]),
];

/** r of an ECDSA signature: DER SEQUENCE { r, s }, or r and s in halves. */
function firstNumber(signature: Uint8Array): Uint8Array {
  return signature[0] === 0x30 && signature[2] === 0x02
    ? signature.subarray(4, 4 + signature[3]!)
    : signature.subarray(0, signature.length >> 1);
}
