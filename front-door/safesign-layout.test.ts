/** Ready cards of layout `safesign`, with another ATR, and with public objects that are read after the PIN. */
import { beforeAll, describe, expect, it } from 'vitest';
import { fromHex, parseResponse, SW, toHex } from '../apdu/index.ts';
import {
  ANSWERS_TO_RESET,
  type Card,
  type CardProfile,
  flashSize,
  createCard as formatOrOpen,
  heldCard,
  PKCS15_AID,
  SAFESIGN_HABITS,
  zorgIdBlank,
} from '../applet/index.ts';
import { MemoryFlash } from '../emulator/index.ts';
import { CardHost } from '../issuer/card-host.ts';
import { readCertificates } from '../issuer/index.ts';
import { Pkcs15Application, parsePins } from '../issuer/pkcs15-reader/index.ts';
import { createCard } from './create-card.ts';
import { profiles } from './profiles.ts';
import { withVariant } from './variant.ts';

const SELECT = `00A40400 0C ${toHex(PKCS15_AID)}`;
const SELECT_ON_1 = `01A4040C 0C ${toHex(PKCS15_AID)}`;
const PIN = '313233343536 000000000000000000';
const PUK = '3132333435363738 00000000000000';
const NEW_PIN = '363534333231 000000000000000000';
const VERIFY = `00200002 0F ${PIN}`;
const DIGEST_INFO = `3031300D060960864801650304020105000420${'11'.repeat(32)}`;

let image: Uint8Array;
let profile: CardProfile;

beforeAll(() => {
  profile = withVariant(profiles['zorg-id'], 'keys=A:layout=safesign');
  image = createCard({ profile }).image();
});

/** A copy of the card, powered on. */
function card(): Card {
  const copy = formatOrOpen({ profile, flash: new MemoryFlash(image) });
  copy.powerOn();
  return copy;
}

/** The last answer to commands. */
const answer = (to: Card, ...commands: string[]): string =>
  commands.map((command) => toHex(to.transmit(fromHex(command)))).at(-1)!;

// biome-ignore format: a table reads best with its columns aligned
const ROWS: readonly (readonly [habit: string, commands: readonly string[], answer: string])[] = [
  ['greets whoever selects it by name',     [`${SELECT} 00`],                                          `${toHex(new TextEncoder().encode(SAFESIGN_HABITS[0]!.behaviour!.greeting))}9000`],
  ['greets nobody who wants no answer',     [SELECT_ON_1.replace('01', '00')],                         '9000'],
  ['takes PUT DATA 0100, whatever it says', [SELECT, '00DA0100 04 01020304'],                          '9000'],
  ['…and nothing at all',                   [SELECT, '00DA0100'],                                      '9000'],
  ['…but knows it only after the greeting', ['00DA0100 04 01020304'],                                  '6D00'],
  ['tells its model',                       ['00CA0101 0A'],                                           'C20850524F45465041539000'],
  ['tells a number of eight bytes',         ['00CA0100 08'],                                           '.{16}9000'],
  ['opens channel 1',                       ['00700000 01'],                                           '019000'],
  ['…and goes on there',                    ['00700000 01', SELECT_ON_1, '01A4000C 02 5031', '01A40200 02 5032 00'], '6F07800200..8201019000'],
  ['has directories in the MF',             [SELECT, '00A40200 02 4404 00'],                           '6F07800200..8201019000'],
  ['has no EF.DIR',                         ['00A4000C 02 2F00'],                                      '6A82'],
  ['has no DF 5015',                        ['00A4000C 02 5015'],                                      '6A82'],
  ['knows no name of OpenSC’s',             ['00A4040C 0C F276A288BCFBA69D34F31001'],                  '6A82'],
  ['has objects below 3FFF 4302',           [SELECT, '00A40900 06 3FFF43024331 00'],                   '6F078002....8201019000'],
  ['…from wherever one is',                 ['00A4000C 02 4302', '00A40800 06 3FFF43024331 00'],       '6F078002....8201019000'],
  ['tells of a DF what it is',              ['00A40000 02 4302 00'],                                   '6F038201389000'],
  ['has the PIN as 02',                     [VERIFY, '00200002'],                                      '9000'],
  ['has the PUK as 01',                     ['00200001'],                                              '63C3'],
  ['takes 15 bytes, not 16',                [`00200002 10 ${PIN}00`],                                  '6700'],
  ['…and fewer',                            ['00200002 06 313233343536'],                              '9000'],
  ['changes the PIN',                       [`00240002 1E ${PIN} ${NEW_PIN}`, `00200002 0F ${NEW_PIN}`], '9000'],
  ['unblocks it',                           [`002C0002 1E ${PUK} ${NEW_PIN}`, `00200002 0F ${NEW_PIN}`], '9000'],
  ['signs by reference 02, 84 first',       [VERIFY, '002241B6 06 840101 800102', `002A9E9A 33 ${DIGEST_INFO} 00`], '.{512}9000'],
  ['…and by 11, 80 first',                  [VERIFY, '002241B6 06 800111 840101', `002A9E9A 33 ${DIGEST_INFO} 00`], '.{512}9000'],
  ['takes no chains',                       [VERIFY, '002241B6 06 840101 800102', '102A9E9A 01 00'],   '6E00'],
  ['…but extended lengths',                 [VERIFY, '002241B6 06 840101 800102', `002A9E9A 000033 ${DIGEST_INFO} 0000`], '.{512}9000'],
];

