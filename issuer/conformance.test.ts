import {
  constants,
  createHash,
  createPublicKey,
  publicDecrypt,
  publicEncrypt,
  verify as verifySignature,
} from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type CardChannel, encodeCommand, fromHex, INS, parseResponse, toHex } from '../apdu/index.ts';
import {
  create,
  df,
  ef,
  MF,
  ok,
  PIN,
  PUK,
  send,
  sw,
  verify,
  WRONG_PIN,
  withData,
} from '../applet/host.test-support.ts';
import { type Card, conformance, createCard } from '../applet/index.ts';
import { personaliseConformance } from './conformance.ts';

const SPARE_PIN = '36353433323100000000000000000000';
const SPARE_PUK = '38373635343332310000000000000000';
const verifySpare = (pin: string): string => withData('00200081', pin);

const made = createCard({ profile: conformance });
made.powerOn();
personaliseConformance(made, conformance);

/** The card, powered on. */
function card(...commands: readonly string[]): Card {
  const copy = made.fork();
  copy.powerOn();
  ok(copy, ...commands);
  return copy;
}

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
const select = (path: string): string => withData('00A4080C', path);

it('is operational after its own commands, and everything is left of its tries', () => {
  const { lifeCycle, pins } = made.inspect();
  expect(lifeCycle).toBe('operational');
  expect(pins.map(({ triesLeft, tryLimit }) => tryLimit - triesLeft)).toEqual([0, 0, 0, 0]);
  expect(pins.some(({ disabled }) => disabled)).toBe(false);
});

it('is blank again when its personalisation was cut short', () => {
  const cut = createCard({ profile: conformance });
  cut.powerOn();
  // CREATE FILE of the last DF never reaches the card.
  const channel: CardChannel = {
    powerOn: () => cut.powerOn(),
    powerOff: () => cut.powerOff(),
    reset: () => cut.reset(),
    transmit: (command) => (toHex(command).includes('83027F05') ? fromHex('6F00') : cut.transmit(command)),
  };
  expect(() => personaliseConformance(channel, conformance)).toThrow(/create DF.*6F00/);
  cut.powerOn();
  expect(cut.inspect()).toMatchObject({ lifeCycle: 'blank', keys: [], files: { children: [] } });
});

describe('access conditions', () => {
  const SITUATIONS = [[], [verify(PIN)], [verifySpare(SPARE_PIN)], [verify(PIN), verifySpare(SPARE_PIN)]];

  it.each<[string, string, boolean[], boolean[]]>([
    // read and update, each after nothing, PIN, spare PIN, both
    ['0201', '01', [true, true, true, true], [true, true, true, true]],
    ['0202', '02', [false, false, false, false], [false, false, false, false]],
    ['0203', '03', [false, true, false, true], [false, true, false, true]],
    ['0204', '04', [false, false, true, true], [false, false, true, true]],
    ['0205', '05', [false, false, false, true], [false, false, false, true]],
    ['0206', '06', [true, true, true, true], [false, true, false, true]],
  ])('of %s', (fid, byte, read, update) => {
    const answers = SITUATIONS.map((verified) => {
      const at = card(...verified, select(`7F04${fid}`));
      return [send(at, '00B0000000'), sw(at, '00D6000001AA'), sw(at, '00D0000001AA'), sw(at, '0004000000')];
    });
    const word = (granted: boolean): string => (granted ? '9000' : '6982');
    expect(answers).toEqual(
      SITUATIONS.map((_, i) => [
        read[i] ? `${byte.repeat(16)}9000` : '6982',
        word(update[i]!),
        word(update[i]!),
        '6982',
      ]),
    );
  });

  it('of the DFs that hold them: nobody creates or deletes there, PIN or not', () => {
    for (const fid of ['7F03', '7F04', '7F05']) {
      const at = card(verify(PIN), verifySpare(SPARE_PIN), select(fid));
      expect([sw(at, df('7F0A')), sw(at, ef('0A01', '0004')), sw(at, '00E40000020101')]).toEqual(
        fid === '7F03' ? ['6982', '6982', '6982'] : ['6982', '6982', '6A82'],
      );
    }
  });
});

