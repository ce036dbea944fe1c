import { describe, expect, it } from 'vitest';
import { classByte, parseClass } from '../../apdu/index.ts';
import type { Card } from '../../emulator/index.ts';
import { createCard } from '../create-card.ts';
import { df, ef, MF, ok, operationalCard, PIN, send, sw, verify, WRONG_PIN, withData } from '../host.test-support.ts';
import { zorgIdBlank } from '../profile/zorg-id-blank.ts';

const hex = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0');
/** A command on another channel than the basic one. */
const on = (channel: number, command: string): string => hex(classByte(channel)) + command.slice(2);
const open = (channel: number): string => `0070${hex(0)}${hex(channel)}`;

describe('logical channels', () => {
  it('are opened by number or by the card, all twenty, and no more', () => {
    const card = operationalCard();
    for (let channel = 1; channel < 20; channel++) expect(send(card, '0070000001')).toBe(`${hex(channel)}9000`);
    expect(send(card, '0070000001')).toBe('6A81');
    ok(card, '00708007');
    expect(send(card, '0070000001')).toBe('079000');
    const other = operationalCard();
    for (let channel = 19; channel > 0; channel--) ok(other, open(channel));
    expect(send(other, '0070000001')).toBe('6A81');
  });

  it('answer each of the 256 class bytes as it says', () => {
    const card = operationalCard();
    for (let channel = 1; channel < 20; channel += 2) ok(card, open(channel));
    for (let cla = 0; cla < 256; cla++) {
      const { kind, channel, chaining, secureMessaging } = parseClass(cla);
      // biome-ignore format: a table reads best with its columns aligned
      const expected =
        kind !== 'interindustry'                      ? '6E00' :
        channel !== 0 && channel % 2 === 0            ? '6881' :
        secureMessaging !== 'none'                    ? '6882' :
        chaining                                      ? '6884' :
                                                        '9000';
      expect(`${hex(cla)} ${sw(card, `${hex(cla)}84000008`)}`).toBe(`${hex(cla)} ${expected}`);
    }
  });

  it.each<[string, string, string]>([
    ['open without Le', '00700000', '6C01'],
    ['open with Le 02', '0070000002', '6C01'],
    ['channel 20', open(20), '6A81'],
    ['one that is open', open(1), '6A86'],
    ['close the basic channel', '00708000', '6A81'],
    ['close one that is closed', '00708009', '6200'],
    ['close channel 20', '00708014', '6A81'],
    ['reset a channel', '00704000', '6A81'],
    ['with a data field', '007000000101', '6700'],
    ['with secure messaging', '0C70000001', '6882'],
    ['in links', '1070000001', '6884'],
    ['on a channel that is not open', '0270000001', '6881'],
  ])('%s', (_, command, answer) => {
    const card = operationalCard();
    ok(card, open(1));
    expect(send(card, command)).toBe(answer);
  });

  it('are as many as the profile says', () => {
    const single = createCard({ profile: { ...zorgIdBlank, channels: 1 } });
    single.powerOn();
    expect([open(1), '0070000001', '0184000008'].map((command) => sw(single, command))).toEqual([
      '6A81',
      '6A81',
      '6881',
    ]);
    const four = createCard({ profile: { ...zorgIdBlank, channels: 4 } });
    four.powerOn();
    ok(four, open(3));
    expect([open(4), on(4, '0084000008')].map((command) => sw(four, command))).toEqual(['6A81', '6881']);
  });

  function card(): Card {
    const made = operationalCard();
    ok(made, df('5015'), ef('3501', '0002', '8C0407101010'), MF, open(5));
    return made;
  }
  const SELECT_EF = '00A4080C0450153501';

  it('have each their own selection, verification, environment, chain and pending answer', () => {
    const made = card();
    ok(made, verify(PIN), withData('00224100', '8001F3840101'), SELECT_EF, '00B0000001');
    expect(
      [on(5, '00B0000001'), on(5, '00200001'), on(5, SELECT_EF), on(5, '00B0000001'), on(5, '0046420000')].map(
        (command) => sw(made, command),
      ),
    ).toEqual(['6986', '63C3', '9000', '6982', '6982']);
    ok(made, on(5, verify(PIN)), on(5, '00B0000001'));
    expect(sw(made, on(5, '0046420000'))).toBe('6985');
    expect(sw(made, '0046420000')).toMatch(/^61/);
    ok(made, on(5, '00B0000001'));
    expect(sw(made, on(5, '00C0000000'))).toBe('6985');
    expect(sw(made, '00C0000000')).toBe('9000');
    ok(made, withData('10D60000', 'A1'), hex(classByte(5, true)) + withData('10D60000', 'C3').slice(2));
    ok(made, withData('00D60000', 'B2'));
    expect(send(made, '00B0000002')).toBe('A1B29000');
    ok(made, on(5, withData('00D60000', 'D4')));
    expect(send(made, '00B0000002')).toBe('C3D49000');
  });

  it('lose a PIN together when it is presented wrong on one', () => {
    const made = card();
    ok(made, verify(PIN), on(5, verify(PIN)));
    send(made, on(5, verify(WRONG_PIN)));
    expect(sw(made, '00200001')).toBe('63C2');
  });

  it('begin where the one begins that they are opened from, with nothing verified', () => {
    const made = card();
    ok(made, on(5, SELECT_EF), on(5, verify(PIN)), on(5, open(6)), SELECT_EF, verify(PIN), open(7));
    expect(send(made, on(6, '00B0000001'))).toBe('6986');
    expect(sw(made, on(6, '00A4020C023501'))).toBe('9000');
    expect(sw(made, on(6, '00200001'))).toBe('63C3');
    expect(sw(made, on(7, '00A4020C023501'))).toBe('6A82');
  });

  it('are fresh when opened again, and gone after reset', () => {
    const made = card();
    ok(made, on(5, verify(PIN)), on(5, '00708000'));
    expect(sw(made, on(5, '00200001'))).toBe('6881');
    ok(made, open(5));
    expect(sw(made, on(5, '00200001'))).toBe('63C3');
    made.reset();
    expect(sw(made, on(5, '00200001'))).toBe('6881');
  });
});
