import { beforeAll, describe, expect, it } from 'vitest';
import { fromHex, linkTo, toHex } from '../apdu/index.ts';
import {
  behaviourOf,
  type Card,
  flashSize,
  createCard as openCard,
  QUIRKS,
  type QuirkName,
  withQuirks,
} from '../applet/index.ts';
import { MemoryFlash, OBJECT, ObjectStore, STANDARD_BEHAVIOUR } from '../emulator/index.ts';
import { createCard } from './create-card.ts';
import { profiles } from './profiles.ts';
import { unhurried } from './unhurried-link.ts';

const { conformance } = profiles;
const PIN = '00200001 06 313233343536';
const WRONG = '00200001 06 393939393939';
const FULL_PIN = '00200001 10 31323334353600000000000000000000';
const FF_PIN = '00200001 10 313233343536FFFFFFFFFFFFFFFFFFFF';
const QUESTION = '00200001';
const CHANGE = '00240001 20 31323334353600000000000000000000 36353433323100000000000000000000';
const UNBLOCK_FF = '002C0001 20 3132333435363738FFFFFFFFFFFFFFFF 363534333231FFFFFFFFFFFFFFFFFFFF';
const NEW_FF = '00200001 10 363534333231FFFFFFFFFFFFFFFFFFFF';
const FILE = '00A4080C 04 7F030101';
const RSA = '002241B6 06 800111 840101';
const EC = '002241B6 06 800121 840102';
const bytes = (count: number): string => 'A5'.repeat(count);
const sign = (count: number): string => `002A9E9A ${count.toString(16).padStart(2, '0')} ${bytes(count)} 00`;
/** Makes the host one of interface 1.0. */
const V1 = '00CA0101 00';
/** GENERATE with a Le that is too short for the answer of 270 bytes. */
const NEW_KEY = ['00224100 06 8001F3 840103', '00464200 00'];

/** Commands, the last one's answer without the quirk and with it. */
type Row = readonly [QuirkName, readonly string[], string, string];

