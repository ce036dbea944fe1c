import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encodeCommand, parseResponse, tlv, toHex } from '../../apdu/index.ts';
import { type Card, curveNamed } from '../../emulator/index.ts';
import { curveParameters } from '../curve-template.ts';
import { copyOf, ok, operationalCard, PIN, sw, verify, withData } from '../host.test-support.ts';
import { mse, readyCard } from './keys.test-support.ts';

const toBigInt = (bytes: Uint8Array): bigint => BigInt(`0x${toHex(bytes)}`);
const toBytes = (value: bigint, length: number): Uint8Array =>
  Uint8Array.from(Buffer.from(value.toString(16).padStart(2 * length, '0'), 'hex'));

function importKey(card: Card, template: Uint8Array): string {
  const command = encodeCommand({ ins: 0xdb, p1: 0x3f, p2: 0xff, data: template });
  return parseResponse(card.transmit(command)).sw.toString(16).toUpperCase();
}

/** A card that expects a key of a kind under reference 1, where an EC key lies already. */
function expecting(algorithm: 'F3' | 'EC'): Card {
  const card = copyOf(withEcKey);
  ok(card, verify(PIN), withData('00224100', `8001${algorithm}840101`));
  return card;
}

const p256 = curveNamed('secp256r1');

/** The template of private number d of secp256r1, with objects replaced or added. */
function ecTemplate(d: Uint8Array, changed: Readonly<Record<number, Uint8Array>> = {}): Uint8Array {
  const { p, a, b, gx, gy, n } = p256;
  const point = Uint8Array.of(0x04, ...toBytes(gx, 32), ...toBytes(gy, 32));
  const objects: Record<number, Uint8Array> = {
    129: toBytes(p, 32),
    130: toBytes(a, 32),
    131: toBytes(b, 32),
    132: point,
    133: toBytes(n, 32),
    135: Uint8Array.of(1),
    136: d,
    ...changed,
  };
  return tlv(0xe0, ...Object.entries(objects).map(([tag, value]) => tlv(Number(tag), value)));
}

const withEcKey = operationalCard();
ok(withEcKey, verify(PIN), withData('00224100', '8001EC840101'));
expect(importKey(withEcKey, ecTemplate(Uint8Array.of(7)))).toBe('9000');

/** Expects a template to be refused, and nothing to have changed. */
function expectRefusal(algorithm: 'F3' | 'EC', template: Uint8Array, answer: string): void {
  const card = expecting(algorithm);
  const before = toHex(card.image());
  expect(importKey(card, template)).toBe(answer);
  expect(toHex(card.image())).toBe(before);
  expect(card.inspect().keys).toMatchObject([{ reference: 1, kind: 'EC secp256r1' }]);
  ok(card, withData('002241B6', '840101'), withData('002A9E9A', '5A', '00'));
}

describe('an EC private key from outside', () => {
  const d = Uint8Array.of(7);
  const { n } = p256;
  const publicPoint = (() => {
    const card = expecting('EC');
    return card.inspect().keys[0]!.publicKey.slice(-65);
  })();
  const offCurve = publicPoint.with(64, publicPoint[64]! ^ 1);

  it.each<[string, Uint8Array, string]>([
    ['0', ecTemplate(new Uint8Array(32)), '6A80'],
    ['the order', ecTemplate(toBytes(n, 32)), '6A80'],
    ['above the order', ecTemplate(toBytes(n + 1n, 32)), '6A80'],
    ['longer than the order', ecTemplate(new Uint8Array(33).fill(1)), '6A80'],
    ['of no byte', ecTemplate(new Uint8Array(0)), '6A80'],
    ['with a point that is not on the curve', ecTemplate(d, { 134: offCurve }), '6A80'],
    ['with a point of another key', ecTemplate(Uint8Array.of(8), { 134: publicPoint }), '6A80'],
    ['with a compressed point', ecTemplate(d, { 134: publicPoint.slice(0, 33).with(0, 2) }), '6A80'],
    ['with a base point that is not on the curve', ecTemplate(d, { 132: offCurve }), '6A81'],
    ['on a curve with another order', ecTemplate(d, { 133: toBytes(n - 2n, 32) }), '6A81'],
    ['on a curve that is even', ecTemplate(d, { 129: toBytes(p256.p - 1n, 32) }), '6A81'],
  ])('%s: refused, nothing changed', (_, template, answer) => {
    expectRefusal('EC', template, answer);
  });

  it.each<[string, Uint8Array]>([
    ['1', ecTemplate(Uint8Array.of(1))],
    ['the greatest', ecTemplate(toBytes(n - 1n, 32))],
    ['with its point', ecTemplate(d, { 134: publicPoint })],
    ['with an empty point', ecTemplate(d, { 134: new Uint8Array(0) })],
  ])('%s: taken', (_, template) => {
    expect(importKey(expecting('EC'), template)).toBe('9000');
  });
});

