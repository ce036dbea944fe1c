import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../apdu/index.ts';
import type { Card } from '../../emulator/index.ts';
import {
  blankCard,
  copyOf,
  create,
  MF,
  ok,
  operationalCard,
  PIN,
  send,
  sw,
  verify,
  withData,
} from '../host.test-support.ts';

const append = (data: string): string => withData('00E20000', data);
const record = (number: number): string => `00B2${number.toString(16).padStart(2, '0')}0400`;

/** An EF of three records of two bytes, full: A1A1, B2B2, C3C3. */
function linearFixed(more = ''): Card {
  const card = blankCard();
  ok(card, create(`8205 42410002 03 83023501 ${more}`), append('A1A1'), append('B2B2'), append('C3C3'));
  return card;
}

/** An EF of up to three records of up to four bytes, eight together: A1, B2B2, C3C3C3. */
function linearVariable(): Card {
  const card = blankCard();
  ok(card, create('80020008 8205 4441000403 83023502'), append('A1'), append('B2B2'), append('C3C3C3'));
  return card;
}

/** An EF of the three newest of A1, B2, C3, D4. */
function cyclic(): Card {
  const card = blankCard();
  ok(card, create('8205 4641000103 83023503'), append('A1'), append('B2'), append('C3'), append('D4'));
  return card;
}

const all = (card: Card): string => send(card, '00B2010500');

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

describe('UPDATE RECORD', () => {
  it.each<[string, Card, string, string, string]>([
    ['number 2', linearFixed(), withData('00DC0204', 'EEEE'), '9000', 'A1A1EEEEC3C39000'],
    ['the first', linearFixed(), withData('00DC0000', 'EEEE'), '9000', 'EEEEB2B2C3C39000'],
    ['the one before the first', linearFixed(), withData('00DC0003', 'EEEE'), '6A83', 'A1A1B2B2C3C39000'],
    ['one that is not there', linearFixed(), withData('00DC0404', 'EEEE'), '6A83', 'A1A1B2B2C3C39000'],
    ['too short', linearFixed(), withData('00DC0204', 'EE'), '6700', 'A1A1B2B2C3C39000'],
    ['too long', linearFixed(), withData('00DC0204', 'EEEEEE'), '6700', 'A1A1B2B2C3C39000'],
    ['nothing', linearFixed(), '00DC0204', '6700', 'A1A1B2B2C3C39000'],
    ['P2 with bits 101', linearFixed(), withData('00DC0205', 'EEEE'), '6A86', 'A1A1B2B2C3C39000'],
    ['shorter, where lengths vary', linearVariable(), withData('00DC0304', 'EE'), '9000', 'A1B2B2EE9000'],
    ['longer, where lengths vary', linearVariable(), withData('00DC0104', 'EEEE'), '9000', 'EEEEB2B2C3C3C39000'],
    ['longer than there is room', linearVariable(), withData('00DC0204', 'EEEEEEEE'), '9000', 'A1EEEEEEEEC3C3C39000'],
    ['longer than the EF', linearVariable(), withData('00DC0304', 'EEEEEEEEEE'), '6700', 'A1B2B2C3C3C39000'],
    ['number 1 of a cyclic EF', cyclic(), withData('00DC0104', 'EE'), '9000', 'EEC3B29000'],
    ['previous of a cyclic EF: appends', cyclic(), withData('00DC0003', 'EE'), '9000', 'EED4C39000'],
  ])('%s', (_, card, command, answer, left) => {
    ok(card, ...(command.slice(4, 8) === '0003' && answer === '6A83' ? ['00B2000000'] : []));
    expect(sw(card, command)).toBe(answer);
    expect(all(card)).toBe(left);
  });

  it('answers 6A84 when the records would not fit the EF together', () => {
    const card = linearVariable();
    ok(card, withData('00DC0104', 'EEEEEE'));
    expect(sw(card, withData('00DC0204', 'EEEE'))).toBe('9000');
    expect(sw(card, withData('00DC0204', 'EEEEEE'))).toBe('6A84');
    expect(all(card)).toBe('EEEEEEEEEEC3C3C39000');
  });
});