// biome-ignore format: a table reads best with its columns aligned
const ROWS: readonly Row[] = [
  ['blocked-63c0',           [WRONG, WRONG, WRONG],                        '6983',        '63C0'],
  ['blocked-63c0',           [WRONG, WRONG, WRONG, PIN],                   '6983',        '63C0'],
  ['blocked-63c0',           [WRONG, WRONG, WRONG, QUESTION],              '6983',        '63C0'],
  ['last-try-63c0',          [WRONG, WRONG, WRONG],                        '6983',        '63C0'],
  ['last-try-63c0',          [WRONG, WRONG, WRONG, PIN],                   '6983',        '6983'],
  ['last-try-63c0',          [WRONG, WRONG, WRONG, QUESTION],              '6983',        '6983'],
  ['blocked-query-63c0',     [WRONG, WRONG, WRONG],                        '6983',        '6983'],
  ['blocked-query-63c0',     [WRONG, WRONG, WRONG, PIN],                   '6983',        '6983'],
  ['blocked-query-63c0',     [WRONG, WRONG, WRONG, QUESTION],              '6983',        '63C0'],
  ['wrong-pin-6300',         [WRONG],                                      '63C2',        '6300'],
  ['wrong-pin-6300',         [WRONG, QUESTION],                            '63C2',        '63C2'],
  ['wrong-pin-6300',         [WRONG, WRONG, WRONG],                        '6983',        '6983'],
  ['verified-query-63cx',    [PIN, QUESTION],                              '9000',        '63C3'],
  ['empty-verify-counts',    [QUESTION],                                   '63C3',        '63C2'],
  ['empty-verify-counts',    [PIN, QUESTION, EC],                          '9000',        '6982'],
  ['empty-verify-counts',    [QUESTION, QUESTION, QUESTION, PIN],          '9000',        '6983'],
  ['empty-verify-le-6700',   [`${QUESTION} 00`],                           '63C3',        '6700'],
  ['empty-verify-le-6700',   [QUESTION],                                   '63C3',        '63C3'],
  ['verify-ff-logs-out',     [PIN, '0020FF01'],                            '6A86',        '9000'],
  ['verify-ff-logs-out',     [PIN, '0020FF01', QUESTION],                  '9000',        '63C3'],
  ['verify-ff-logs-out',     ['0020FF01 04 31313131'],                     '6A86',        '6A86'],
  ['pin-filler-ff',          [FF_PIN],                                     '63C2',        '9000'],
  ['pin-filler-ff',          [FULL_PIN],                                   '9000',        '63C2'],
  ['pin-filler-ff',          [PIN],                                        '9000',        '9000'],
  ['pin-filler-ff',          [UNBLOCK_FF],                                 '6A80',        '9000'],
  ['pin-filler-ff',          [UNBLOCK_FF, NEW_FF],                         '63C2',        '9000'],
  ['change-keeps-verified',  [PIN, CHANGE, QUESTION],                      '63C3',        '9000'],
  ['undeclared-consent',     [PIN, EC, sign(32), sign(32)],                '.+9000',      '6982'],
  ['undeclared-consent',     [PIN, EC, sign(32), PIN, sign(32)],           '.+9000',      '.+9000'],
  ['no-chaining',            ['10D60000 01 00'],                           '9000',        '6884'],
  ['chaining-6e00',          ['10D60000 01 00'],                           '9000',        '6E00'],
  ['no-extended-length',     ['00840000 000010'],                          '.{32}9000',   '6700'],
  ['no-extended-length',     [V1],                                         '01002F9000',  '01002E9000'],
  ['one-channel',            ['00700000 01'],                              '019000',      '6A81'],
  ['one-channel',            ['01840000 08'],                              '6881',        '6881'],
  ['get-response',           ['00840000 08'],                              '.{16}9000',   '6108'],
  ['get-response',           ['00840000 08', '00C00000 08'],               '6985',        '.{16}9000'],
  ['get-response',           [PIN, ...NEW_KEY],                            '.{512}610E',  '6100'],
  ['get-response',           [PIN, ...NEW_KEY, '00C00000 00'],             '.{28}9000',   '.{512}610E'],
  ['get-response-exact',     [PIN, ...NEW_KEY, '00C00000 00'],             '.{28}9000',   '6C0E'],
  ['get-response-exact',     [PIN, ...NEW_KEY, '00C00000 00', '00C00000 0E'], '6985',     '.{28}9000'],
  ['waiting-data-6900',      [PIN, ...NEW_KEY, '00840000 08'],             '.{16}9000',   '6900'],
  ['waiting-data-6900',      [PIN, ...NEW_KEY, '00840000 08', '00C00000 0E'], '6985',     '.{28}9000'],
  ['short-le-6cxx',          ['00A40000 02 3F00 02'],                      '.{4}61..',    '6C..'],
  ['short-le-6cxx',          [PIN, ...NEW_KEY],                            '.{512}610E',  '.{512}610E'],
  ['le-ignored',             [PIN, RSA, '002A9E9A 01 61'],                 '9000',        '.{512}9000'],
  ['le-ignored',             [PIN, ...NEW_KEY],                            '.{512}610E',  '.{540}9000'],
  ['read-past-end-9000',     [FILE, '00B00000 64'],                        '.{128}6282',  '.{128}9000'],
  ['offset-outside-6a86',    [FILE, '00B00040 01'],                        '6B00',        '6A86'],
  ['offset-outside-6f00',    [FILE, '00B00040 01'],                        '6B00',        '6F00'],
  ['select-without-fci',     ['00A40800 04 7F030101 00'],                  '6F.+9000',    '9000'],
  ['select-without-fci',     ['00A40404 0A F050524F454650415301 00'],      '62.+9000',    '9000'],
  ['select-without-fci',     ['00A40400 0C F276A288BCFBA69D34F31001'],     '0006069000',  '0006069000'],
  ['select-0c-6a86',         [FILE],                                       '9000',        '6A86'],
  ['select-0c-6a86',         ['00A4040C 0A F050524F454650415301'],         '9000',        '6A86'],
  ['ecdsa-short-input-6700', [PIN, V1, EC, sign(31)],                      '.+9000',      '6700'],
  ['ecdsa-short-input-6700', [PIN, V1, EC, sign(32)],                      '.+9000',      '.+9000'],
  ['ecdsa-long-input-6700',  [PIN, V1, EC, sign(33)],                      '.+9000',      '6700'],
  ['pkcs1-input-40-percent', [PIN, RSA, sign(103)],                        '.{512}9000',  '6700'],
  ['pkcs1-input-40-percent', [PIN, RSA, sign(102)],                        '.{512}9000',  '.{512}9000'],
  ['no-pss',                 [PIN, '002241B6 06 800112 840101'],           '9000',        '6A81'],
  ['no-pss',                 [V1],                                         '01002F9000',  '0100279000'],
  ['algorithm-required',     [PIN, '002241B6 03 840101'],                  '9000',        '6A81'],
  ['algorithm-required',     [PIN, '00880001 04 00000000 00'],             '.{512}9000',  '.{512}9000'],
];

