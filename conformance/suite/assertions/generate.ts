/** GENERATE ASYMMETRIC KEY PAIR, on disposable cards: under a reference that is free. */
import { concat, findTlv, INS, type Response, sameBytes, TAG, tlv } from '../../../apdu/index.ts';
import { type PublicKey, publicKeyIn, verifies } from '../../replay/public-keys.ts';
import { type Assertion, group } from '../assertion.ts';
import type { Bench } from '../bench.ts';
import { CLAUSE } from '../clauses.ts';
import { computeSignature, setEnvironment, TEMPLATE } from '../commands.ts';
import { digestOf, inputFor } from '../found-keys.ts';
import { loginFor } from './key-support.ts';

/** A reference of the sixteen that are looked at, which nothing is under. */
const FREE = 0x0f;

/** A way to have a key made; algorithm references are those of the IsoApplet edge. */
interface Way {
  readonly kind: 'rsa' | 'ec';
  readonly algorithm: number;
  readonly p1: number;
  /** The curve secp256r1 by its parameters. SEC 2 §2.4.2 */
  readonly data?: Uint8Array;
}

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

const SECP256R1 = concat(
  tlv(0x81, hex('FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF')),
  tlv(0x82, hex('FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFC')),
  tlv(0x83, hex('5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B')),
  tlv(
    0x84,
    hex(
      '046B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C2964FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5',
    ),
  ),
  tlv(0x85, hex('FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551')),
  tlv(0x87, hex('0001')),
);

const EC: Way = { kind: 'ec', algorithm: 0xec, p1: 0x00, data: SECP256R1 };
const RSA: Way = { kind: 'rsa', algorithm: 0xf3, p1: 0x42 };

const setGeneration = ({ algorithm }: Way, reference = FREE) => ({
  ...setEnvironment(0x00, reference, algorithm),
});

const generate = ({ p1, data }: Way) => ({
  ins: INS.generateAsymmetricKeyPair,
  p1,
  ne: 256,
  ...(data !== undefined && { data }),
});

/** Has a key made, where the card knows this way. */
async function make(card: Bench, way: Way): Promise<Response> {
  const { sw } = await card.send(setGeneration(way));
  card.need(sw === 0x9000, 'the card has keys made in another way');
  return card.demand(generate(way), ['9000']);
}

/** The public value in the answer: a modulus, or a point. */
function publicValue(card: Bench, { data }: Response, { kind }: Way): Uint8Array {
  const value = findTlv(data, TAG.publicKey, kind === 'rsa' ? 0x81 : 0x86);
  card.check(value !== undefined, 'the answer has no public key in a template 7F49');
  return value!;
}

/** The public key that was answered. */
function keyIn(card: Bench, { data }: Response): PublicKey {
  const publicKey = publicKeyIn(data);
  card.check(publicKey !== undefined, 'the public key in the answer is none');
  return publicKey!;
}

async function signature(card: Bench, { kind }: Way): Promise<{ input: Uint8Array; bytes: Uint8Array }> {
  await card.prepare(setEnvironment(TEMPLATE.signature, FREE), ['9000']);
  const input = inputFor(kind, digestOf('a new key'));
  return { input, bytes: (await card.demand(computeSignature(input), ['9000'])).data };
}

async function makesAndSigns(card: Bench, way: Way): Promise<void> {
  await loginFor(card);
  const answer = await make(card, way);
  publicValue(card, answer, way);
  const publicKey = publicKeyIn(answer.data);
  card.check(publicKey !== undefined, 'the public key in the answer is none');
  const { input, bytes } = await signature(card, way);
  card.check(verifies(publicKey!, input, bytes), 'a signature of the new key does not verify under its public key');
}

