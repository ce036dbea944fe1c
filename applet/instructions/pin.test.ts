import { describe, expect, it } from 'vitest';
import { toHex } from '../../apdu/index.ts';
import { type FlashDevice, MemoryFlash } from '../../emulator/index.ts';
import { createCard, flashSize } from '../create-card.ts';
import {
  blankCard,
  change,
  NEW_PIN,
  ok,
  operationalCard,
  PIN,
  PUK,
  send,
  sw,
  unblock,
  verify,
  WRONG_PIN,
  WRONG_PUK,
  withData,
} from '../host.test-support.ts';
import { conformance } from '../profile/conformance.ts';
import { zorgIdBlank } from '../profile/zorg-id-blank.ts';

const WITH_A_SECOND_PIN = { ...zorgIdBlank, morePins: conformance.morePins };
const EMPTY = ['00200001', '0020000100', '00200001000000'];

describe('VERIFY', () => {
  it.each<[string, string, string]>([
    ['right value, padded', verify(PIN), '9000'],
    ['right value, not padded', withData('00200001', '313233343536'), '9000'],
    ['right value, padded with FF: another PIN', withData('00200001', `313233343536${'FF'.repeat(10)}`), '63C2'],
    ['wrong value', verify(WRONG_PIN), '63C2'],
    ['three bytes: not counted', withData('00200001', '313233'), '6700'],
    ['seventeen bytes: not counted', withData('00200001', '31'.repeat(17)), '6700'],
    ['P1 01', withData('00200101', PIN), '6A86'],
    ['P1 FF, log out in later editions', '0020FF01', '6A86'],
    ['the PUK is no reference to verify', withData('00200002', PUK), '6A88'],
    ['unknown reference 81', withData('00200081', PIN), '6A88'],
    ['reserved bits of P2', withData('00200061', PIN), '6A86'],
  ])('%s', (_, command, answer) => {
    expect(sw(operationalCard(), command)).toBe(answer);
  });

  it('asks how things stand at no cost, in each encoding of an empty command', () => {
    const card = operationalCard();
    for (const query of EMPTY) expect(send(card, query)).toBe('63C3');
    send(card, verify(WRONG_PIN));
    for (const query of EMPTY) expect(send(card, query)).toBe('63C2');
    ok(card, verify(PIN));
    for (const query of EMPTY) expect(send(card, query)).toBe('9000');
    expect(card.inspect().pins[0]).toMatchObject({ triesLeft: 3, verified: true });
  });

  it('tells the tries of the PUK at no cost, once the card is operational', () => {
    const card = operationalCard();
    expect([send(card, '00200002'), send(card, '00200002')]).toEqual(['63C5', '63C5']);
    for (let tries = 0; tries < 5; tries++) send(card, unblock(WRONG_PUK, PIN));
    expect(send(card, '00200002')).toBe('6983');
    const young = blankCard();
    expect(send(young, '00200002')).toBe('6A88');
    ok(young, withData('00240102', PUK));
    expect(send(young, '00200002')).toBe('6A88');
  });

  it('blocks at the last try with 6983 and stays blocked for the right value', () => {
    const card = operationalCard();
    const answers = [WRONG_PIN, WRONG_PIN, WRONG_PIN, PIN].map((pin) => sw(card, verify(pin)));
    expect(answers).toEqual(['63C2', '63C1', '6983', '6983']);
    for (const query of EMPTY) expect(send(card, query)).toBe('6983');
    expect(sw(card, change(PIN, NEW_PIN))).toBe('6983');
  });

  it('restores the counter with a right value', () => {
    const card = operationalCard();
    send(card, verify(WRONG_PIN));
    ok(card, verify(PIN));
    card.reset();
    expect(send(card, EMPTY[0]!)).toBe('63C3');
  });

  it('loses the verified status on every channel at a wrong try, at reset, and when the applet is selected again', () => {
    const card = operationalCard();
    ok(card, '0070000001', verify(PIN), withData('01200001', PIN));
    expect([sw(card, '00200001'), sw(card, '01200001')]).toEqual(['9000', '9000']);
    send(card, withData('01200001', WRONG_PIN));
    expect([sw(card, '00200001'), sw(card, '01200001')]).toEqual(['63C2', '63C2']);
    ok(card, verify(PIN));
    card.reset();
    expect(sw(card, '00200001')).toBe('63C3');
    ok(card, verify(PIN), '00A404000CF276A288BCFBA69D34F31001');
    expect(sw(card, '00200001')).toBe('63C3');
  });

  it('pays for the try with the same durable bytes, whether the value is right or wrong', () => {
    const paid = [PIN, WRONG_PIN].map((pin) => {
      const flash = new MemoryFlash(flashSize(zorgIdBlank));
      const operations: string[] = [];
      const spy: FlashDevice = {
        size: flash.size,
        read: (offset, length) => flash.read(offset, length),
        write: (offset, bytes) => {
          operations.push(`write ${offset} ${toHex(bytes)}`);
          flash.write(offset, bytes);
        },
        sync: () => operations.push('sync'),
      };
      const card = createCard({ profile: zorgIdBlank, flash: spy });
      card.powerOn();
      ok(card, withData('00240101', PIN));
      operations.length = 0;
      send(card, verify(pin));
      return operations.slice(0, operations.indexOf('sync') + 1);
    });
    expect(paid[0]!.length).toBeGreaterThan(1);
    expect(paid[0]).toEqual(paid[1]);
  });

  it('requires no verification before the PIN exists, and cannot be given one', () => {
    const card = blankCard();
    expect(send(card, '00200001')).toBe('9000');
    expect(sw(card, verify(PIN))).toBe('6984');
  });
});

