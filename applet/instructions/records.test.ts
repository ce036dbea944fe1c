import { describe, expect, it } from 'vitest';
import type { Card } from '../../emulator/index.ts';
import { blankCard, create, MF, ok, operationalCard, PIN, send, sw, verify, withData } from '../host.test-support.ts';
import { all, append, cyclic, linearFixed, record } from './records.test-support.ts';

describe('CREATE FILE of an EF with records', () => {
  it.each<[string, string, string]>([
    ['length and number', '8205 4241000203', '9000'],
    ['one byte of length', '8203 424102 80020006', '9000'],
    ['the number follows from the size', '8204 42410002 80020006', '9000'],
    ['no length', '8202 4241 80020006', '6A80'],
    ['length 0', '8205 4241000003', '6A80'],
    ['neither size nor number', '8204 42410002', '6A80'],
    ['no records', '8205 4241000200', '6A80'],
    ['255 records', '8206 4241000200FF', '6A80'],
    ['more than the card holds', '8206 42414000 00FE', '6A84'],
  ])('%s', (_, objects, answer) => {
    expect(sw(blankCard(), create(`${objects} 83023501`))).toBe(answer);
  });

  it('has no records yet, and is told as it was created', () => {
    const card = blankCard();
    ok(card, create('8205 4241000203 83023501'));
    expect(send(card, record(1))).toBe('6A83');
    expect(send(card, '00A40200023501 00'.replace(' ', ''))).toBe('6F0B82054241000203830235019000');
  });
});

describe('READ RECORD', () => {
  it.each<[string, string, string]>([
    ['number 1', record(1), 'A1A19000'],
    ['number 3', record(3), 'C3C39000'],
    ['number 4', record(4), '6A83'],
    ['by SFI', '00B2010C00', 'A1A19000'],
    ['by an SFI that is not there', '00B2011400', '6A82'],
    ['by SFI 31', '00B201FC00', '6A86'],
    ['from number 2 to the last', '00B2020500', 'B2B2C3C39000'],
    ['from the last to number 2', '00B2020600', 'C3C3B2B29000'],
    ['from number 4 to the last', '00B2040500', '6A83'],
    ['the last', '00B2000100', 'C3C39000'],
    ['one byte of it', '00B2010401', 'A19000'],
    ['more than there is', '00B2010410', 'A1A16282'],
    ['nothing', '00B20104', '9000'],
    ['with a data field', '00B20104010100', '6700'],
    ['by identifier', '00B2A10000', '6A81'],
    ['P1 FF', '00B2FF0400', '6A86'],
    ['P2 with bits 111', '00B2010700', '6A86'],
  ])('%s', (_, command, answer) => {
    const card = linearFixed('880108');
    ok(card, MF, '00A4020C023501');
    expect(send(card, command)).toBe(answer);
  });

  it('has no current record after SELECT: next is the first, previous the last, current none', () => {
    const card = linearFixed();
    const selected = () => ok(card, MF, '00A4020C023501');
    selected();
    expect(send(card, record(0))).toBe('6A83');
    expect(['02', '02', '00', '00'].map((p2) => send(card, `00B200${p2 === '00' ? '04' : p2}00`))).toEqual([
      'A1A19000',
      'B2B29000',
      'B2B29000',
      'B2B29000',
    ]);
    expect(send(card, '00B2000200')).toBe('C3C39000');
    expect(send(card, '00B2000200')).toBe('6A83');
    expect(send(card, '00B2000300')).toBe('B2B29000');
    selected();
    expect(send(card, '00B2000300')).toBe('C3C39000');
    expect(send(card, '00B2000000')).toBe('A1A19000');
    expect(send(card, '00B2000300')).toBe('6A83');
  });

  it('does not move the current record by a number, and forgets it when the EF is named by its SFI', () => {
    const card = linearFixed('880108');
    ok(card, MF, '00A4020C023501');
    send(card, '00B2000200');
    send(card, record(3));
    expect(send(card, '00B2000200')).toBe('B2B29000');
    ok(card, '00B2030C00');
    expect(send(card, '00B2000200')).toBe('A1A19000');
  });

  it('keeps a current record for each channel', () => {
    const card = linearFixed();
    ok(card, MF, '0070000001', '01A4020C023501', '00A4020C023501', '00B2000200', '00B2000200');
    expect(send(card, '01B2000200')).toBe('A1A19000');
    expect(send(card, '00B2000200')).toBe('C3C39000');
  });

  it('numbers a cyclic EF from the newest', () => {
    expect(all(cyclic())).toBe('D4C3B29000');
  });

  it('refuses a transparent EF, no EF at all, and what its rules do not grant', () => {
    const card = blankCard();
    expect(send(card, record(1))).toBe('6986');
    ok(card, create('81020010 820101 83023505'));
    expect(send(card, record(1))).toBe('6981');
    const closed = operationalCard();
    ok(closed, create('8205 4241000203 83023501 8C0407000010'), append('A1A1'));
    expect(send(closed, record(1))).toBe('6982');
    ok(closed, verify(PIN));
    expect(send(closed, record(1))).toBe('A1A19000');
  });
});

describe('SEARCH RECORD', () => {
  function addresses(): Card {
    const card = blankCard();
    ok(card, create('8205 4241000405 83023501 880108'));
    ok(card, ...['AABB0000', '00AABB00', '0000AAB0', 'BBAABBAA'].map(append));
    return card;
  }
  const search = (p1: string, p2: string, data: string, le = '00') => withData(`00A2${p1}${p2}`, data, le);

  it.each<[string, string, string]>([
    ['forward', search('01', '04', 'AABB'), '0102049000'],
    ['forward from number 2', search('02', '04', 'AABB'), '02049000'],
    ['backward', search('04', '05', 'AABB'), '0402019000'],
    ['backward from number 2', search('02', '05', 'AABB'), '02019000'],
    ['by SFI', search('01', '0C', 'AA'), '010203049000'],
    ['what no record has', search('01', '04', 'CC'), '6282'],
    ['without Le', search('01', '04', 'AABB', ''), '9000'],
    ['nothing', '00A2010400', '6700'],
    ['from a record that is not there', search('05', '04', 'AA'), '6A83'],
    ['by identifier', search('AA', '00', 'AA'), '6A81'],
    ['the enhanced way', search('01', '06', '0400AA'), '6A81'],
    ['a proprietary way', search('01', '07', 'AA'), '6A81'],
  ])('%s', (_, command, answer) => {
    expect(send(addresses(), command)).toBe(answer);
  });

  it('makes the first hit current, and a miss changes nothing', () => {
    const card = addresses();
    ok(card, search('02', '04', 'AABB'));
    expect(send(card, record(0))).toBe('00AABB009000');
    send(card, search('01', '04', 'CC'));
    expect(send(card, record(0))).toBe('00AABB009000');
  });
});
