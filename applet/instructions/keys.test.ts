import {
  constants,
  createHash,
  type KeyObject,
  publicDecrypt,
  publicEncrypt,
  verify as verifySignature,
} from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encodeCommand, fromHex, parseResponse, toHex } from '../../apdu/index.ts';
import { type Card, CURVES, curveNamed } from '../../emulator/index.ts';
import { curveParameters } from '../curve-template.ts';
import { ISOAPPLET, ok, PIN, send, sw, verify, WRONG_PIN, withData } from '../host.test-support.ts';
import { dataOf, generateEc, mse, publicKeyOf, readyCard } from './keys.test-support.ts';

const DIGEST_INFO = `3031300D060960864801650304020105000420${'5A'.repeat(32)}`;
const SIGN = withData('002A9E9A', DIGEST_INFO, '00');

describe('RSA', () => {
  const card = readyCard();
  ok(card, mse('00', '8001F3840101'));
  const generated = send(card, '00464200000000');

  it('generates a pair and answers modulus and exponent in the lengths hosts insist on', () => {
    expect(generated).toMatch(/^7F49820109818201[0-9A-F]{514}82030100019000$/);
    expect(card.inspect().keys).toMatchObject([
      { reference: 1, kind: 'RSA-2048', usage: ['sign', 'decipher', 'authenticate'] },
    ]);
    expect(toHex(fromHex(generated).subarray(9, 265))).toBe(
      Buffer.from(publicKeyOf(card, 1).export({ format: 'jwk' }).n!, 'base64url')
        .toString('hex')
        .toUpperCase(),
    );
  });

  it('answers a long result in parts when Le is short', () => {
    const short = readyCard();
    ok(short, mse('00', '8001F3840101'));
    const first = send(short, '0046420000');
    expect(first).toHaveLength(2 * 258);
    expect(first.slice(-4)).toBe('610E');
    const forks = ['00C0000000', '00C000000E', '00C00000FF'];
    expect(send(short, forks[0]!)).toMatch(/82030100019000$/);
    expect(send(short, forks[1]!)).toBe('6985');
  });

  it('signs a DigestInfo by PKCS#1 v1.5, with the algorithm named or the key alone', () => {
    for (const objects of ['800111840101', '8401018001 11', '8001118102501584 0101', '840101']) {
      ok(card, mse('B6', objects));
      const signature = fromHex(send(card, SIGN).slice(0, -4));
      const opened = publicKeyOf(card, 1);
      expect(signature).toHaveLength(256);
      const hash = Buffer.alloc(32, 0x5a);
      expect(verifyDigest(opened, hash, signature)).toBe(true);
    }
  });

  it('signs anything up to 245 bytes', () => {
    ok(card, mse('B6', '800111840101'));
    for (const n of [0, 1, 102, 103, 245]) {
      expect(sw(card, n === 0 ? '002A9E9A00' : withData('002A9E9A', 'AA'.repeat(n), '00'))).toBe('9000');
    }
    expect(sw(card, withData('002A9E9A', 'AA'.repeat(246), '00'))).toBe('6700');
  });

  it('signs a block that is padded already as it is, where no algorithm was named: as for GnuPG', () => {
    const block = `0001${'FF'.repeat(202)}00${DIGEST_INFO}`;
    const sign = (data: string): string => send(card, `002A9E9A000100${data}0100`);
    ok(card, mse('B6', '840101'));
    const padded = sign(block);
    expect(padded).toBe(send(card, SIGN));
    expect(verifyDigest(publicKeyOf(card, 1), Buffer.alloc(32, 0x5a), fromHex(padded.slice(0, -4)))).toBe(true);
    expect(sign(block.replace(/^0001/, '0002'))).toBe('6700');
    ok(card, mse('B6', '800111840101'));
    expect(sign(block)).toBe('6700');
  });

  it('signs a hash by PSS, and takes the hash from the length', () => {
    ok(card, mse('B6', '800112840101'));
    for (const [hash, length] of [
      ['sha1', 20],
      ['sha224', 28],
      ['sha256', 32],
      ['sha384', 48],
      ['sha512', 64],
    ] as const) {
      const message = Buffer.from(hash);
      const digest = createHash(hash).update(message).digest();
      const signature = fromHex(send(card, withData('002A9E9A', digest.toString('hex'), '00')).slice(0, -4));
      const key = { key: publicKeyOf(card, 1), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: length };
      expect(verifySignature(hash, message, key, signature)).toBe(true);
    }
    expect(sw(card, withData('002A9E9A', '00'.repeat(33), '00'))).toBe('6700');
  });

  it('deciphers, chained and extended, and tells every padding failure by one word', () => {
    ok(card, mse('B8', '800111840101'));
    const message = Buffer.from('attack at dawn');
    const key = { key: publicKeyOf(card, 1), padding: constants.RSA_PKCS1_PADDING };
    const cryptogram = `00${publicEncrypt(key, message).toString('hex')}`;
    const answer = `${message.toString('hex').toUpperCase()}9000`;
    expect(send(card, withData('002A8086', cryptogram, '0000'))).toBe(answer);
    ok(card, withData('102A8086', cryptogram.slice(0, 510)));
    expect(send(card, withData('002A8086', cryptogram.slice(510), '00'))).toBe(answer);
    ok(card, mse('B8', '80010A840101'));
    expect(send(card, withData('002A8086', cryptogram, '0100'))).toBe(answer);

    const raw = (block: string) =>
      publicEncrypt(
        { key: publicKeyOf(card, 1), padding: constants.RSA_NO_PADDING },
        Buffer.from(block, 'hex'),
      ).toString('hex');
    const wrong = [
      `0001${'FF'.repeat(200)}00${'41'.repeat(53)}`,
      `0002${'FF'.repeat(254)}`,
      `0002FF00${'41'.repeat(252)}`,
    ];
    for (const block of wrong) expect(send(card, withData('002A8086', `00${raw(block)}`, '0000'))).toBe('6A80');
    expect(send(card, withData('002A8086', `02${cryptogram.slice(2)}`, '0000'))).toBe('6A80');
    expect(send(card, withData('002A8086', `00${'FF'.repeat(256)}`, '0000'))).toBe('6A80');
    expect(send(card, withData('002A8086', cryptogram.slice(0, -2), '0000'))).toBe('6700');
  });

  it('is lost with the PIN: MSE answers 6982, so does PSO', () => {
    const other = card.fork();
    other.powerOn();
    ok(other, ISOAPPLET);
    expect(sw(other, mse('B6', '800111840101'))).toBe('6982');
    ok(other, verify(PIN), mse('B6', '800111840101'));
    send(other, verify(WRONG_PIN));
    expect(sw(other, SIGN)).toBe('6982');
  });
});

