import { describe, expect, it } from 'vitest';
import type { Card } from '../../emulator/index.ts';
import {
  blankCard,
  copyOf,
  create,
  df,
  MF,
  ok,
  operationalCard,
  PIN,
  send,
  sw,
  verify,
  withData,
} from '../host.test-support.ts';

const put = (tag: string, value: string): string => withData(`00DA${tag.padStart(4, '0')}`, value);
const get = (tag: string): string => `00CA${tag.padStart(4, '0')}00`;
const byList = (tags: string): string =>
  withData('00CB3FFF', `5C${(tags.length / 2).toString(16).padStart(2, '0')}${tags}`, '00');

describe('GET DATA and PUT DATA', () => {
  it.each<[string, string, string]>([
    ['a tag of one byte', '81', 'A1B2'],
    ['a tag of two bytes', '5F2D', '6E6C'],
    ['a template', '7F21', '810101'],
    ['an empty value', '82', ''],
    ['a long value', '83', 'EE'.repeat(2000)],
  ])('%s', (_, tag, value) => {
    const card = blankCard();
    ok(card, value === '' ? `00DA00${tag}` : put(tag, value));
    expect(send(copyOf(card), `00CA${tag.padStart(4, '0')}000000`)).toBe(`${value}9000`);
  });

  it('replace, keep the order, and give all of them', () => {
    const card = blankCard();
    ok(card, put('81', '01'), put('5F2D', '6E6C'), put('81', '02'));
    expect(send(card, get('00FF'))).toBe('8101025F2D026E6C9000');
    ok(card, withData('00DA00FF', '820103810104'));
    expect(send(card, get('00FF'))).toBe('8101045F2D026E6C8201039000');
  });

  it('belong to a DF, and go with it', () => {
    const card = blankCard();
    ok(card, put('81', '01'), df('5015'));
    expect(send(card, get('81'))).toBe('6A88');
    ok(card, put('81', '02'), MF);
    expect(send(card, get('81'))).toBe('019000');
    ok(card, '00A4000C025015');
    expect(send(card, get('81'))).toBe('029000');
    ok(card, MF, withData('00E40000', '5015'), df('5015'));
    expect(send(card, get('81'))).toBe('6A88');
  });

  it('come in links', () => {
    const card = blankCard();
    ok(card, withData('10DA0081', 'A1'), withData('00DA0081', 'B2'));
    expect(send(card, get('81'))).toBe('A1B29000');
  });

  it.each<[string, string, string]>([
    ['an object that is not there', get('81'), '6A88'],
    ['all of none', get('00FF'), '6A88'],
    ['a dump', get('0000'), '6A81'],
    ['a tag below 40', get('003F'), '6A86'],
    ['the first byte of a longer tag', get('005F'), '6A86'],
    ['SIMPLE-TLV', get('0201'), '6A81'],
    ['0200', get('0200'), '6A86'],
    ['0300', get('0300'), '6A86'],
    ['no tag of two bytes', get('4142'), '6A86'],
    ['a tag of two bytes that is cut short', get('5F82'), '6A86'],
    ['another of the card’s own', get('0102'), '6A88'],
    ['a data field', '00CA0081010100', '6700'],
    ['PUT of a template that is none', put('7F21', '8102'), '6A80'],
    ['PUT of all, of none', '00DA00FF', '6A80'],
    ['PUT of all, malformed', withData('00DA00FF', '8102'), '6A80'],
    ['PUT of another of the card’s own', put('0111', '01'), '6A88'],
    ['PUT of a tag below 40', put('003F', '01'), '6A86'],
  ])('%s', (_, command, answer) => {
    const card = blankCard();
    expect(send(card, command)).toBe(answer);
    expect(send(card, get('00FF'))).toBe('6A88');
  });
});

describe('GET DATA with a tag list', () => {
  function filled(): Card {
    const card = blankCard();
    ok(card, put('81', '01'), put('5F2D', '6E6C'), withData('00DA00FF', '5F810103AABBCC'));
    return card;
  }

  it.each<[string, string, string]>([
    ['in its order', byList('5F2D81'), '5F2D026E6C8101019000'],
    ['a tag of three bytes', byList('5F8101'), '5F810103AABBCC9000'],
    ['those that are there', byList('8281'), '8101019000'],
    ['none that is there', byList('82'), '6A88'],
    ['empty: all', byList(''), '8101015F2D026E6C5F810103AABBCC9000'],
    ['a list cut short', byList('5F'), '6A80'],
    ['a header list', withData('00CB3FFF', '5D028101', '00'), '6A81'],
    ['an extended header list', withData('00CB3FFF', '4D028101', '00'), '6A81'],
    ['something else', withData('00CB3FFF', '810101', '00'), '6A80'],
    ['two lists', withData('00CB3FFF', '5C01815C0181', '00'), '6A80'],
    ['no data', '00CB3FFF00', '6A80'],
    ['another file', withData('00CB2F00', '5C0181', '00'), '6A81'],
  ])('%s', (_, command, answer) => {
    expect(send(filled(), command)).toBe(answer);
  });
});

describe('rules for data objects', () => {
  it('stand in the DF, for the tags that they name', () => {
    const card = operationalCard();
    ok(card, df('5015', 'A00A 8C03031010 5C03815F2D A00B 8C03030000 5C04 82835F2E'));
    ok(card, put('82', '01'), get('82'), put('5F2E', '02'));
    expect(
      [put('81', '01'), put('5F2D', '01'), withData('00DA00FF', '820109810101')].map((command) => sw(card, command)),
    ).toEqual(['6982', '6982', '6982']);
    expect(send(card, get('82'))).toBe('019000');
    ok(card, verify(PIN), put('81', '01'), put('5F2D', '01'));
    card.reset();
    ok(card, '00A4000C025015', get('82'));
    expect(sw(card, get('81'))).toBe('6982');
  });

  it('protect reading too, alone, in a list and among all', () => {
    const card = operationalCard();
    ok(card, df('5015', 'A00D AB08 800101A403830101 5C0181'));
    ok(card, put('82', '02'));
    expect(sw(card, get('81'))).toBe('6982');
    expect(sw(card, byList('81'))).toBe('6982');
    ok(card, get('82'), byList('82'));
  });

  it('are those of creating an EF, and free reading, where nothing is said', () => {
    const card = operationalCard();
    ok(card, df('5015', '8608FF00000000009000'), verify(PIN), put('81', '01'));
    card.reset();
    ok(card, '00A4000C025015', get('81'));
    expect(sw(card, put('81', '02'))).toBe('6982');
    const closed = operationalCard();
    ok(closed, create('820138 83025016 8608FFFFFFFFFFFFFFFF'), verify(PIN));
    expect(sw(closed, put('81', '02'))).toBe('6982');
  });
});