export const generating: readonly Assertion[] = group(CLAUSE.generate, [
  {
    id: 'GEN-01',
    level: 'must',
    destructive: true,
    purpose: 'a new EC key pair is answered as a template 7F49 with the point, and signs',
    criterion: 'the next signature verifies under it',
    words: ['9000'],
    run: (card) => makesAndSigns(card, EC),
  },
  {
    id: 'GEN-02',
    level: 'must',
    destructive: true,
    purpose: 'a new RSA key pair is answered as a template 7F49 with modulus and exponent, and signs',
    criterion: 'the next signature verifies under it; the modulus has all its bits',
    words: ['9000'],
    run: async (card) => {
      await makesAndSigns(card, RSA);
    },
  },
  {
    id: 'GEN-03',
    level: 'must',
    destructive: true,
    purpose: 'two generations make two keys, and the old one is gone',
    criterion: 'the public keys differ, and a signature verifies under the second only',
    words: ['9000'],
    run: async (card) => {
      await loginFor(card);
      const first = await make(card, EC);
      const second = await make(card, EC);
      card.check(
        !sameBytes(publicValue(card, first, EC), publicValue(card, second, EC)),
        'the second key is the first one',
      );
      const { input, bytes } = await signature(card, EC);
      card.check(verifies(keyIn(card, second), input, bytes), 'the signature is not of the second key');
      card.check(!verifies(keyIn(card, first), input, bytes), 'the signature is of the first key');
    },
  },
  {
    id: 'GEN-04',
    level: 'must',
    destructive: true,
    purpose: 'no key is made without the right',
    criterion: 'refused with 6982 or 6985 after a reset',
    words: ['6982', '6985'],
    run: async (card) => {
      card.key(() => true, 'key');
      for (const way of [EC, RSA]) {
        await card.send(setGeneration(way));
        await card.demand(generate(way));
      }
    },
  },
  {
    id: 'GEN-05',
    level: 'must',
    destructive: true,
    purpose: 'a right that was lost after the environment was set is no right',
    criterion: 'refused with 6982 after a wrong PIN, and the key that was there signs still',
    words: ['6982', '6985'],
    run: async (card) => {
      const { pin } = card;
      await loginFor(card);
      const before = await make(card, EC);
      await card.prepare(setGeneration(EC), ['9000']);
      await card.prepare({ ins: INS.verify, p2: pin.reference, data: card.wrong(pin.value) }, ['63CX', '6983', '6300']);
      await card.demand(generate(EC));
      await loginFor(card);
      const { input, bytes } = await signature(card, EC);
      card.check(verifies(keyIn(card, before), input, bytes), 'the key has been replaced');
    },
  },
  {
    id: 'GEN-06',
    level: 'must',
    destructive: true,
    purpose: 'without an environment no key is made',
    criterion: 'refused with 6985 or 6A88',
    words: ['6985', '6A88'],
    run: async (card) => {
      card.key(() => true, 'key');
      await loginFor(card);
      await card.demand(generate(EC));
    },
  },
  {
    id: 'GEN-07',
    level: 'must',
    destructive: true,
    purpose: 'parameters of a curve that there is not are refused',
    criterion: '6A80, 6A81 or 6984, and the key that was there signs still',
    words: ['6A80', '6A81', '6984', '6A88'],
    run: async (card) => {
      await loginFor(card);
      const before = await make(card, EC);
      const broken = SECP256R1.slice();
      broken[40] = broken[40]! ^ 0x01;
      await card.demand(generate({ ...EC, data: broken }));
      const { input, bytes } = await signature(card, EC);
      card.check(verifies(keyIn(card, before), input, bytes), 'the key has been replaced');
    },
  },
  {
    id: 'GEN-08',
    level: 'must',
    destructive: true,
    purpose: 'an answer that is longer than 256 bytes comes whole',
    criterion: 'with Le 00 by 61XX, and as long as its template says',
    words: ['9000', '61XX'],
    run: async (card) => {
      await loginFor(card);
      const { sw } = await card.send(setGeneration(EC));
      card.need(sw === 0x9000, 'the card has keys made in another way');
      const first = await card.raw(generate(EC));
      card.check(first.data.length <= 256, 'more was answered than Le wants');
      if (first.sw === 0x9000) {
        publicValue(card, first, EC);
        return;
      }
      const rest = await card.raw({ ins: INS.getResponse, ne: first.sw & 0xff || 256 }, ['9000']);
      publicValue(card, { data: concat(first.data, rest.data), sw: rest.sw }, EC);
    },
  },
  {
    id: 'GEN-09',
    level: 'must',
    destructive: true,
    purpose: 'a new key is there after the power was away',
    criterion: 'a signature verifies under the public key that was answered',
    words: ['9000'],
    run: async (card) => {
      await loginFor(card);
      const answer = await make(card, EC);
      await card.guard.powerOff();
      await card.guard.powerOn();
      await loginFor(card);
      const { input, bytes } = await signature(card, EC);
      card.check(verifies(keyIn(card, answer), input, bytes), 'the signature does not verify');
    },
  },
  {
    id: 'GEN-10',
    level: 'must',
    destructive: true,
    purpose: 'other P1-P2 are refused',
    criterion: '6A86',
    words: ['6A86', '6A81', '6B00', '6985'],
    run: async (card) => {
      card.key(() => true, 'key');
      await loginFor(card);
      await card.send(setGeneration(EC));
      await card.demand({ ...generate(EC), p1: 0x3f }, ['6A86', '6A81', '6B00']);
    },
  },
]);
