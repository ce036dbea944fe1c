import { describe, expect, it } from 'vitest';
import { AtrError, encodeAtr, offeredProtocols, parseAtr } from './answer-to-reset.ts';
import { fromHex, toHex } from './bytes.ts';

const ATR = '3B9F188131FE458031E873F641D7575A4F5247545354C2';

describe('answer to reset', () => {
  it('is written as it was read', () => {
    const atr = parseAtr(fromHex(ATR));
    expect(toHex(encodeAtr(atr))).toBe(ATR);
    expect(offeredProtocols(atr)).toEqual([1]);
    expect(toHex(atr.historical)).toBe('8031E873F641D7575A4F5247545354');
  });

  it('has no check byte with T=0 only', () => {
    expect(toHex(encodeAtr(parseAtr(fromHex('3B021450'))))).toBe('3B021450');
  });

  it.each([`${ATR.slice(0, -2)}C3`, ATR.slice(0, -2), `${ATR}00`, '3A00', '3B', ''])('refuses %j', (bytes) => {
    expect(() => parseAtr(fromHex(bytes))).toThrow(AtrError);
  });
});
