import { describe, expect, it } from 'vitest';
import { fromHex, parseResponse, toHex } from '../apdu/index.ts';
import { type Card, MemoryFlash } from '../emulator/index.ts';
import { createCard, flashSize } from './create-card.ts';
import {
  copyOf,
  create,
  df,
  ef,
  MF,
  NEW_PIN,
  ok,
  PIN,
  PUK,
  p256Key,
  send,
  sw,
  verify,
  withData,
} from './host.test-support.ts';
import { zorgIdBlank } from './profile/zorg-id-blank.ts';

const PROFILE = { ...zorgIdBlank, capacity: 8192 };
const EC_KEY = (reference: number): string[] => {
  const key = (reference + 1).toString(16).padStart(2, '0');
  return [
    withData('00224100', `8001EC8401${reference.toString(16).padStart(2, '0')}`),
    withData('00DB3FFF', p256Key(key)),
  ];
};
/** Sends what makes one more object, numbered from 0, until the card is full; how many there are then. */
function fill(card: Card, more: (number: number) => string[]): number {
  for (let number = 0; ; number++) {
    for (const command of more(number)) {
      const answer = sw(card, command);
      if (answer === '6A84') return number;
      if (answer !== '9000') throw new Error(`${command} was answered ${answer}`);
    }
  }
}

const hex4 = (value: number): string => value.toString(16).toUpperCase().padStart(4, '0');

/** A card with one of everything, its PIN verified. */
function cardWithEverything(flash: MemoryFlash): Card {
  const card = createCard({ profile: PROFILE, flash });
  card.powerOn();
  ok(card, withData('00240102', PUK), withData('00240101', PIN), verify(PIN));
  ok(card, ef('2F00', '0004'), withData('00D60000', 'A1A2A3A4'));
  ok(card, df('5015'), create('8205 4241000202 83023501'), withData('00E20000', 'B1B1'), withData('00DA0081', 'C1C2'));
  ok(
    card,
    create('80020008 8205 4441000404 83023502'),
    withData('00E20000', 'D1'),
    create('8205 4641000102 83023503'),
    withData('00E20000', 'E1'),
  );
  ok(card, ...EC_KEY(0), MF);
  return card;
}

function expectEverything(card: Card): void {
  expect(send(card, '00200001')).toBe('9000');
  ok(card, MF, '00A4000C022F00');
  expect(send(card, '00B0000000')).toBe('A1A2A3A49000');
  ok(card, '00A4080C025015');
  expect(send(card, '00CA008100')).toBe('C1C29000');
  expect(['3501', '3502', '3503'].map((fid) => [sw(card, `00A4020C02${fid}`), send(card, '00B2010500')])).toEqual([
    ['9000', 'B1B19000'],
    ['9000', 'D19000'],
    ['9000', 'E19000'],
  ]);
  ok(card, withData('002241B6', '840100'), withData('002A9E9A', '5A', '00'), MF);
}

describe('a card that is full', () => {
  it.each<[string, (number: number) => string[]]>([
    ['transparent EFs', (number) => [ef(hex4(0x6000 + number), '0010'), MF]],
    ['DFs', (number) => [df(hex4(0x6000 + number)), MF]],
    [
      'linear EFs',
      (number) => [create(`8205 4241000402 8302${hex4(0x6000 + number)}`), withData('00E20000', 'AABBCCDD'), MF],
    ],
    [
      'variable EFs',
      (number) => [create(`80020008 8205 4441000402 8302${hex4(0x6000 + number)}`), withData('00E20000', 'AA'), MF],
    ],
    [
      'cyclic EFs',
      (number) => [create(`8205 4641000402 8302${hex4(0x6000 + number)}`), withData('00E20000', 'AABBCCDD'), MF],
    ],
    ['data objects', (number) => [withData(`00DA5F${(0x20 + number).toString(16)}`, 'EE'.repeat(200))]],
    ['big files', (number) => [ef(hex4(0x6000 + number), '0800'), MF]],
  ])('of %s: 6A84, and everything before it is as it was, through power-off', (_, more) => {
    const flash = new MemoryFlash(flashSize(PROFILE));
    const card = cardWithEverything(flash);
    expect(fill(card, more)).toBeGreaterThan(1);
    expectEverything(card);
    const later = createCard({ profile: PROFILE, flash });
    later.powerOn();
    ok(later, verify(PIN));
    expectEverything(later);
  });

  it('of keys: 6A84, and the keys before it still sign', () => {
    const flash = new MemoryFlash(flashSize(PROFILE));
    const card = cardWithEverything(flash);
    fill(card, (number) => [ef(hex4(0x6000 + number), '0100'), MF]);
    const keys = fill(card, (number) => EC_KEY(number + 1));
    expect(keys).toBeLessThan(15);
    expect(sw(card, EC_KEY(keys + 1)[1]!)).toBe('6A84');
    expectEverything(card);
    expect(card.inspect().keys).toHaveLength(keys + 1);
  });

  it('still counts, changes the PIN, writes what it has room for, and has room again after DELETE', () => {
    const card = cardWithEverything(new MemoryFlash(flashSize(PROFILE)));
    const files = fill(card, (number) => [ef(hex4(0x6000 + number), '0001'), MF]);
    expect(sw(card, verify('39'.repeat(16)))).toBe('63C2');
    ok(card, verify(PIN), withData('00240001', PIN + NEW_PIN), withData('002C0001', PUK + PIN), verify(PIN));
    ok(card, '0084000008', '00A4000C022F00', withData('00D60000', 'A1A2A3A4'), '00040000', '00440000', MF);
    ok(card, withData('00E40000', hex4(0x6000 + files - 1)), ef('7000', '0001'), MF);
    expect(sw(card, ef('7001', '0001'))).toBe('6A84');
    expectEverything(card);
  });

  it('changes nothing when it refuses', () => {
    const card = cardWithEverything(new MemoryFlash(flashSize(PROFILE)));
    fill(card, (number) => [ef(hex4(0x6000 + number), '0001'), MF]);
    const before = toHex(card.image());
    const refused = [ef('7000', '0100'), df('7000'), withData('00DA0082', 'EE'.repeat(99)), ...EC_KEY(1).slice(1)];
    ok(card, EC_KEY(1)[0]!);
    expect(refused.map((command) => sw(card, command))).toEqual(['6A84', '6A84', '6A84', '6A84']);
    expect(toHex(card.image())).toBe(before);
    expect(parseResponse(copyOf(card).transmit(fromHex('00A4000C027000'))).sw).toBe(0x6a82);
  });
});
