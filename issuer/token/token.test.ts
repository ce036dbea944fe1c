import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CardChannel,
  CardMute,
  concat,
  encodeCommand,
  fromHex,
  parseCommand,
  parseResponse,
  toHex,
  u16,
} from '../../apdu/index.ts';
import { type Card, createCard } from '../../index.ts';
import { CardHost } from '../card-host.ts';
import { authenticationObjects, PIN_FLAG, PIN_TYPE, type PinObject } from '../pkcs15/authentication-objects.ts';
import { objectDirectory, tokenInfo } from '../pkcs15/directories.ts';
import { changePin, isAtLeast, type TokenError, tokenOn, tokenView, unblockPin, versionNumbers } from './index.ts';

const READY = createCard();
const BLANK = createCard({ profile: 'zorg-id-blank' });

/** The ready card after some wrong PINs. */
function zorgId(wrongPins = 0): Card {
  const card = READY.fork();
  for (let i = 0; i < wrongPins; i++) failure(() => changePin(card, change('000000', '654321')));
  return card;
}

const status = (card: CardChannel | undefined, version?: string): string => tokenView(card, version).tokenStatus;

/** What a refused wish about a PIN tells. */
function failure(act: () => void): [string, number | undefined] {
  try {
    act();
  } catch (error) {
    const { code, triesLeft } = error as TokenError;
    return [code, triesLeft];
  }
  throw new Error('nothing was refused');
}

const change = (pin: string, newPin: string, repeated = newPin) => ({ pin, newPin, repeated });
const unblocking = (puk: string, newPin: string, repeated = newPin) => ({ puk, newPin, repeated });

/** A card that answers power and no more. */
const mute: CardChannel = {
  powerOn: () => {
    throw new CardMute('no answer to reset');
  },
  reset: () => {
    throw new CardMute('no answer to reset');
  },
  powerOff: () => undefined,
  transmit: () => {
    throw new CardMute('no power');
  },
};

/** A card of somebody else: it refuses everything. */
const foreign: CardChannel = { ...mute, powerOn: () => fromHex('3B00'), transmit: () => fromHex('6D00') };

describe('what Token Administration shows', () => {
  it.each<[string, () => CardChannel | undefined, string, string | null]>([
    ['of an empty reader', () => undefined, 'afwezig', null],
    ['of a blank card', () => BLANK, 'niet geïnitialiseerd', null],
    ['of an operational card', () => zorgId(), 'operationeel', 'ZORG-ID Smartcard TEST'],
    ['of a card with one try left', () => zorgId(2), 'operationeel', 'ZORG-ID Smartcard TEST'],
    ['of a blocked card', () => zorgId(3), 'PIN geblokkeerd', 'ZORG-ID Smartcard TEST'],
    ['of a card that stays mute', () => mute, 'niet leesbaar', null],
    ['of a card of somebody else', () => foreign, 'aanwezig', 'Onbekend token'],
  ])('%s', (_, card, words, name) => {
    expect(tokenView(card())).toMatchObject({ tokenStatus: words, tokenName: name });
  });

  it('11 old middleware view (R30): below 4.3.0.0 blank and operational cards look alike', () => {
    const cards = [BLANK, zorgId()];
    for (const version of ['4.2.9.9', '4.2', '3', '0.0.0.0']) {
      for (const card of cards) {
        expect(tokenView(card, version)).toMatchObject({
          tokenName: 'Onbekend token',
          tokenStatus: 'aanwezig',
          certainty: { tokenName: 'certain', tokenStatus: 'certain' },
          remark: expect.stringContaining('Dit betekent niet per se dat er iets mis is met uw ZORG-ID Smartcard.'),
        });
      }
      expect(status(undefined, version)).toBe('afwezig');
    }
    for (const version of ['4.3.0.0', '4.3', '4.7.0.0', '10']) {
      expect(cards.map((card) => status(card, version))).toEqual(['niet geïnitialiseerd', 'operationeel']);
    }
  });

  it('names its guesses, and takes other words for them', () => {
    const blocked = zorgId(3);
    expect(tokenView(blocked).certainty.tokenStatus).toBe('guess');
    expect(tokenView(blocked, '4.3.0.0', { 'pin-blocked': 'geblokkeerd' }).tokenStatus).toBe('geblokkeerd');
    expect(tokenView(zorgId()).certainty.tokenStatus).toBe('certain');
  });

  it('costs no try and leaves the card as it was, without power', () => {
    const card = zorgId();
    const before = card.image();
    for (let i = 0; i < 5; i++) status(card);
    expect(card.image()).toEqual(before);
    expect(() => card.transmit(fromHex('00A4000C023F00'))).toThrow(CardMute);
  });

  it('is that of the card, whatever stands in its files', () => {
    const answers = fc.array(fc.uint8Array({ minLength: 2, maxLength: 40 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(answers, (bytes) => {
        let at = 0;
        const card: CardChannel = { ...foreign, transmit: () => bytes[at++ % bytes.length]!.slice() };
        expect(tokenView(card).tokenStatus).toBeTypeOf('string');
      }),
    );
  });
});

describe('versions', () => {
  const version = fc.array(fc.nat(20), { minLength: 4, maxLength: 4 });

  it('are ordered by their four numbers', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        const [x, y] = [a, b].map((numbers) => numbers.reduce((sum, number) => sum * 100 + number, 0));
        expect(isAtLeast(a.join('.'), b.join('.'))).toBe(x! >= y!);
      }),
    );
  });

  it('are nothing else', () => {
    expect(versionNumbers('4.3')).toEqual([4, 3, 0, 0]);
    for (const wrong of ['', 'x', '4.', '.4', '4.3.0.0.0', '-1', '4,3'])
      expect(() => versionNumbers(wrong)).toThrow(RangeError);
  });
});