/** Image of a card without quirks, of which every other is a copy. */
let image: Uint8Array;

beforeAll(() => {
  image = createCard({ profile: 'conformance' }).image();
});

/** A powered card with quirks, as its flash keeps them. */
function cardWith(...quirks: QuirkName[]): Card {
  const flash = new MemoryFlash(image);
  const { capacity } = conformance;
  ObjectStore.open(flash, { capacity, format: () => [] }).commit([
    { put: OBJECT.quirks, bytes: new TextEncoder().encode(quirks.join(' ')) },
  ]);
  const card = openCard({ profile: conformance, flash });
  card.powerOn();
  return card;
}

const lastAnswer = (card: Card, commands: readonly string[]): string =>
  commands.map((command) => toHex(card.transmit(fromHex(command)))).at(-1)!;

describe('a quirk', () => {
  it.each(ROWS)('%s after %j: %s becomes %s', (quirk, commands, standard, quirky) => {
    expect(lastAnswer(cardWith(), commands)).toMatch(new RegExp(`^${standard}$`));
    expect(lastAnswer(cardWith(quirk), commands)).toMatch(new RegExp(`^${quirky}$`));
  });

  it('cuts long ECDSA input instead of hashing it', () => {
    const signatures = (quirk: QuirkName[], count: number) =>
      lastAnswer(cardWith(...quirk), [PIN, V1, EC, sign(count)]);
    const cut = signatures([], 32);
    expect(signatures(['ecdsa-long-input-cut'], 40)).toBe(cut);
    expect(signatures([], 40)).not.toBe(cut);
    expect(signatures(['ecdsa-long-input-cut'], 32)).toBe(cut);
  });

  it('has a row that tells it from none, each but the one that takes time', () => {
    const told = new Set(ROWS.filter(([, , standard, quirky]) => standard !== quirky).map(([quirk]) => quirk));
    const others = (Object.keys(QUIRKS) as QuirkName[]).filter((quirk) => !told.has(quirk));
    expect(others).toEqual(['ecdsa-long-input-cut', 'slow-key-generation']);
  });

  it('changes a constant that our cards have otherwise', () => {
    for (const { behaviour } of Object.values(QUIRKS)) {
      expect(Object.keys(behaviour)).not.toEqual([]);
      expect(STANDARD_BEHAVIOUR).not.toMatchObject(behaviour);
    }
  });

  it.each<[QuirkName[], string]>([
    [[], 'D3'],
    [['no-chaining'], '53'],
    [['no-extended-length'], '93'],
    [['one-channel'], 'C0'],
    [['one-channel', 'no-extended-length', 'chaining-6e00'], '00'],
  ])('%j: the ATR says so', (quirks, capabilities) => {
    expect(toHex(cardWith(...quirks).powerOn())).toContain(`73F641${capabilities}`);
  });

  it('goes together with others', () => {
    const card = cardWith('blocked-63c0', 'no-chaining', 'get-response', 'read-past-end-9000');
    expect(lastAnswer(card, ['10D60000 01 00'])).toBe('6884');
    expect(lastAnswer(card, [FILE, '00B00000 64', '00C00000 40'])).toMatch(/^.{128}9000$/);
    expect(lastAnswer(card, [WRONG, WRONG, WRONG])).toBe('63C0');
  });

  it.each<[string, string[]]>([
    ['no-chaining or chaining-6e00, not both', ['chaining-6e00', 'no-chaining']],
    ['short-le-6cxx or le-ignored', ['short-le-6cxx', 'le-ignored']],
    ['no quirk "blocked"', ['blocked']],
    ['no quirk "toString"', ['toString']],
  ])('%s', (message, quirks) => {
    expect(() => withQuirks(conformance, quirks)).toThrow(message);
  });
});

