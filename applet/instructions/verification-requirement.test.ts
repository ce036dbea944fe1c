import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../apdu/index.ts';
import { type Card, MemoryFlash } from '../../emulator/index.ts';
import { createCard, flashSize } from '../create-card.ts';
import {
  copyOf,
  df,
  ef,
  NEW_PIN,
  ok,
  operationalCard,
  PIN,
  PUK,
  send,
  sw,
  verify,
  WRONG_PIN,
  withData,
} from '../host.test-support.ts';
import { zorgIdBlank } from '../profile/zorg-id-blank.ts';

const PROFILE = { ...zorgIdBlank, pin: { ...zorgIdBlank.pin, mayBeDisabled: true } };
const disable = (pin: string): string => withData('00260001', pin);
const enable = (pin: string): string => withData('00280001', pin);

/** An operational card whose PIN may be disabled, with DF 5015 { EF 3501 } that only the PIN opens. */
function card(): Card {
  const made = createCard({ profile: PROFILE });
  made.powerOn();
  ok(made, withData('00240102', PUK), withData('00240101', PIN));
  ok(made, df('5015'), ef('3501', '0004', '8C0407101010'));
  return made;
}

describe('DISABLE VERIFICATION REQUIREMENT', () => {
  it('satisfies every condition on the PIN, on every channel, through reset and power-off', () => {
    const disabled = card();
    expect(sw(disabled, '00B0000001')).toBe('6982');
    ok(
      disabled,
      disable(PIN),
      '00B0000001',
      '0070000001',
      '01200001',
      '00200001',
      withData('00224100', '8001F3840101'),
    );
    disabled.reset();
    ok(disabled, '00200001');
    const later = copyOf(disabled);
    ok(later, '00A4080C0450153501', '00B0000001');
  });

  it('still compares in VERIFY, and counts', () => {
    const disabled = card();
    ok(disabled, disable(PIN));
    expect(sw(disabled, verify(WRONG_PIN))).toBe('63C2');
    ok(disabled, '00200001', '00B0000001', verify(PIN));
    expect(disabled.inspect().pins[0]).toMatchObject({ triesLeft: 3 });
  });

  it('is ended by ENABLE, which does not verify', () => {
    const enabled = card();
    ok(enabled, disable(PIN), enable(PIN));
    expect(sw(enabled, '00B0000001')).toBe('6982');
    expect(sw(enabled, '00200001')).toBe('63C3');
    ok(enabled, verify(PIN), '00B0000001', enable(PIN));
    expect(sw(enabled, '00B0000001')).toBe('6982');
  });

  it('stays when the PIN is changed or its counter reset', () => {
    const disabled = card();
    ok(disabled, disable(PIN), withData('00240001', PIN + NEW_PIN), '00200001', withData('002C0001', PUK + PIN));
    ok(disabled, '00200001', disable(PIN), enable(PIN));
  });

  it.each<[string, string, string]>([
    ['wrong', disable(WRONG_PIN), '63C2'],
    ['wrong, to enable', enable(WRONG_PIN), '63C2'],
    ['three bytes', disable('313233'), '6700'],
    ['seventeen bytes', disable('31'.repeat(17)), '6700'],
    ['nothing', '00260001', '6700'],
    ['P1 01', withData('00260101', PIN), '6A86'],
    ['reserved bits of P2', withData('00260061', PIN), '6A86'],
    ['unknown reference', withData('00260003', PIN), '6A88'],
    ['the PUK, which may not', withData('00260002', PUK), '6985'],
  ])('%s', (_, command, answer) => {
    const made = card();
    expect(sw(made, command)).toBe(answer);
    expect(sw(made, '00B0000001')).toBe('6982');
    expect(made.inspect().pins[0]!.triesLeft).toBe(answer === '63C2' ? 2 : 3);
  });

  it('is blocked with the PIN, by whichever command', () => {
    const blocked = card();
    expect([disable, enable, verify].map((command) => sw(blocked, command(WRONG_PIN)))).toEqual([
      '63C2',
      '63C1',
      '6983',
    ]);
    expect([disable, enable].map((command) => sw(blocked, command(PIN)))).toEqual(['6983', '6983']);
  });

  it('may not be had where the PIN’s policy does not say so', () => {
    const strict = operationalCard();
    expect(sw(strict, disable(PIN))).toBe('6985');
    ok(strict, enable(PIN));
  });

  it.each<[string, (pin: string) => string]>([
    ['DISABLE', disable],
    ['ENABLE', enable],
  ])('%s pays for a right and a wrong value with the same first write, before it compares', (_, command) => {
    const flash = new MemoryFlash(flashSize(PROFILE));
    const made = createCard({ profile: PROFILE, flash });
    made.powerOn();
    ok(made, withData('00240102', PUK), withData('00240101', PIN));
    const image = flash.fork();
    const firstWrite = (pin: string): string => {
      const writes: string[] = [];
      const observed = image.fork();
      const device = {
        size: observed.size,
        read: (offset: number, length: number) => observed.read(offset, length),
        write(offset: number, bytes: Uint8Array) {
          writes.push(`${offset}:${toHex(bytes)}`);
          observed.write(offset, bytes);
        },
        sync: () => {
          writes.push('sync');
          observed.sync();
        },
      };
      const opened = createCard({
        profile: PROFILE,
        flash: device,
        compare: (a, b) => {
          writes.push('compare');
          return toHex(a) === toHex(b);
        },
      });
      opened.powerOn();
      writes.length = 0;
      opened.transmit(fromHex(command(pin)));
      return writes.slice(0, writes.indexOf('compare') + 1).join(' ');
    };
    expect(firstWrite(PIN)).toMatch(/sync compare$/);
    expect(firstWrite(PIN)).toBe(firstWrite(WRONG_PIN));
  });
});

describe('PINs besides the user’s', () => {
  const policy = { tries: 2, minLength: 4, maxLength: 16, alphabet: 'any' as const };
  const profile = {
    ...zorgIdBlank,
    morePins: [
      { reference: 0x81, label: 'Spare PIN', kind: 'pin' as const, policy, resetBy: 0x82 },
      { reference: 0x82, label: 'Spare PUK', kind: 'puk' as const, policy },
      { reference: 0x83, label: 'Lone PIN', kind: 'pin' as const, policy },
    ],
  };

  it('count, verify and are reset each by itself', () => {
    const made = createCard({ profile });
    made.powerOn();
    ok(
      made,
      withData('00240181', NEW_PIN),
      withData('00240182', PUK),
      withData('00240102', PUK),
      withData('00240101', PIN),
    );
    expect(sw(made, withData('00240183', PIN))).toBe('6A86');
    expect(sw(made, withData('00200081', PIN))).toBe('63C1');
    ok(made, withData('00200081', NEW_PIN));
    expect(send(made, '00200001')).toBe('63C3');
    expect([PIN, PIN].map((pin) => sw(made, withData('00200081', pin)))).toEqual(['63C1', '6983']);
    expect(sw(made, withData('002C0083', PUK + PIN))).toBe('6A88');
    ok(made, withData('002C0081', PUK + PIN), withData('00200081', PIN), withData('00240081', PIN + NEW_PIN));
    expect(made.inspect().pins.map(({ triesLeft }) => triesLeft)).toEqual([3, 5, 2, 2, 0]);
  });
});