describe('CHANGE REFERENCE DATA', () => {
  it('sets PUK and PIN once, in that order', () => {
    const card = blankCard();
    expect(sw(card, withData('00240102', PUK.slice(2)))).toBe('6700');
    expect(sw(card, withData('00240102', `${PUK}00`))).toBe('6700');
    ok(card, withData('00240102', PUK));
    expect(card.inspect().lifeCycle).toBe('personalising');
    expect(sw(card, withData('00240102', PUK))).toBe('6A86');
    expect(sw(card, withData('00240101', '313233'))).toBe('6700');
    expect(sw(card, withData('00240101', '31'.repeat(17)))).toBe('6700');
    expect(sw(card, withData('00240201', '313233343536'))).toBe('6A86');
    ok(card, withData('00240101', '313233343536'));
    expect(sw(card, withData('00240101', '313233343536'))).toBe('6A86');
    expect(card.inspect().lifeCycle).toBe('operational');
  });

  it.each([
    ['PIN', '00240101'],
    ['PUK', '00240102'],
  ])('sets no first value of the %s that is only padding', (_, header) => {
    const card = blankCard();
    const before = card.image();
    expect(sw(card, withData(header, '00'.repeat(16)))).toBe('6A80');
    expect(card.image()).toEqual(before);
  });

  it('does nothing to the life cycle by first values of other PINs', () => {
    const card = createCard({ profile: WITH_A_SECOND_PIN });
    card.powerOn();
    ok(card, withData('00240182', '38373635343332310000000000000000'), withData('00240181', PIN));
    expect(card.inspect().lifeCycle).toBe('blank');
    ok(card, withData('00240102', PUK));
    expect(card.inspect().lifeCycle).toBe('personalising');
  });

  it('answers for a PIN that has no value before it looks at the data', () => {
    expect([change(PIN, NEW_PIN), withData('00240001', PIN)].map((command) => sw(blankCard(), command))).toEqual([
      '6984',
      '6984',
    ]);
  });

  it('changes the PIN, restores its counter and does not verify', () => {
    const card = operationalCard();
    send(card, verify(WRONG_PIN));
    ok(card, verify(PIN), change(PIN, NEW_PIN));
    expect(send(card, '00200001')).toBe('63C3');
    expect(sw(card, verify(PIN))).toBe('63C2');
    expect(sw(card, verify(NEW_PIN))).toBe('9000');
  });

  it('counts a wrong old value, and not a new value outside the policy', () => {
    const card = operationalCard();
    expect(sw(card, change(WRONG_PIN, NEW_PIN))).toBe('63C2');
    expect(sw(card, change(PIN, `3132${'00'.repeat(14)}`))).toBe('6A80');
    expect(sw(card, withData('00240001', '313233343536363534333231'))).toBe('6700');
    expect(send(card, '00200001')).toBe('63C2');
  });

  it('never changes the PUK', () => {
    expect(sw(operationalCard(), withData('00240002', PUK + PUK))).toBe('6A86');
  });
});