describe('the free DFs', () => {
  it.each(['7F01', '7F02'])('%s lets everybody create, nest, fill and delete, and stays', (fid) => {
    const at = card(select(fid), df('7F01'), df('7F0A'), ef('0A01', '0004'), '00D6000004DEADBEEF');
    expect(send(at, '00B0000000')).toBe('DEADBEEF9000');
    ok(at, select(`${fid}7F01`), '00040000', '00440000', select(fid), '00E40000027F01');
    expect(sw(at, select(`${fid}7F01`))).toBe('6A82');
    ok(at, select(fid), withData('00DADF30', 'C0FFEE'));
    expect(send(at, '00CADF3000')).toBe('C0FFEE9000');
    ok(at, MF);
    expect(sw(at, `00E4000002${fid}`)).toBe('6982');
    ok(at, verify(PIN));
    expect(sw(at, `00E4000002${fid}`)).toBe('6982');
  });

  it('have names, of which each is an occurrence of what they begin with, and EF.DIR tells them', () => {
    const at = card();
    const byName = (p2: string, name: string): string => send(at, withData(`00A404${p2}`, name, '00'));
    const begin = 'F050524F4546504153';
    expect(byName('08', begin)).toBe(`640C840A${begin}019000`);
    expect(byName('0A', begin)).toBe(`640C840A${begin}029000`);
    expect(byName('0A', begin)).toBe('6A82');
    ok(at, MF);
    const directory = send(at, '00B09E0000');
    for (const [name, path] of [
      ['01', '7F01'],
      ['02', '7F02'],
    ] as const) {
      expect(directory).toContain(`4F0A${begin}${name}`);
      expect(directory).toContain(`51043F00${path}`);
    }
  });
});

describe('one EF of each kind', () => {
  it('holds what the documentation says', () => {
    const at = card(select('7F03'));
    const bytes = toHex(Uint8Array.from({ length: 64 }, (_, i) => i));
    expect(send(at, '00B0810000')).toBe(`${bytes}9000`);
    const records = (sfi: number): string[] => {
      const p2 = toHex(Uint8Array.of(sfi * 8 + 4));
      return [1, 2, 3, 4, 5].map((number) => send(at, `00B2${toHex(Uint8Array.of(number))}${p2}00`));
    };
    const none = '6A83';
    expect(records(2)).toEqual(['01', '02', '03', '04'].map((n) => `${n.repeat(8)}9000`).concat(none));
    expect(records(3)).toEqual([
      `${'01'.repeat(4)}9000`,
      `${'02'.repeat(8)}9000`,
      `${'03'.repeat(12)}9000`,
      none,
      none,
    ]);
    expect(records(4)).toEqual(['03', '02', '01'].map((n) => `${n.repeat(8)}9000`).concat(none, none));
  });

  it('has room for as many records as the documentation says', () => {
    const at = card(select('7F03'));
    const append = (sfi: number, length: number): string =>
      sw(at, withData(`00E200${toHex(Uint8Array.of(sfi * 8))}`, 'AA'.repeat(length)));
    expect([1, 2, 3, 4, 5].map(() => append(2, 8))).toEqual(['9000', '9000', '9000', '9000', '6A84']);
    expect([append(2, 7), append(3, 17)]).toEqual(['6700', '6700']);
    expect([16, 16, 9, 8].map((length) => append(3, length))).toEqual(['9000', '9000', '6A84', '9000']);
    expect([append(4, 8), append(4, 8), send(at, '00B2042400'), sw(at, '00B2052400')]).toEqual([
      '9000',
      '9000',
      `${'02'.repeat(8)}9000`,
      '6A83',
    ]);
  });

  it.each(['0101', '0102', '0103', '0104'])('%s is taken out of use and put back by everybody', (fid) => {
    const at = card(select(`7F03${fid}`), '00040000');
    expect(sw(at, select(`7F03${fid}`))).toBe('6283');
    ok(at, '00440000');
    expect([sw(at, select(`7F03${fid}`)), sw(at, '00E80000')]).toEqual(['9000', '6982']);
  });
});

it('the data object is read by everybody and replaced with the PIN', () => {
  const at = card(select('7F03'));
  expect([send(at, '00CADF2100'), sw(at, withData('00DADF21', '00'))]).toEqual(['544553549000', '6982']);
  ok(at, verify(PIN), withData('00DADF21', '2A'));
  expect(send(at, '00CADF2100')).toBe('2A9000');
});

