import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../apdu/index.ts';
import type { Card } from '../../emulator/index.ts';
import { blankCard, copyOf, create, ok, send, sw, withData } from '../host.test-support.ts';
import { all, append, cyclic, linearFixed, linearVariable, record } from './records.test-support.ts';

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