describe('an RSA private key from outside', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = privateKey.export({ format: 'jwk' });
  const part = (value: string): bigint => toBigInt(Buffer.from(value, 'base64url'));
  const good = { p: part(jwk.p!), q: part(jwk.q!), qi: part(jwk.qi!), dp: part(jwk.dp!), dq: part(jwk.dq!) };
  const inverse = (value: bigint, modulus: bigint): bigint => {
    let [a, b, x, y] = [value % modulus, modulus, 1n, 0n];
    while (a > 1n) {
      const quotient = b / a;
      [a, b, x, y] = [b % a, a, y - quotient * x, x];
      if (a === 0n) throw new RangeError('no inverse');
    }
    return ((x % modulus) + modulus) % modulus;
  };

  const template = (changed: Partial<typeof good> = {}): Uint8Array => {
    const { p, q, qi, dp, dq } = { ...good, ...changed };
    return tlv(0x7f48, ...[p, q, qi, dp, dq].map((value, i) => tlv(0x92 + i, toBytes(value, 128))));
  };

  /** CRT parts that belong together, of a factor that is no prime. */
  const composite = (() => {
    for (let factor = good.p - 2n; ; factor -= 2n) {
      try {
        const dp = inverse(65537n, factor - 1n);
        return { p: factor, qi: inverse(good.q, factor), dp };
      } catch {
        // Not every number has the inverses; the next one may.
      }
    }
  })();

  it.each<[string, Uint8Array, string]>([
    ['one prime twice', template({ q: good.p, dq: good.dp, qi: 1n }), '6A80'],
    ['primes exchanged', template({ p: good.q, q: good.p }), '6A80'],
    ['another coefficient', template({ qi: good.qi + 1n }), '6A80'],
    ['coefficient 0', template({ qi: 0n }), '6A80'],
    ['a coefficient that is not reduced', template({ qi: (good.qi + good.p) % (1n << 1024n) }), '6A80'],
    ['another exponent for p', template({ dp: good.dp + 2n }), '6A80'],
    ['another exponent for q', template({ dq: good.dq + 2n }), '6A80'],
    ['exponent 0', template({ dp: 0n }), '6A80'],
    ['exponent 1: the public one would be 1', template({ dp: 1n, dq: 1n }), '6A80'],
    ['an even modulus', template({ p: good.p - 1n }), '6A80'],
    ['a factor that is no prime', template(composite), '6A80'],
    ['a part missing', tlv(0x7f48, tlv(0x92, toBytes(good.p, 128))), '6984'],
  ])('%s: refused, nothing changed', (_, data, answer) => {
    expectRefusal('F3', data, answer);
  });

  it('that holds together is taken, in place of what was there', () => {
    const card = expecting('F3');
    expect(importKey(card, template())).toBe('9000');
    expect(card.inspect().keys).toMatchObject([{ reference: 1, kind: 'RSA-2048' }]);
    ok(card, withData('002241B6', '800111840101'));
    expect(sw(card, withData('002A9E9A', '5A', '00'))).toBe('9000');
  });
});

describe('PUT DATA of a private key', () => {
  it('imports an EC key that signs', () => {
    const card = readyCard();
    ok(card, mse('00', '8001EC840101'));
    const template = (d: Uint8Array) => tlv(0xe0, curveParameters(p256), tlv(0x88, d));
    const put = (d: Uint8Array) =>
      parseResponse(card.transmit(encodeCommand({ ins: 0xdb, p1: 0x3f, p2: 0xff, data: template(d) }))).sw;
    expect(put(new Uint8Array(32))).toBe(0x6a80);
    expect(put(new Uint8Array(32).fill(0xff))).toBe(0x6a80);
    expect(card.inspect().keys).toEqual([]);
    expect(put(Uint8Array.of(0x05))).toBe(0x9000);
    expect(card.inspect().keys).toMatchObject([{ reference: 1, kind: 'EC secp256r1' }]);
  });

  it.each([
    [2048, 'F3', '9000'],
    [3072, 'F3', '9000'],
    [2048, 'F5', '9000'],
    [1024, 'F3', '6984'],
  ])('imports RSA of %i bits as the size that it has, the environment saying %s: %s', (bits, reference, answer) => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
    const { p, q, qi, dp, dq } = privateKey.export({ format: 'jwk' });
    const parts = [p, q, qi, dp, dq].map((part, i) => tlv(0x92 + i, Buffer.from(part!, 'base64url')));
    const card = readyCard();
    ok(card, mse('00', `8001${reference}840101`));
    const data = tlv(0x7f48, ...parts);
    const { sw } = parseResponse(card.transmit(encodeCommand({ ins: 0xdb, p1: 0x3f, p2: 0xff, data })));
    expect(sw.toString(16)).toBe(answer);
    expect(card.inspect().keys).toMatchObject(answer === '9000' ? [{ reference: 1, kind: `RSA-${bits}` }] : []);
  });

  it('refuses what is not the template, and needs PIN and environment', () => {
    const card = operationalCard();
    expect(sw(card, withData('00DB3FFF', '7F4800'))).toBe('6982');
    ok(card, verify(PIN));
    expect(sw(card, withData('00DB3FFF', '7F4800'))).toBe('6985');
    ok(card, mse('00', '8001F3840101'));
    expect(sw(card, withData('00DB3FFF', '7F49029200'))).toBe('6A80');
    expect(sw(card, withData('00DB3FFF', '7F4805920101'))).toBe('6984');
    expect(sw(card, withData('00DB3FFF', '7F4803920101'))).toBe('6984');
    expect(sw(card, withData('00DB3FFE', '7F4800'))).toBe('6A86');
    expect(card.inspect().keys).toEqual([]);
  });
});