describe('WRITE RECORD', () => {
  it('combines by OR, by AND, or writes once, as the data coding byte says', () => {
    const writtenWith = (coding: string, ...data: string[]) => {
      const card = blankCard();
      ok(card, create(`8205 42${coding}000103 83023501`), append('0F'));
      return data.map((bytes) => `${sw(card, withData('00D20104', bytes))} ${send(card, record(1))}`);
    };
    expect(writtenWith('41', 'F0')).toEqual(['9000 FF9000']);
    expect(writtenWith('61', 'FA')).toEqual(['9000 0A9000']);
    expect(writtenWith('01', 'FA')).toEqual(['6985 0F9000']);
    const card = blankCard();
    ok(card, create('8205 4201000103 83023501'), append('0F'), '000C0104', withData('00D20104', 'FA'));
    expect(send(card, record(1))).toBe('FA9000');
  });

  it.each<[string, Card, string, string, string]>([
    ['previous of a cyclic EF: appends', cyclic(), withData('00D20003', 'EE'), '9000', 'EED4C39000'],
    ['another length', linearVariable(), withData('00D20204', '04'), '6700', 'A1B2B2C3C3C39000'],
    ['one that is not there', linearFixed(), withData('00D20904', 'EEEE'), '6A83', 'A1A1B2B2C3C39000'],
    ['P2 with bits 110', linearFixed(), withData('00D20106', 'EEEE'), '6A86', 'A1A1B2B2C3C39000'],
  ])('%s', (_, card, command, answer, left) => {
    expect(sw(card, command)).toBe(answer);
    expect(all(card)).toBe(left);
  });
});

describe('APPEND RECORD', () => {
  it.each<[string, Card, string, string]>([
    ['to a linear EF that has all its records', linearFixed(), append('D4D4'), '6A84'],
    ['of a length that the EF has not', linearFixed(), append('D4'), '6700'],
    ['P1 01', linearFixed(), withData('00E20100', 'D4D4'), '6A86'],
    ['P2 with bits 100', linearFixed(), withData('00E20004', 'D4D4'), '6A86'],
    ['to a variable EF that is full', linearVariable(), append('D4'), '6A84'],
    ['nothing', cyclic(), '00E20000', '6700'],
  ])('%s', (_, card, command, answer) => {
    const before = all(card);
    expect(sw(card, command)).toBe(answer);
    expect(all(card)).toBe(before);
  });

  it('makes the new record current, number 1 of a cyclic EF', () => {
    const card = cyclic();
    expect(send(card, record(0))).toBe('D49000');
    ok(card, append('E5'));
    expect(send(card, record(0))).toBe('E59000');
    const linear = blankCard();
    ok(linear, create('8205 4241000203 83023501'), append('A1A1'), append('B2B2'));
    expect(send(linear, record(0))).toBe('B2B29000');
  });
});

describe('ERASE RECORD', () => {
  it.each<[string, string, string, string]>([
    ['number 2', '000C0204', '9000', 'A1A10000C3C39000'],
    ['number 2 to the last', '000C0205', '9000', 'A1A1000000009000'],
    ['one that is not there', '000C0404', '6A83', 'A1A1B2B2C3C39000'],
    ['the first', '000C0000', '6A86', 'A1A1B2B2C3C39000'],
    ['with a data field', '000C02040101', '6700', 'A1A1B2B2C3C39000'],
  ])('%s', (_, command, answer, left) => {
    const card = linearFixed();
    expect(sw(card, command)).toBe(answer);
    expect(all(card)).toBe(left);
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

describe('records', () => {
  it('of every structure are what a list would hold, through power-off', () => {
    const steps = fc.array(
      fc.record({
        what: fc.constantFrom('append', 'update', 'erase'),
        at: fc.integer({ min: 1, max: 4 }),
        byte: fc.integer({ min: 1, max: 255 }),
      }),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(steps, fc.boolean(), (sequence, isCyclic) => {
        const card = blankCard();
        ok(card, create(`8205 4${isCyclic ? '6' : '2'}41000103 83023501`));
        let model: number[] = [];
        for (const { what, at, byte } of sequence) {
          const number = at.toString(16).padStart(2, '0');
          const value = toHex(Uint8Array.of(byte));
          if (what === 'append') {
            const full = model.length === 3 && !isCyclic;
            expect(sw(card, append(value))).toBe(full ? '6A84' : '9000');
            if (isCyclic) model = [byte, ...model].slice(0, 3);
            else if (!full) model = [...model, byte];
            continue;
          }
          const there = at <= model.length;
          const command = what === 'update' ? withData(`00DC${number}04`, value) : `000C${number}04`;
          expect(sw(card, command)).toBe(there ? '9000' : '6A83');
          if (there) model = model.with(at - 1, what === 'update' ? byte : 0);
        }
        const copy = copyOf(card);
        ok(copy, '00A4020C023501');
        expect(send(copy, '00B2010500')).toBe(model.length === 0 ? '6A83' : `${toHex(Uint8Array.from(model))}9000`);
        expect(copy.inspect().files.children[0]).toMatchObject({ size: model.length });
      }),
      { numRuns: 100 },
    );
  });

  it('are changed in one commit each: a card that is refused, and one that is not, writes once or not at all', () => {
    const card = linearFixed();
    const image = () => toHex(card.image());
    const before = image();
    sw(card, withData('00DC0404', 'EEEE'));
    sw(card, append('D4D4'));
    expect(image()).toBe(before);
    ok(card, withData('00DC0104', 'EEEE'));
    expect(image()).not.toBe(before);
    expect(card.transmit(fromHex(record(1)))).toEqual(fromHex('EEEE9000'));
  });
});
