import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../apdu/index.ts';
import { READY_PUK } from '../../issuer/index.ts';
import { unblock, verify } from './pin-commands.ts';
import { PIN_TRIES, PUK_TRIES, readyCard } from './ready-card.ts';

describe('readyCard', () => {
  it('is untouched and powered on when nothing is asked for', () => {
    const card = readyCard();
    expect(card).toMatchObject({ pinTries: 3, pukTries: 3, verified: false, pin: '123456', puk: '12345678' });
    expect(toHex(card.transmit(fromHex('00200001')))).toBe('63C3');
  });

  it('is in every state that is asked for', () => {
    for (let pinTries = 0; pinTries <= PIN_TRIES; pinTries++) {
      for (let pukTries = 0; pukTries <= PUK_TRIES; pukTries++) {
        expect(readyCard({ pinTries, pukTries })).toMatchObject({ pinTries, pukTries, verified: false });
      }
    }
    expect(readyCard({ verified: true, pukTries: 1 })).toMatchObject({ pinTries: 3, pukTries: 1, verified: true });
  });

  it('answers as a card that came into its state by use: the right PIN is refused when it is blocked', () => {
    const card = readyCard({ pinTries: 0, pukTries: 1 });
    expect(verify(card, card.pin)).toBe(0x6983);
    expect(unblock(card, READY_PUK, '654321')).toBe(0x9000);
    expect(card).toMatchObject({ pinTries: 3, pukTries: 3 });
  });

  it('takes another PIN', () => {
    const card = readyCard({ pin: 'Geheim12', pinTries: 2 });
    expect(card.pinTries).toBe(2);
    expect(verify(card, '123456')).toBe(0x63c1);
    expect(verify(card, 'Geheim12')).toBe(0x9000);
  });

  it('is a card of its own each time, and tells its state as it is now', () => {
    const [one, other] = [readyCard(), readyCard()];
    verify(one, '000000');
    expect([one.pinTries, other.pinTries, readyCard().pinTries]).toEqual([2, 3, 3]);
    verify(other, other.pin);
    expect([one.verified, other.verified]).toEqual([false, true]);
    other.reset();
    expect(other.verified).toBe(false);
  });

  it('hands out its transmit by itself, and forks', () => {
    const card = readyCard({ pinTries: 1 });
    const { transmit } = card;
    expect(toHex(transmit(fromHex('00200001')))).toBe('63C1');
    expect(card.fork().inspect().pins).toEqual(card.inspect().pins);
    card.powerOff();
    expect(() => transmit(fromHex('00200001'))).toThrow('no power');
  });

  it.each([
    [{ pinTries: 4 }, 'pinTries is 4; a zorg-id card has 0 to 3'],
    [{ pinTries: -1 }, 'pinTries is -1; a zorg-id card has 0 to 3'],
    [{ pukTries: 0.5 }, 'pukTries is 0.5; a zorg-id card has 0 to 3'],
    [{ verified: true, pinTries: 2 }, 'no card is verified with pinTries 2: the right PIN gives all 3 back'],
    [{ pin: 'short' }, 'the card does not take this PIN: it wants 6 to 8 letters or digits'],
    [{ pin: 'p-unctuation' }, 'the card does not take this PIN: it wants 6 to 8 letters or digits'],
  ])('refuses %o', (options, message) => {
    expect(() => readyCard(options)).toThrow(new RangeError(message));
  });
});
