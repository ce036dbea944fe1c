import { constants, createPublicKey, publicDecrypt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromHex, parseResponse, toHex } from '../../apdu/index.ts';
import { type Card, curveNamed, encodePersonalisation, type KeyAttributes } from '../../emulator/index.ts';
import { curveParameters } from '../curve-template.ts';
import {
  blankCard,
  copyOf,
  MF,
  ok,
  operationalCard,
  PIN,
  PUK,
  send,
  sw,
  verify,
  withData,
} from '../host.test-support.ts';

const CHALLENGE = 'C0FFEE5A';
const mse = (objects: string): string => withData('002241A4', objects);
const authenticate = (parameters: string, challenge = CHALLENGE): string =>
  withData(`0088${parameters}`, challenge, '00');

/** EC parameters as GENERATE ASYMMETRIC KEY PAIR takes them. */
const P256 = toHex(curveParameters(curveNamed('secp256r1')));

const made = operationalCard();
ok(made, verify(PIN), withData('00224100', '8001F3840101'), '00464200000000', withData('00224100', '8001EC840102'));
ok(made, withData('00460000', P256));

function ready(): Card {
  const card = copyOf(made);
  ok(card, verify(PIN));
  return card;
}

const keyOf = (card: Card, reference: number) =>
  createPublicKey({
    key: Buffer.from(card.inspect().keys.find((key) => key.reference === reference)!.publicKey),
    format: 'der',
    type: 'spki',
  });

describe('INTERNAL AUTHENTICATE', () => {
  it('signs the challenge by PKCS#1 v1.5, with the environment or the key named in P2', () => {
    for (const [setting, parameters] of [
      [mse('800111840101'), '0000'],
      [mse('840101'), '0000'],
      [undefined, '1101'],
      [undefined, '0001'],
    ] as const) {
      const card = ready();
      if (setting !== undefined) ok(card, setting);
      const signature = parseResponse(card.transmit(fromHex(authenticate(parameters)))).data;
      const opened = publicDecrypt({ key: keyOf(card, 1), padding: constants.RSA_PKCS1_PADDING }, signature);
      expect(toHex(opened)).toBe(CHALLENGE);
    }
  });

  it('signs the challenge by ECDSA, the same each time', () => {
    const card = ready();
    ok(card, mse('800121840102'));
    const signature = send(card, authenticate('0000'));
    expect(signature).toMatch(/^30[0-9A-F]+9000$/);
    expect(send(card, authenticate('2102'))).toBe(signature);
    expect(send(card, authenticate('0002', 'C0FFEE5B'))).not.toBe(signature);
  });

  it.each<[string, string, string]>([
    ['no environment', authenticate('0000'), '6985'],
    ['a key that is not there', authenticate('0003'), '6A88'],
    ['a reference that names no place', authenticate('0010'), '6A88'],
    ['an algorithm of another kind of key', authenticate('2101'), '6984'],
    ['an unknown algorithm', authenticate('3301'), '6A81'],
    ['PSS, which is not for this', authenticate('1201'), '6A81'],
    ['reserved bits of P2', authenticate('0061'), '6A86'],
    ['no challenge', '0088000100', '6700'],
    ['more than 40 % of the modulus', authenticate('0001', '5A'.repeat(103)), '6700'],
    ['exactly that', authenticate('0001', '5A'.repeat(102)), '9000'],
    ['more than the field', authenticate('0002', '5A'.repeat(33)), '6700'],
  ])('%s', (_, command, answer) => {
    expect(sw(ready(), command)).toBe(answer);
  });

  it('needs the PIN, and an environment of its own', () => {
    const card = copyOf(made);
    expect(sw(card, authenticate('0001'))).toBe('6982');
    expect(sw(card, mse('840101'))).toBe('6982');
    ok(card, verify(PIN), withData('002241B6', '840101'));
    expect(sw(card, authenticate('0000'))).toBe('6985');
    ok(card, mse('840102'));
    expect(sw(card, withData('002A9E9A', CHALLENGE, '00'))).toBe('9000');
  });

  function personalised(attributes: KeyAttributes): Card {
    const card = blankCard();
    const template = encodePersonalisation({
      serialNumber: undefined,
      mfAccess: undefined,
      pinPolicies: new Map(),
      keyAttributes: new Map([[2, attributes]]),
    });
    ok(card, withData('00DA0110', toHex(template)), withData('00240102', PUK), withData('00240101', PIN), verify(PIN));
    ok(card, withData('00224100', '8001EC840102'), withData('00460000', P256), MF, '00440000', verify(PIN));
    return card;
  }

  it('and signing are different rights', () => {
    const signs = personalised({ usage: ['sign'], consent: false });
    expect([mse('840102'), authenticate('0002')].map((command) => sw(signs, command))).toEqual(['6984', '6984']);
    const authenticates = personalised({ usage: ['authenticate'], consent: false });
    expect(sw(authenticates, withData('002241B6', '840102'))).toBe('6984');
    ok(authenticates, mse('840102'), authenticate('0000'));
  });

  it('uses up a verification where the key wants one for each use', () => {
    const card = personalised({ usage: ['authenticate'], consent: true });
    ok(card, authenticate('0002'));
    expect(sw(card, authenticate('0002'))).toBe('6982');
    ok(card, verify(PIN), mse('840102'), authenticate('0000'));
    expect(sw(card, authenticate('0000'))).toBe('6982');
  });
});