describe('the PIN', () => {
  it('5 wrong PIN ×3, PUK, new PIN (R35–R40)', () => {
    const card = zorgId();
    const wrong = () => failure(() => changePin(card, change('000000', 'abc123')));
    expect([wrong(), wrong(), wrong(), wrong()]).toEqual([
      ['PIN_WRONG', 2],
      ['PIN_WRONG', 1],
      ['PIN_BLOCKED', 0],
      ['PIN_BLOCKED', 0],
    ]);
    expect(status(card)).toBe('PIN geblokkeerd');
    expect(failure(() => unblockPin(card, unblocking('00000000', 'abc123')))).toEqual(['PUK_WRONG', 2]);
    unblockPin(card, unblocking('12345678', 'abc123'));
    expect(tokenView(card)).toMatchObject({
      tokenStatus: 'operationeel',
      card: { pin: { triesLeft: 3 }, puk: { triesLeft: 3 } },
    });
    changePin(card, change('abc123', 'XYZ98765'));
    expect(failure(() => changePin(card, change('abc123', '123456')))).toEqual(['PIN_WRONG', 2]);
  });

  it('6 PUK ×3 dead', () => {
    const card = zorgId(3);
    const wrong = () => failure(() => unblockPin(card, unblocking('00000000', '123456')));
    expect([wrong(), wrong(), wrong(), wrong()]).toEqual([
      ['PUK_WRONG', 2],
      ['PUK_WRONG', 1],
      ['PUK_BLOCKED', 0],
      ['PUK_BLOCKED', 0],
    ]);
    expect(failure(() => unblockPin(card, unblocking('12345678', '123456')))).toEqual(['PUK_BLOCKED', 0]);
    expect(status(card)).toBe('PIN en PUK geblokkeerd');
    expect(status(card, '4.2.0.0')).toBe('aanwezig');
  });

  it('a blocked PUK is told while the PIN still works', () => {
    const card = zorgId();
    for (let i = 0; i < 3; i++) failure(() => unblockPin(card, unblocking('00000000', '123456')));
    expect(status(card)).toBe('PUK geblokkeerd');
    changePin(card, change('123456', '654321'));
  });

  it.each([
    ['twice, but not the same', change('123456', 'abcdef', 'abcdeg'), 'PIN_MISMATCH'],
    ['of 5 characters', change('123456', 'abcde'), 'PIN_POLICY'],
    ['of 9 characters', change('123456', 'abcdefghi'), 'PIN_POLICY'],
    ['with another character, which the card finds', change('123456', 'abc-12'), 'PIN_POLICY'],
  ])('a new one %s costs no try', (_, order, code) => {
    const card = zorgId();
    expect(failure(() => changePin(card, order))[0]).toBe(code);
    expect(tokenView(card).card.pin?.triesLeft).toBe(3);
  });

  it.each([
    ['without a card', () => undefined],
    ['on a blank card', () => BLANK],
    ['on a card of somebody else', () => foreign],
  ])('there is none %s', (_, card) => {
    expect(failure(() => changePin(card(), change('123456', '654321')))[0]).toBe('NO_TOKEN');
  });
});