describe('the keys', () => {
  const publicKey = (fid: string) => {
    const { data } = parseResponse(card(select(`7F05${fid}`)).transmit(fromHex('00B00000000000')));
    return createPublicKey({ key: Buffer.from(data), format: 'der', type: 'spki' });
  };
  const rsa = publicKey('0301');
  const ec = publicKey('0302');
  const answer = (at: Card, ins: number, p1: number, p2: number, data: Uint8Array): Uint8Array => {
    const response = parseResponse(at.transmit(encodeCommand({ ins, p1, p2, data, ne: 256 })));
    expect(response.sw).toBe(0x9000);
    return response.data;
  };
  const message = fromHex('C0FFEE5AC0FFEE5A');

  it('sign', () => {
    const at = card(verify(PIN), withData('002241B6', '800111840101'));
    const signature = answer(at, INS.performSecurityOperation, 0x9e, 0x9a, message);
    expect(publicDecrypt({ key: rsa, padding: constants.RSA_PKCS1_PADDING }, signature)).toEqual(Buffer.from(message));
    ok(at, withData('002241B6', '840102'));
    const other = answer(at, INS.performSecurityOperation, 0x9e, 0x9a, sha256(message));
    expect(verifySignature('sha256', message, ec, other)).toBe(true);
  });

  it('decipher', () => {
    const cryptogram = publicEncrypt({ key: rsa, padding: constants.RSA_PKCS1_PADDING }, message);
    const at = card(verify(PIN), withData('002241B8', '840101'));
    const plain = answer(at, INS.performSecurityOperation, 0x80, 0x86, Uint8Array.of(0x00, ...cryptogram));
    expect(toHex(plain)).toBe(toHex(message));
  });

  it('answer a challenge', () => {
    const at = card(verify(PIN));
    const opened = publicDecrypt(
      { key: rsa, padding: constants.RSA_PKCS1_PADDING },
      answer(at, INS.internalAuthenticate, 0x00, 0x01, message),
    );
    expect(toHex(opened)).toBe(toHex(message));
    expect(
      verifySignature('sha256', message, ec, answer(at, INS.internalAuthenticate, 0x00, 0x02, sha256(message))),
    ).toBe(true);
  });

  it('want the PIN of the user, and not the spare one', () => {
    const at = card(verifySpare(SPARE_PIN));
    expect([sw(at, withData('002241B6', '840101')), sw(at, withData('00880002', 'C0FFEE', '00'))]).toEqual([
      '6982',
      '6982',
    ]);
  });
});

describe('the spare PIN', () => {
  it('is blocked and reset by its own PUK, and the user’s PIN and PUK have no part in it', () => {
    const at = card();
    expect([WRONG_PIN, WRONG_PIN, WRONG_PIN].map((pin) => sw(at, verifySpare(pin)))).toEqual(['63C2', '63C1', '6983']);
    expect([sw(at, withData('002C0081', PUK + SPARE_PIN)), sw(at, '00200001')]).toEqual(['63C4', '63C3']);
    ok(at, withData('002C0081', SPARE_PUK + PIN), verifySpare(PIN), withData('00240081', PIN + SPARE_PIN));
    expect(at.inspect().pins.map(({ triesLeft }) => triesLeft)).toEqual([3, 3, 3, 5]);
  });

  it('may be disabled, and the user’s may not', () => {
    const at = card(withData('00260081', SPARE_PIN), select('7F040204'));
    expect(send(at, '00B0000001')).toBe('049000');
    ok(at, withData('00280081', SPARE_PIN));
    expect([sw(at, '00B0000001'), sw(at, withData('00260001', PIN))]).toEqual(['6982', '6985']);
  });
});

it('has four logical channels, and the ATR says so', () => {
  const at = card();
  expect([1, 2, 3, 4].map(() => send(at, '0070000001'))).toEqual(['019000', '029000', '039000', '6A81']);
  expect(toHex(made.powerOn())).toContain('73F641D3');
});

it('wants the PIN for files below the MF and for its own end', () => {
  const at = card();
  const newDf = create('820138 83027F0A');
  expect([sw(at, newDf), sw(at, '00FE0000')]).toEqual(['6982', '6982']);
  ok(at, verify(PIN), newDf, MF, '00E40000027F0A', '00FE0000');
  expect(at.inspect().lifeCycle).toBe('terminated');
});
