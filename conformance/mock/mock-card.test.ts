// biome-ignore-all lint/suspicious/noTemplateCurlyInString: names are written so in a trace
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../apdu/index.ts';
import { parseTrace } from '../trace/parse-trace.ts';
import { type MockOptions, mockCard } from './mock-card.ts';

const TRACE = `cardtrace 1
secret PIN
reset cold -> 3B 80 01 81
> 00 A4 00 0C 02 3F 00
< [9000]
> 00 84 00 00 08
< 01 02 03 04 05 06 07 08 [9000]
> 00 84 00 00 08
< {r:8} [9000]
> 00 20 00 01 lc(\${PIN})
< [63C{tries:n}]
> 00 D6 00 00 06 010203040506
< 6F{ 82:(38) 83:(3F00) * } [9000]
> 00 B0 00 00 00
< none
`;

function mock(options: MockOptions = {}) {
  const card = mockCard(parseTrace(TRACE), options);
  card.powerOn();
  const say = (command: string): string => toHex(card.transmit(fromHex(command)));
  return { card, say };
}

describe('a trace that plays the card', () => {
  it('answers in any order, of equal commands the first answer first, whatever Le says', () => {
    const { card, say } = mock();
    expect(toHex(card.reset())).toBe('3B800181');
    expect(say('0084000008')).toBe('01020304050607089000');
    expect(say('00A4000C023F0000')).toBe('9000');
    expect(say('0084000000').slice(-4)).toBe('9000');
    expect(() => say('0084000008')).toThrow('not recorded');
    expect(say('002000010431323334')).toBe('63C0');
    expect(card.report()).toMatchObject({ misses: [expect.stringContaining('GET CHALLENGE')], left: [{}, {}] });
  });

  it('gives long answers in pieces, and takes chains', () => {
    const { say } = mock();
    expect(say('0084000003')).toBe('0102036105');
    expect(say('00C0000005')).toBe('04050607089000');
    expect(say('10D6000002 0102')).toBe('9000');
    expect(say('10D6000002 0304')).toBe('9000');
    expect(say('00D6000002 0506 00')).toBe('6F0782013883023F009000');
  });

  it('names the nearest recorded command and where they part, and never a PIN', () => {
    const { say, card } = mock({ values: new Map([['PIN', fromHex('31323334')]]) });
    expect(() => say('00A4000C025015')).toThrow(
      'SELECT 00 A4 00 0C 02 50 15 is not recorded; the nearest is line 4, 00 A4 00 0C 02 3F 00: 3F recorded, 50 sent at byte 5',
    );
    expect(() => say('00A4040C023F00')).toThrow('00 recorded, 04 sent at P1');
    expect(() => say('002000010439393939')).toThrow('VERIFY 00 20 00 01 is not recorded');
    expect(card.report().misses.join()).not.toMatch(/39 39|31 32/);
    expect(say('002000010431323334')).toBe('63C0');
  });

  it('gives no answer where none was recorded', () => {
    expect(() => mock().say('00B0000000')).toThrow('the recorded card gave no answer');
  });

  it('keeps to the order when it is strict', () => {
    const { say, card } = mock({ strict: true });
    expect(() => say('0084000008')).toThrow('the nearest is line 4');
    expect(say('00A4000C023F00')).toBe('9000');
    expect(say('0084000008')).toBe('01020304050607089000');
    expect(card.report().left[0]).toBe('line 8: 00 84 00 00 08 was never asked for');
  });

  it('is none without commands', () => {
    expect(() => mockCard(parseTrace('cardtrace 1\n'))).toThrow('no commands');
  });
});
