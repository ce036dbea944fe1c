import { describe, expect, it } from 'vitest';
import {
  blankCard,
  create,
  ef,
  MF,
  ok,
  operationalCard,
  PIN,
  send,
  sw,
  verify,
  withData,
} from '../host.test-support.ts';

/** A card whose current EF of four bytes, 0F0F0F0F, has a data coding byte. */
function cardWith(coding: string) {
  const card = blankCard();
  ok(card, create(`81020004 820201${coding} 83023501 880108`));
  ok(card, withData('00D60000', '0F0F0F0F'));
  return card;
}

describe('WRITE BINARY', () => {
  it.each<[string, string, string, string, string]>([
    ['or, where nothing is said', '', withData('00D00001', 'F0A0'), '9000', '0FFFAF0F9000'],
    ['or', '41', withData('00D00001', 'F0A0'), '9000', '0FFFAF0F9000'],
    ['or, for the card’s own way', '21', withData('00D00001', 'F0A0'), '9000', '0FFFAF0F9000'],
    ['and', '61', withData('00D00001', 'FEA5'), '9000', '0F0E050F9000'],
    ['once', '01', withData('00D00001', 'FEA5'), '6985', '0F0F0F0F9000'],
    ['across the end', '41', withData('00D00003', 'F0F0'), '6B00', '0F0F0F0F9000'],
    ['nothing', '41', '00D00000', '9000', '0F0F0F0F9000'],
    ['by SFI', '41', withData('00D08103', 'F0'), '9000', '0F0F0FFF9000'],
    ['by an SFI that is not there', '41', withData('00D08203', 'F0'), '6A82', '0F0F0F0F9000'],
  ])('%s', (_, coding, command, answer, left) => {
    const card = coding === '' ? blankCard() : cardWith(coding);
    if (coding === '') ok(card, ef('3501', '0004'), withData('00D60000', '0F0F0F0F'));
    expect(sw(card, command)).toBe(answer);
    expect(send(card, '00B0000000')).toBe(left);
  });

  it('has its own access mode', () => {
    const card = operationalCard();
    ok(card, ef('3501', '0004', '8C04 07 10FF00'));
    expect([withData('00D00000', '01'), withData('00D60000', '01')].map((command) => sw(card, command))).toEqual([
      '6982',
      '6982',
    ]);
    ok(card, verify(PIN), withData('00D00000', '01'));
    expect(sw(card, withData('00D60000', '02'))).toBe('6982');
    expect(sw(card, '000E0000')).toBe('6982');
  });

  it('needs a current transparent EF', () => {
    const card = blankCard();
    expect(sw(card, withData('00D00000', '01'))).toBe('6986');
    expect(sw(card, '000E0000')).toBe('6986');
    ok(card, withData('00E00000', '6F0B8205424100020383023501'));
    expect(sw(card, withData('00D00000', '01'))).toBe('6981');
    expect(sw(card, '000E0000')).toBe('6981');
  });
});

describe('ERASE BINARY', () => {
  it.each<[string, string, string, string, string]>([
    ['to the end', '41', '000E0001', '9000', '0F0000009000'],
    ['up to an offset', '41', withData('000E0001', '0003'), '9000', '0F00000F9000'],
    ['up to the end, named', '41', withData('000E0000', '04'), '9000', '000000009000'],
    ['to what an AND can still write', '61', '000E0001', '9000', '0FFFFFFF9000'],
    ['up to where it begins', '41', withData('000E0001', '0001'), '6A80', '0F0F0F0F9000'],
    ['up to past the end', '41', withData('000E0001', '0005'), '6B00', '0F0F0F0F9000'],
    ['from the end', '41', '000E0004', '6B00', '0F0F0F0F9000'],
    ['up to an offset of three bytes', '41', withData('000E0001', '000003'), '6700', '0F0F0F0F9000'],
    ['by SFI', '41', '000E8102', '9000', '0F0F00009000'],
  ])('%s', (_, coding, command, answer, left) => {
    const card = cardWith(coding);
    expect(sw(card, command)).toBe(answer);
    expect(send(card, '00B0000000')).toBe(left);
  });

  it('lets an EF be written once again', () => {
    const card = cardWith('01');
    ok(card, MF, '000E8101', withData('00D08102', 'ABCD'));
    expect(sw(card, withData('00D00002', '0000'))).toBe('6985');
    expect(send(card, '00B0000000')).toBe('0F00ABCD9000');
  });

  it('is erased from the start where WRITE is AND', () => {
    const card = blankCard();
    ok(card, withData('00E00000', '6F0C81020002820201618302350A'));
    expect(send(card, '00B0000000')).toBe('FFFF9000');
  });
});