describe('a card of layout safesign', () => {
  it.each(ROWS)('%s', (_, commands, expected) => {
    expect(answer(card(), ...commands)).toMatch(new RegExp(`^${expected}$`));
  });

  it('signs alike by both references', () => {
    const sign = (environment: string) => answer(card(), VERIFY, environment, `002A9E9A 33 ${DIGEST_INFO} 00`);
    expect(sign('002241B6 06 840101 800102')).toBe(sign('002241B6 06 800111 840101'));
  });

  it('tells in EF.AODF what it does', () => {
    const pins = Pkcs15Application.select(new CardHost(card()))!.directories('authObjects')!.flatMap(parsePins);
    const common = { type: 1, storedLength: 15, maxLength: 15, padChar: 0, path: { fids: fromHex('3F00') } };
    expect(pins).toMatchObject([
      { ...common, label: 'User Pin', reference: 2, minLength: 6, flags: [0, 1, 4, 5, 8, 11] },
      { ...common, label: 'SO Pin', reference: 1, minLength: 8, flags: [0, 1, 4, 5, 7, 8, 11] },
    ]);
    expect(pins[0]!.protectedBy).toEqual(pins[1]!.authId);
  });

  it('has the keys and certificates of the same card without it', () => {
    const plain = createCard({ profile: withVariant(profiles['zorg-id'], 'keys=A') });
    plain.powerOn();
    const told = (of: Card) => readCertificates(of).own.map(({ label, certificate }) => [label, certificate]);
    expect(told(card())).toEqual(told(plain));
    expect(card().inspect().keys).toEqual(plain.inspect().keys);
  });

  it('is opened as what it is, and not as another', () => {
    const held = heldCard(new MemoryFlash(image))!;
    expect(held).toMatchObject({ profileName: 'zorg-id', layout: 'safesign', atr: '' });
    const opened = createCard({ profile: 'zorg-id', flash: new MemoryFlash(image) });
    opened.powerOn();
    expect(answer(opened, VERIFY)).toBe('9000');
    const plain = new MemoryFlash(flashSize(zorgIdBlank));
    formatOrOpen({ profile: zorgIdBlank, flash: plain });
    expect(() => formatOrOpen({ profile: { ...zorgIdBlank, layout: 'safesign' }, flash: plain })).toThrow(
      'this flash holds a card of layout iso, not safesign',
    );
  });

  it('is not waiting for an activation too', () => {
    expect(() => withVariant(profiles['uzi-medewerker'], 'layout=safesign:not-activated')).toThrow(
      'uzi-medewerker is either layout=safesign or not-activated; leave one of them out',
    );
    expect(() => withVariant(profiles.conformance, 'layout=safesign')).toThrow('has no variant "layout=safesign"');
  });
});

