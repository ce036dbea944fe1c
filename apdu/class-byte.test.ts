import { describe, expect, it } from 'vitest';
import { classByte, parseClass } from './class-byte.ts';

const ALL = Array.from({ length: 256 }, (_, cla) => cla);

describe('parseClass', () => {
  it('divides the 256 values as the standard does', () => {
    const kinds = ALL.map((cla) => parseClass(cla).kind);
    const count = (kind: string) => kinds.filter((one) => one === kind).length;
    expect([count('interindustry'), count('reserved'), count('proprietary'), count('invalid')]).toEqual([
      96, 32, 127, 1,
    ]);
    expect(kinds[0xff]).toBe('invalid');
    expect(kinds.slice(0x20, 0x40)).toEqual(Array(32).fill('reserved'));
    expect(kinds.slice(0x80, 0xff)).toEqual(Array(127).fill('proprietary'));
  });

  it('reads each interindustry value bit by bit', () => {
    for (const cla of ALL.filter((one) => parseClass(one).kind === 'interindustry')) {
      const bits = cla.toString(2).padStart(8, '0');
      const further = bits[1] === '1';
      expect(parseClass(cla)).toMatchObject({
        channel: further ? 4 + Number.parseInt(bits.slice(4), 2) : Number.parseInt(bits.slice(6), 2),
        chaining: bits[3] === '1',
      });
      expect(parseClass(cla).secureMessaging === 'none').toBe(further ? bits[2] === '0' : bits.slice(4, 6) === '00');
    }
  });

  it('inverts classByte', () => {
    for (let channel = 0; channel < 20; channel++) {
      for (const chaining of [false, true]) {
        expect(parseClass(classByte(channel, chaining))).toMatchObject({ channel, chaining, secureMessaging: 'none' });
      }
    }
    expect(() => classByte(20)).toThrow(RangeError);
  });
});