/** A card with PKCS#15 files of any content, which writes down what is done with its PINs. */
function cardWith(pins: readonly PinObject[]): { readonly card: CardChannel; readonly sent: string[] } {
  const files = new Map([
    ['5031', objectDirectory([['authObjects', '3FFF4408']])],
    ['5032', tokenInfo(Uint8Array.of(1), 'somebody', 'a token')],
    ['4408', concat(authenticationObjects(pins), new Uint8Array(9))],
  ]);
  const sent: string[] = [];
  let current = '';
  const card: CardChannel = {
    ...foreign,
    transmit: (bytes) => {
      const { ins, p1, p2, data, ne } = parseCommand(bytes);
      if (ins === 0xa4 && p1 === 0x08) return u16(0x6a86);
      if (ins === 0xa4 && p1 === 0x04) return u16(0x9000);
      if (ins === 0xa4) {
        current = toHex(data);
        return files.has(current) || current === '3F00' ? u16(0x9000) : u16(0x6a82);
      }
      if (ins === 0xb0) {
        const content = files.get(current)!.slice(p1 * 256 + p2);
        return content.length === 0 ? u16(0x6b00) : concat(content.subarray(0, ne), u16(0x9000));
      }
      if (ins === 0x20) return u16(0x63c3);
      sent.push(toHex(bytes));
      return u16(0x9000);
    },
  };
  return { card, sent };
}

const pinObject: PinObject = {
  label: 'User Pin',
  authId: Uint8Array.of(2),
  protectedBy: Uint8Array.of(1),
  flags: [PIN_FLAG.initialized, PIN_FLAG.needsPadding],
  type: PIN_TYPE.asciiNumeric,
  minLength: 6,
  maxLength: 8,
  storedLength: 15,
  reference: 2,
  path: '3F00',
};
const pukObject: PinObject = {
  ...pinObject,
  label: 'SO Pin',
  authId: Uint8Array.of(1),
  flags: [...pinObject.flags, PIN_FLAG.soPin],
  minLength: 8,
  reference: 1,
};

describe("the card's own directory says how a PIN is sent", () => {
  it('references, stored length and filler of the SafeSign layout', () => {
    const { card, sent } = cardWith([pukObject, pinObject]);
    changePin(card, change('123456', 'abcdef12'));
    unblockPin(card, unblocking('87654321', '123456'));
    expect(sent).toEqual([
      `002400021E${'313233343536'.padEnd(30, '0')}${'6162636465663132'.padEnd(30, '0')}`,
      `002C00021E${'3837363534333231'.padEnd(30, '0')}${'313233343536'.padEnd(30, '0')}`,
    ]);
  });

  it('no filler where the card wants none', () => {
    const { card, sent } = cardWith([{ ...pinObject, flags: [PIN_FLAG.initialized] }]);
    changePin(card, change('123456', 'abcdef'));
    expect(sent).toEqual(['002400020C313233343536616263646566']);
  });

  it('a PIN without a value makes a token that is not initialised', () => {
    expect(status(cardWith([{ ...pinObject, flags: [PIN_FLAG.needsPadding] }]).card)).toBe('niet geïnitialiseerd');
  });
});

it('a PUK tells its tries and is not verified', () => {
  const card = zorgId();
  card.powerOn();
  const facts = tokenOn(new CardHost(card), card.reset());
  expect(facts.kind === 'operational' && facts.token.puk?.triesLeft).toBe(3);
  const verify = encodeCommand({ ins: 0x20, p2: 0x02, data: new TextEncoder().encode('12345678') });
  expect(parseResponse(card.transmit(verify)).sw).toBe(0x6a88);
});