describe('RESET RETRY COUNTER', () => {
  function blocked() {
    const card = operationalCard();
    for (let i = 0; i < 3; i++) send(card, verify(WRONG_PIN));
    return card;
  }

  it('unblocks with the PUK and a new PIN, without verifying', () => {
    const card = blocked();
    ok(card, unblock(PUK, NEW_PIN));
    expect(send(card, '00200001')).toBe('63C3');
    expect(sw(card, verify(NEW_PIN))).toBe('9000');
  });

  it('takes a new PIN that is shorter than the old one, and nothing of the old one stays', () => {
    const card = operationalCard();
    ok(card, change(PIN, '31'.repeat(16)), withData('002C0001', `${PUK}34353637`));
    expect(sw(card, verify('34353637'))).toBe('9000');
  });

  it('compares its own PUK each time: a right one opens nothing for a later wrong one', () => {
    const card = blocked();
    ok(card, unblock(PUK, NEW_PIN));
    expect(sw(card, unblock(WRONG_PUK, PIN))).toBe('63C4');
    expect(sw(card, verify(PIN))).toBe('63C2');
    expect(sw(card, verify(NEW_PIN))).toBe('9000');
  });

  it('blocks the PUK at its own limit, leaves the PIN alone, and a right PUK restores its counter', () => {
    const card = operationalCard();
    for (let i = 0; i < 4; i++) send(card, unblock(WRONG_PUK, NEW_PIN));
    ok(card, unblock(PUK, PIN));
    const answers = Array.from({ length: 6 }, () => sw(card, unblock(WRONG_PUK, NEW_PIN)));
    expect(answers).toEqual(['63C4', '63C3', '63C2', '63C1', '6983', '6983']);
    expect(sw(card, unblock(PUK, NEW_PIN))).toBe('6983');
    expect(sw(card, verify(PIN))).toBe('9000');
  });

  it('is never opened by a PUK that was not set', () => {
    const card = blankCard();
    ok(card, withData('00240101', PIN));
    for (const puk of ['00'.repeat(16), 'FF'.repeat(16), PUK]) expect(sw(card, unblock(puk, NEW_PIN))).toBe('6983');
    expect(sw(card, verify(PIN))).toBe('9000');
  });

  it.each<[string, string, string]>([
    ['P1 01', withData('002C0101', PUK + PIN), '6A86'],
    ['unknown reference', withData('002C0002', PUK + PIN), '6A88'],
    ['new PIN of three bytes', withData('002C0001', `${PUK}313233`), '6700'],
    ['new PIN of seventeen bytes', withData('002C0001', PUK + '31'.repeat(17)), '6700'],
    ['new PIN that is only padding', unblock(PUK, '00'.repeat(16)), '6A80'],
  ])('%s', (_, command, answer) => {
    const card = operationalCard();
    expect(sw(card, command)).toBe(answer);
    expect(card.inspect().pins[1]).toMatchObject({ triesLeft: 5 });
  });

  it('needs a PIN to reset', () => {
    expect(sw(blankCard(), unblock(PUK, PIN))).toBe('6985');
  });
});
