import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type CardChannel, fromHex, parseResponse, sameBytes, toHex } from '../../apdu/index.ts';
import { type Card, createCard, zorgId } from '../../applet/index.ts';
import { fixedClock } from '../../emulator/index.ts';
import { authority, chainNames, chainOf } from '../ca/authority.ts';
import { cardKey } from './card-keys.ts';
import { personaliseReady } from './personalise-ready.ts';

const CLOCK = fixedClock(Date.UTC(2026, 0, 1));
const VERIFY = '00200001 10 31323334353600000000000000000000';
const SELECT_APPLICATION = '00A4040C 0C A000000063504B43532D3135';

/** A powered card that is still blank. */
function blankCard(): Card {
  const card = createCard({ profile: zorgId, clock: CLOCK });
  card.powerOn();
  return card;
}

function readyCard(): Card {
  const card = blankCard();
  personaliseReady(card, zorgId, CLOCK);
  return card;
}

const send = (card: CardChannel, command: string) => parseResponse(card.transmit(fromHex(command)));
const sw = (card: CardChannel, command: string): string => send(card, command).sw.toString(16).toUpperCase();

/** The content of an EF below DF 5015. */
function content(card: CardChannel, fid: number): Uint8Array {
  expect(sw(card, SELECT_APPLICATION)).toBe('9000');
  expect(sw(card, `00A4020C 02 ${fid.toString(16).padStart(4, '0')}`)).toBe('9000');
  return send(card, '00B00000 000000').data;
}

const certificateIn = (card: CardChannel, fid: number): X509Certificate => new X509Certificate(content(card, fid));

describe('a ready ZORG-ID card', () => {
  const card = readyCard();

  it('has three keys, each with what it is for', () => {
    expect(card.inspect().keys.map(({ reference, kind, usage }) => ({ reference, kind, usage }))).toEqual([
      { reference: 1, kind: 'RSA-2048', usage: ['sign', 'authenticate'] },
      { reference: 2, kind: 'RSA-2048', usage: ['sign'] },
      { reference: 3, kind: 'RSA-2048', usage: ['decipher'] },
    ]);
  });

  it.each(zorgId.keys.map(cardKey))(
    'the certificate of key $reference is of that key and by the authority',
    ({ reference, certificateFid }) => {
      const certificate = certificateIn(card, certificateFid);
      const key = card.inspect().keys.find((each) => each.reference === reference)!;
      const inCertificate = certificate.publicKey.export({ format: 'der', type: 'spki' });
      expect(sameBytes(new Uint8Array(inCertificate), key.publicKey)).toBe(true);
      expect(certificate.verify(new X509Certificate(authority('zorg-id').certificate).publicKey)).toBe(true);
      expect(certificate.validFrom).toBe('Jan  1 00:00:00 2026 GMT');
      expect(certificate.validTo).toBe('Jan  1 00:00:00 2029 GMT');
    },
  );

  it('has the chain up to the root', () => {
    const chain = [0x4341, 0x4342, 0x4343].map((fid) => toHex(content(card, fid)));
    expect(chain).toEqual(chainOf('zorg-id').map((der) => toHex(der)));
    expect(chainNames('zorg-id')).toEqual(['zorg-id', 'zorg-id-level-2', 'zorg-id-root']);
  });

  it('has nothing in it that can still be written', () => {
    const [, application] = card.inspect().files.children;
    expect(application?.children).toHaveLength(19);
    for (const { fid, access } of application!.children) {
      const read = ['4311', '4312', '4313'].includes(fid) ? 'never' : 'always';
      expect(access).toMatchObject({ read, update: 'never', write: 'never', deleteSelf: 'never' });
    }
  });

  it('key 2 asks for the PIN before each signature, key 1 once', () => {
    const fork = card.fork();
    fork.powerOn();
    const sign = `002A9E9A 04 01020304 00`;
    const outcomes = (reference: number) => {
      expect(sw(fork, VERIFY)).toBe('9000');
      const set = sw(fork, `002241B6 06 800111 8401 0${reference}`);
      return [set, sw(fork, sign), sw(fork, sign)];
    };
    expect(outcomes(1)).toEqual(['9000', '9000', '9000']);
    expect(outcomes(2)).toEqual(['9000', '9000', '6982']);
  });

  it('signs for a host that selects the file of the key and names the key alone, and deciphers for it: GnuPG', () => {
    const fork = card.fork();
    fork.powerOn();
    for (const key of zorgId.keys.map(cardKey)) {
      const select = ['00A4000C 02 3F00', '00A4010C 02 5015', `00A4020C 02 ${key.privateKeyFid.toString(16)}`];
      const [template, algorithm] = key.usage.includes('sign') ? ['B6', ''] : ['B8', '80010A'];
      const length = algorithm === '' ? '03' : '06';
      const mse = `002241${template} ${length} ${algorithm} 8401 0${key.reference}`;
      expect([...select, VERIFY, mse].map((command) => sw(fork, command))).toEqual(Array(5).fill('9000'));
      expect(sw(fork, '00B00000 00')).toBe('6982');
    }
  });

  it('key 3 signs nothing, and key 1 deciphers nothing', () => {
    const fork = card.fork();
    fork.powerOn();
    expect(sw(fork, VERIFY)).toBe('9000');
    const attempt = (template: string, reference: number, command: string) => {
      const set = sw(fork, `002241${template} 06 800111 8401 0${reference}`);
      return set === '9000' ? sw(fork, command) : set;
    };
    expect(attempt('B6', 3, '002A9E9A 04 01020304 00')).not.toBe('9000');
    expect(attempt('B8', 1, `002A8086 000101 00${'01'.repeat(256)} 0000`)).not.toBe('9000');
  });
});

it('wherever its making ends, the card is blank again and can be made, or it is complete', () => {
  const card = blankCard();
  const blank = card.inspect();
  let steps = 0;
  const watched: CardChannel = {
    powerOn: () => card.powerOn(),
    reset: () => card.reset(),
    powerOff: () => card.powerOff(),
    transmit: (command) => {
      const cut = card.fork();
      cut.powerOn();
      if (steps > 0 && cut.inspect().lifeCycle === 'operational') expect(command[1]).toBe(0xa4);
      else expect(cut.inspect()).toEqual(blank);
      steps += 1;
      return card.transmit(command);
    },
  };
  personaliseReady(watched, zorgId, CLOCK);
  expect(steps).toBeGreaterThan(80);
  expect(card.inspect().lifeCycle).toBe('operational');
});

it('a card that was cut short half-way is made as any other', () => {
  const card = blankCard();
  let left = 40;
  const failing: CardChannel = {
    powerOn: () => card.powerOn(),
    reset: () => card.reset(),
    powerOff: () => card.powerOff(),
    transmit: (command) => {
      left -= 1;
      if (left === 0) throw new Error('pulled out');
      return card.transmit(command);
    },
  };
  expect(() => personaliseReady(failing, zorgId, CLOCK)).toThrow('pulled out');
  card.powerOff();
  card.powerOn();
  expect(card.inspect().lifeCycle).toBe('blank');
  personaliseReady(card, zorgId, CLOCK);
  expect(card.inspect().lifeCycle).toBe('operational');
});