describe('a card with quirks', () => {
  const quirks: readonly QuirkName[] = ['pin-filler-ff', 'no-chaining'];
  const zorgId = profiles['zorg-id'];

  it('is made with them, whatever they are, and keeps them', () => {
    const every = Object.keys(QUIRKS) as QuirkName[];
    const sets = every.map((name) => [name]);
    for (const set of [
      quirks,
      ...sets.filter(([name]) => name === 'select-0c-6a86' || name === 'empty-verify-counts'),
    ]) {
      const flash = new MemoryFlash(flashSize(zorgId));
      createCard({ quirks: set, flash, seed: '2A' });
      const card = createCard({ flash });
      card.powerOn();
      expect(card.behaviour).toEqual(behaviourOf(set));
      expect(card.fork().behaviour).toEqual(behaviourOf(set));
      expect(toHex(card.transmit(fromHex(set.includes('pin-filler-ff') ? FF_PIN : FULL_PIN)))).toBe('9000');
    }
  });

  it('has them in the order of the table, each once', () => {
    const profile = withQuirks(zorgId, ['no-chaining', 'pin-filler-ff', 'no-chaining']);
    expect(profile.quirks).toEqual(quirks);
  });

  it('says in its directory how PINs are filled up', () => {
    const directory = (set: readonly QuirkName[]) => {
      const card = createCard({ quirks: set, seed: '2A' });
      card.powerOn();
      return lastAnswer(card, ['00A4080C 04 50154408', '00B00000 00']);
    };
    expect(directory([])).toContain('040100');
    expect(directory(quirks)).toContain('0401FF');
    expect(directory(quirks)).not.toContain('040100');
  });

  it('has another serial number than one without, or with others', () => {
    const serial = (set: readonly QuirkName[]) => {
      const card = createCard({ profile: 'zorg-id-blank', quirks: set });
      card.powerOn();
      return lastAnswer(card, ['00CA0100 00']);
    };
    const serials = [serial([]), serial(quirks), serial(['no-chaining'])];
    expect(new Set(serials).size).toBe(3);
  });

  it('is not opened as a card of other quirks', () => {
    const flash = new MemoryFlash(flashSize(conformance));
    createCard({ profile: 'zorg-id-blank', quirks, flash });
    const open = (set: readonly QuirkName[]) => createCard({ profile: 'zorg-id-blank', quirks: set, flash });
    expect(() => open(['no-chaining'])).toThrow('made with pin-filler-ff and no-chaining');
    expect(open(quirks).behaviour).toEqual(behaviourOf(quirks));
    const plain = new MemoryFlash(flashSize(conformance));
    createCard({ profile: 'zorg-id-blank', flash: plain });
    expect(() => createCard({ profile: 'zorg-id-blank', quirks, flash: plain })).toThrow('made without quirks');
  });
});

describe('slow key generation', () => {
  /** Times that were waited, and what is to happen before a wait is over. */
  function slowCard() {
    const waits: number[] = [];
    let over: () => void = () => undefined;
    const card = cardWith('slow-key-generation');
    const link = unhurried(linkTo(card), card.behaviour, (milliseconds) => {
      waits.push(milliseconds);
      return new Promise<void>((resolve) => {
        over = resolve;
      });
    });
    return { link, waits, end: () => over() };
  }

  it('is waited for half a minute, after which the key is there', async () => {
    const { link, waits, end } = slowCard();
    for (const command of [PIN, NEW_KEY[0]!]) await link.transmit(fromHex(command));
    let answered = false;
    const answer = link.transmit(fromHex(NEW_KEY[1]!)).then((bytes) => {
      answered = true;
      return toHex(bytes);
    });
    await expect.poll(() => waits).toEqual([30_000]);
    expect(answered).toBe(false);
    end();
    expect(await answer).toMatch(/610E$/);
  });

  it('is not for what is refused, for other commands, or for elliptic curves', async () => {
    const { link, waits } = slowCard();
    for (const command of [NEW_KEY[1]!, PIN, EC, sign(32), '00460000 00']) await link.transmit(fromHex(command));
    expect(waits).toEqual([]);
  });

  it('leaves a card without the quirk as it is', () => {
    const card = cardWith();
    expect(unhurried(card, card.behaviour)).toBe(card);
  });
});