describe('an ATR', () => {
  const atrOf = (word: string): string => {
    const { atr } = withVariant(profiles['zorg-id'], word);
    return toHex(formatOrOpen({ profile: { ...zorgIdBlank, atr } }).powerOn());
  };

  it.each(Object.entries(ANSWERS_TO_RESET))('%s is given', (name, atr) => {
    expect(atrOf(`atr=${name}`)).toBe(atr);
  });

  it('may be any that is one', () => {
    expect(atrOf('atr=3b021450')).toBe('3B021450');
    for (const word of ['atr=3B021450FF', 'atr=', 'atr=3B0', 'atr=3B81800100FF'])
      expect(() => withVariant(profiles['zorg-id'], word)).toThrow(/^[0-9A-F]* is no ATR: /);
    expect(() => withVariant(profiles['zorg-id'], 'atr=other')).toThrow('atr=uzi-jcop or atr=HEX');
    expect(() => withVariant(profiles['zorg-id'], 'atr=uzi-jcop:atr=3B00')).toThrow('either atr=uzi-jcop or atr=3B00');
  });

  it('of T=0 makes a card that answers so: what follows a data field is fetched', () => {
    const card = formatOrOpen({ profile: { ...zorgIdBlank, atr: '3B021450' } });
    card.powerOn();
    for (const select of [
      '00A40000 02 3F00',
      '00A40000 02 3F00 00',
      `${SELECT}`,
      '00A40400 0C F276A288BCFBA69D34F31001',
    ])
      expect(answer(card, select)).toMatch(/^61..$/);
    expect(answer(card, '00A40000 02 3F00', '00C00000 00')).toMatch(/^6F.*9000$/);
    expect(answer(card, '00CA0100 08')).toMatch(/^.{16}9000$/);
    expect(answer(card, '00CA0100 04')).toMatch(/^.{8}6104$/);
    expect(answer(card, '00A4000C 02 3F00')).toBe('9000');
  });

  it('is kept, and part of what the serial number follows from', () => {
    const other = withVariant(profiles.conformance, 'atr=uzi-qscd');
    const flash = new MemoryFlash(flashSize(other));
    const serial = (profile: CardProfile): Uint8Array => {
      const made = formatOrOpen({ profile });
      made.powerOn();
      return parseResponse(made.transmit(fromHex('00CA010000'))).data;
    };
    formatOrOpen({ profile: other, flash });
    expect(toHex(formatOrOpen({ profile: profiles.conformance, flash }).powerOn())).toBe(other.atr);
    expect(() => formatOrOpen({ profile: { ...other, atr: ANSWERS_TO_RESET['uzi-jcop'] }, flash })).toThrow(
      `this flash holds a card with ATR ${other.atr}, not`,
    );
    expect(serial(other)).not.toEqual(serial(profiles.conformance));
  });
});

describe('public objects after the PIN', () => {
  it('are those that the PIN is not looked for in', () => {
    const late = createCard({ profile: withVariant(profiles['zorg-id'], 'keys=A:public-objects=after-pin') });
    late.powerOn();
    const read = (fid: string): number => {
      answer(late, `00A40900 02 ${fid}`);
      return parseResponse(late.transmit(fromHex('00B0000000'))).sw;
    };
    const all = ['5031', '5032', '4408', '4400', '4401', '4404', '4405', '4321', '4331', '4341'];
    const words = () => {
      answer(late, '00A4080C 02 5015');
      return all.map(read);
    };
    expect(words()).toEqual(all.map((_, index) => (index < 3 ? SW.ok : SW.securityStatusNotSatisfied)));
    answer(late, '00200001 06 313233343536');
    expect(words().every((sw) => sw === SW.ok || sw >> 8 === 0x61)).toBe(true);
  });
});