function verifyDigest(key: KeyObject, hash: Buffer, signature: Uint8Array): boolean {
  const opened = publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature) as Buffer;
  return opened.subarray(-32).equals(hash) && opened.length === 51;
}

describe('elliptic curves', () => {
  it.each(CURVES.map(({ name }) => name))('%s: generates, signs a hash raw, and the signature verifies', (name) => {
    const card = readyCard();
    generateEc(card, 2, curveNamed(name));
    ok(card, mse('B6', '840102'));
    const hash = '5B'.repeat(20);
    const signature = fromHex(send(card, withData('002A9E9A', hash, '00')).slice(0, -4));
    // A message whose SHA-1 is not known cannot be given to node: sign the SHA-1 of a message instead.
    const message = Buffer.from(name);
    const digest = createHash('sha1').update(message).digest('hex');
    const second = fromHex(send(card, withData('002A9E9A', digest, '00')).slice(0, -4));
    expect(verifySignature('sha1', message, publicKeyOf(card, 2), second)).toBe(true);
    expect(toHex(signature)).not.toBe(toHex(second));
  });

  it('answers the parameters as they came, byte for byte', () => {
    const card = readyCard();
    const p256 = curveNamed('secp256r1');
    ok(card, mse('00', '8001EC840102'));
    const answer = dataOf(card, { ins: 0x46, data: curveParameters(p256), ne: 65536 });
    const point = dataOf(card, { ins: 0xca, p1: 1, p2: 1, ne: 3 });
    expect(point).toHaveLength(3);
    expect(toHex(answer)).toContain(toHex(curveParameters(p256).subarray(0, 0x60)));
  });

  it('hashes with SHA-1 for a v0 host and signs raw for a v1 host', () => {
    const message = Buffer.from('message');
    const sha1 = createHash('sha1').update(message).digest('hex');
    const card = readyCard();
    generateEc(card, 2, curveNamed('secp256r1'));
    const sign = (host: Card, input: string) => fromHex(send(host, withData('002A9E9A', input, '00')).slice(0, -4));
    ok(card, mse('B6', '800121840102'));
    expect(verifySignature('sha1', message, publicKeyOf(card, 2), sign(card, message.toString('hex')))).toBe(true);
    ok(card, '00CA010103');
    expect(verifySignature('sha1', message, publicKeyOf(card, 2), sign(card, sha1))).toBe(true);
    card.reset();
    ok(card, ISOAPPLET, verify(PIN), mse('B6', '800121840102'));
    expect(verifySignature('sha1', message, publicKeyOf(card, 2), sign(card, sha1))).toBe(true);
    ok(card, ISOAPPLET, ISOAPPLET);
    send(card, '00A4080C025015');
    ok(card, verify(PIN), mse('B6', '800121840102'));
    expect(verifySignature('sha1', message, publicKeyOf(card, 2), sign(card, message.toString('hex')))).toBe(true);
    card.powerOff();
    card.powerOn();
    ok(card, ISOAPPLET.replace('00A40400', '00A4040C'), verify(PIN), mse('B6', '800121840102'));
    expect(verifySignature('sha1', message, publicKeyOf(card, 2), sign(card, sha1))).toBe(true);
  });

  it('refuses unknown and incomplete parameters', () => {
    const card = readyCard();
    ok(card, mse('00', '8001EC840102'));
    const p256 = curveParameters(curveNamed('secp256r1'));
    const other = p256.slice();
    other[40]! ^= 1;
    const word = (bytes: Uint8Array) =>
      parseResponse(card.transmit(encodeCommand({ ins: 0x46, data: bytes, ne: 65536 }))).sw;
    expect(word(other)).toBe(0x6a81);
    expect(word(p256.subarray(34))).toBe(0x6984);
    expect(word(p256.subarray(0, 50))).toBe(0x6a80);
    expect(word(new Uint8Array(0))).toBe(0x6984);
    expect(card.inspect().keys).toEqual([]);
  });
});
