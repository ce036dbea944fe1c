import { describe, expect, it } from 'vitest';
import { assertHolder, type Holder, titleOf } from './holder.ts';
import { APOTHEKERSASSISTENT, BALIE, HUISARTS, MEDEWERKER } from './personas.ts';
import { ROLES } from './role-codes.ts';

describe('a holder', () => {
  it.each([MEDEWERKER, HUISARTS, APOTHEKERSASSISTENT, BALIE])('who is a persona is sound: $uziNumber', (holder) => {
    expect(() => assertHolder(holder)).not.toThrow();
  });

  it.each<[string, Holder, string]>([
    [
      'a UZI number of 8 digits',
      { ...MEDEWERKER, uziNumber: '90001234' },
      'a UZI number is 9 digits, which "90001234" is not',
    ],
    [
      'a UZI number with a letter',
      { ...MEDEWERKER, uziNumber: '90001234O' },
      'a UZI number is 9 digits, which "90001234O" is not',
    ],
    ['a UZI number in other digits', { ...MEDEWERKER, uziNumber: '٩٠٠٠١٢٣٤٥' }, 'a UZI number is 9 digits'],
    ['a URA of 9 digits', { ...MEDEWERKER, subscriberNumber: '900003820' }, 'a subscriber number (URA) is 8 digits'],
    ['an AGB code with a dot', { ...MEDEWERKER, agbCode: '0101.234' }, 'an AGB code is 8 digits'],
    ['no AGB code', { ...MEDEWERKER, agbCode: '' }, 'an AGB code is 8 digits'],
    ['a role that is not in the list', { ...HUISARTS, roleCode: '01.999' }, 'there is no role code "01.999"'],
    ['a role in another form', { ...HUISARTS, roleCode: '1.15' }, 'there is no role code "1.15"'],
    ['Z without a profession', { ...HUISARTS, roleCode: '00.000' }, 'pastype Z needs the role code of a profession'],
    ['N with a profession', { ...MEDEWERKER, roleCode: '01.015' }, 'pastype N has role code 00.000, not "01.015"'],
    ['M with a profession', { ...BALIE, roleCode: '01.015' }, 'pastype M has role code 00.000, not "01.015"'],
    ['N with a title', { ...MEDEWERKER, title: 'Arts' }, 'a card of pastype N has no title'],
    ['no surname', { ...MEDEWERKER, surname: '' }, 'the surname is empty'],
    [
      'given names that end with a space',
      { ...MEDEWERKER, givenNames: 'Mees ' },
      'the given names is empty, or begins or ends with a space',
    ],
    [
      'a name with a line feed',
      { ...MEDEWERKER, surname: 'de\nWerker' },
      'the surname has a character that no name has',
    ],
    ['half a surrogate pair', { ...MEDEWERKER, surname: 'W\ud83d' }, 'the surname has a character that no name has'],
    [
      'names that fit apart but not together',
      { ...MEDEWERKER, givenNames: 'M'.repeat(33), surname: 'W'.repeat(31) },
      'the whole name has 65 characters, and no more than 64 fit',
    ],
    [
      'a long subscriber',
      { ...MEDEWERKER, subscriberName: 'P'.repeat(65) },
      'the name of the subscriber has 65 characters',
    ],
    ['a long function', { ...BALIE, functionName: 'B'.repeat(65) }, 'the function has 65 characters'],
    ['an empty department', { ...BALIE, department: '' }, 'the department is empty'],
  ])('with %s is refused', (_, holder, message) => {
    expect(() => assertHolder(holder)).toThrow(message);
  });

  it('may have a name of 64 characters that are more bytes', () => {
    expect(() => assertHolder({ ...MEDEWERKER, givenNames: 'é'.repeat(32), surname: 'ß'.repeat(31) })).not.toThrow();
  });

  it('has the title of the profession, or the one given', () => {
    expect(titleOf(APOTHEKERSASSISTENT)).toBe('Apothekersassistent');
    expect(titleOf({ ...HUISARTS, title: 'Huisarts' })).toBe('Huisarts');
    expect(titleOf(MEDEWERKER)).toBeUndefined();
  });
});

it('there are 83 professions, each with a code of its own and a title', () => {
  expect(ROLES.size).toBe(83);
  for (const [code, { title }] of ROLES) {
    expect(code).toMatch(/^(?!00)[0-9]{2}\.[0-9]{3}$/);
    expect(title).not.toBe('');
  }
});
