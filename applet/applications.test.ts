import { describe, expect, it } from 'vitest';
import type { Card } from '../emulator/index.ts';
import { APPLICATION, OBJECT, storeId } from '../emulator/index.ts';
import { copyOf, ef, ISOAPPLET, NEW_PIN, ok, PIN, PUK, send, sw, verify, withData } from './host.test-support.ts';
import { cardWithWallet, WALLET_AID } from './second-applet.test-support.ts';

const WALLET = withData('00A40400', WALLET_AID, '00');
const WALLET_FCI = `6F088406${WALLET_AID}9000`;

/** Both applications operational, each with PIN 01, EF 3501 readable after it, the wallet RSA key 1 besides. */
function ready(): Card {
  const card = cardWithWallet();
  const file = (content: string) => [ef('3501', '0002', '8C0407101010'), withData('00D60000', content)];
  ok(card, withData('00240102', PUK), withData('00240101', PIN), verify(PIN), ...file('AAAA'));
  ok(card, WALLET, withData('00240101', NEW_PIN), verify(NEW_PIN), ...file('BBBB'));
  ok(card, withData('00224100', '8001F3840101'), '00464200000000');
  card.reset();
  return card;
}

const READ = ['00A40000023501', '00B0000000'];
const read = (card: Card): string => {
  send(card, READ[0]!);
  return send(card, READ[1]!);
};

describe('a card with two applications', () => {
  it('has the first one selected after reset, and answers the name of the other', () => {
    const card = cardWithWallet();
    expect(send(card, '00A4000000')).toContain('83023F00');
    expect(send(card, WALLET)).toBe(WALLET_FCI);
    expect(send(card, ISOAPPLET)).toBe('0006069000');
  });

  it('reaches only the files, PINs and keys of the application that is selected', () => {
    const card = ready();
    ok(card, verify(PIN));
    expect(read(card)).toBe('AAAA9000');
    expect(sw(card, withData('002241B6', '840101'))).toBe('6A88');
    expect(card.inspect().keys).toEqual([]);
    ok(card, WALLET);
    expect(sw(card, verify(PIN))).toBe('63C3');
    ok(card, verify(NEW_PIN), withData('002241B6', '840101'));
    expect(read(card)).toBe('BBBB9000');
  });

  it('loses what was verified and the security environment when another one is selected, and when it is left', () => {
    const card = ready();
    ok(card, WALLET, verify(NEW_PIN), withData('002241B6', '840101'), ISOAPPLET);
    expect(sw(card, '00200001')).toBe('63C3');
    ok(card, verify(PIN), WALLET);
    expect(sw(card, '00200001')).toBe('63C4');
    expect(read(card)).toBe('6982');
    ok(card, verify(NEW_PIN));
    expect(sw(card, withData('002A9E9A', '5A', '00'))).toBe('6985');
  });

  it('counts tries for each by itself, and a wrong one revokes only where it belongs', () => {
    const card = ready();
    ok(card, verify(PIN), '0070000001', withData('01A40400', WALLET_AID, '00'));
    expect(sw(card, verify(NEW_PIN).replace(/^00/, '01'))).toBe('9000');
    expect(sw(card, verify(PIN).replace(/^00/, '01'))).toBe('63C3');
    ok(card, '00200001');
    expect(card.inspect().pins[0]).toMatchObject({ triesLeft: 3, verified: true });
  });

  it('keeps an application for each channel', () => {
    const card = ready();
    ok(card, '0070000001', withData('01A40400', WALLET_AID, '00'), verify(PIN));
    expect(sw(card, '01200001')).toBe('63C4');
    expect(read(card)).toBe('AAAA9000');
    expect(send(card, '0170000001')).toBe('029000');
    expect(sw(card, '02200001')).toBe('63C4');
  });

  it('leaves everything as it was when the selection is refused', () => {
    const card = ready();
    ok(card, verify(PIN));
    expect(sw(card, withData('00A40404', WALLET_AID))).toBe('6A86');
    expect(sw(card, withData('00A40400', 'F0FFFF'))).toBe('6A82');
    expect(sw(card, withData('00A4040C', WALLET_AID))).toBe('6A86');
    ok(card, '00200001');
    expect(read(card)).toBe('AAAA9000');
  });

  it('survives power-off, and is forked with both', () => {
    const copy = copyOf(ready());
    ok(copy, WALLET, verify(NEW_PIN));
    expect(read(copy)).toBe('BBBB9000');
  });

  it('wipes what was being personalised and no other application', () => {
    const card = cardWithWallet();
    ok(card, WALLET, withData('00240101', NEW_PIN), verify(NEW_PIN), ef('3501', '0001'));
    ok(card, ISOAPPLET, withData('00DA0110', ''), withData('00240102', PUK), ef('3501', '0001'));
    const copy = copyOf(card);
    expect(read(copy)).toBe('6986');
    ok(copy, WALLET, verify(NEW_PIN), READ[0]!);
  });

  it('is terminated as a whole, by the first application only', () => {
    const card = ready();
    ok(card, WALLET, verify(NEW_PIN));
    expect(sw(card, '00FE0000')).toBe('6985');
    ok(card, ISOAPPLET, verify(PIN), '00FE0000');
    expect([WALLET, verify(PIN)].map((command) => sw(card, command))).toEqual(['6985', '6985']);
    expect(card.inspect().lifeCycle).toBe('terminated');
  });
});

it('no two objects of different applications have one number', () => {
  const seen = new Set<number>();
  for (let application = 0; application < APPLICATION.most; application++) {
    for (let id = 0; id < APPLICATION.objects; id++) seen.add(storeId(application, id));
    for (let id = 0; id < APPLICATION.fileObjects; id++) seen.add(storeId(application, OBJECT.file + id));
  }
  expect(seen.size).toBe(APPLICATION.most * (APPLICATION.objects + APPLICATION.fileObjects));
  expect(Math.max(...seen)).toBeLessThan(0xffff);
  expect(() => storeId(0, APPLICATION.objects)).toThrow(RangeError);
});
