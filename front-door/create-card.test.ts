import { describe, expect, it } from 'vitest';
import { fromHex, linkTo, sameBytes, toHex } from '../apdu/index.ts';
import { type CardProfile, createCard as formatOnly } from '../applet/index.ts';
import { fixedClock, MemoryFlash } from '../emulator/index.ts';
import { createCard, profileNamed, READY_CLOCK } from './create-card.ts';
import { type ProfileName, profiles } from './profiles.ts';
import { withVariant } from './variant.ts';

const VERIFY_READY_PIN = fromHex('00200001 10 31323334353600000000000000000000');
const SERIAL = fromHex('00CA0100 00');
const zorgId = profiles['zorg-id'];
const flashOf = () => new MemoryFlash(formatOnly({ profile: zorgId }).image().length);

describe('createCard', () => {
  it('makes an operational zorg-id card when nothing is asked for, powered off', () => {
    const card = createCard();
    expect(card.inspect().lifeCycle).toBe('operational');
    expect(() => card.transmit(SERIAL)).toThrow(expect.objectContaining({ name: 'CardMute' }));
    card.powerOn();
    expect(toHex(card.transmit(VERIFY_READY_PIN))).toBe('9000');
  });

  it('leaves a blank card blank', () => {
    expect(createCard({ profile: 'zorg-id-blank' }).inspect()).toMatchObject({
      lifeCycle: 'blank',
      keys: [],
      files: { children: [] },
    });
  });

  it('makes each profile’s own content', () => {
    const dfs = (profile: ProfileName) =>
      createCard({ profile })
        .inspect()
        .files.children.map(({ fid }) => fid);
    expect(dfs('zorg-id')).toEqual(['2F00', '5015']);
    expect(dfs('conformance')).toEqual(['2F00', '7F01', '7F02', '7F03', '7F04', '7F05']);
  });

  it('makes equal cards of equal profile, seed and clock, and others of another seed or clock', () => {
    const image = (options: Parameters<typeof createCard>[0]) => createCard(options).image();
    const one = image({ seed: '01' });
    expect(sameBytes(image({ seed: fromHex('01') }), one)).toBe(true);
    expect(sameBytes(image({ seed: '01', clock: fixedClock(Date.UTC(2026, 0, 1)) }), one)).toBe(true);
    expect(sameBytes(image({ seed: '02' }), one)).toBe(false);
    expect(sameBytes(image({ seed: '01', clock: fixedClock(Date.UTC(2027, 0, 1)) }), one)).toBe(false);
    expect(new Date(READY_CLOCK.now()).toISOString()).toBe('2026-01-01T00:00:00.000Z');
  });

  it('opens what the flash holds as it is', () => {
    const flash = flashOf();
    const card = createCard({ flash });
    card.powerOn();
    const wrong = fromHex('00200001 10 39393939393939390000000000000000');
    expect(toHex(card.transmit(wrong))).toBe('63C2');
    const image = card.image();
    const again = createCard({ flash });
    expect(sameBytes(again.image(), image)).toBe(true);
    expect(again.inspect().pins[0]?.triesLeft).toBe(2);
  });

  it('takes up again a personalisation that was cut short', () => {
    const flash = flashOf();
    const cut = formatOnly({ profile: zorgId, flash });
    cut.powerOn();
    // PUT DATA of the personalisation template with a PIN policy: the durable marker.
    expect(toHex(cut.transmit(fromHex('00DA0110 11 A10F 830101 910103 920106 930108 940101')))).toBe('9000');
    expect(cut.inspect().lifeCycle).toBe('personalising');
    expect(createCard({ flash }).inspect().lifeCycle).toBe('operational');
  });

  it('refuses a flash of another profile', () => {
    const flash = flashOf();
    createCard({ flash });
    expect(() => createCard({ flash, profile: 'zorg-id-blank' })).toThrow(/zorg-id/);
  });

  it('forks', () => {
    const card = createCard();
    const fork = card.fork();
    fork.powerOn();
    fork.transmit(fromHex('00200001 10 39393939393939390000000000000000'));
    expect(fork.inspect().pins[0]?.triesLeft).toBe(2);
    expect(card.inspect().pins[0]?.triesLeft).toBe(3);
  });

  it('names the profiles there are when one is unknown', () => {
    for (const name of ['zorg', 'toString', '']) {
      expect(() => profileNamed(name)).toThrow(
        new RangeError(
          `there is no profile "${name}"; profiles are zorg-id, zorg-id-blank, uzi-medewerker, uzi-zorgverlener, uzi-niet-op-naam, conformance`,
        ),
      );
    }
  });
});

describe('variants', () => {
  it.each([
    ['pin-blocked', 0, '6983'],
    ['tries=1', 1, '63C1'],
    ['tries=2', 2, '63C2'],
    ['tries=3', 3, '63C3'],
  ])('%s leaves %i tries', (variant, triesLeft, status) => {
    const card = createCard({ profile: withVariant(zorgId, variant) });
    expect(card.inspect().pins[0]?.triesLeft).toBe(triesLeft);
    card.powerOn();
    expect(toHex(card.transmit(fromHex('00200001')))).toBe(status);
  });

  it('are about the PIN of the user, also where there are others', () => {
    const tries = (variant: string) =>
      createCard({ profile: withVariant(profiles.conformance, variant) })
        .inspect()
        .pins.map(({ triesLeft }) => triesLeft);
    expect(tries('pin-blocked')).toEqual([0, 3, 3, 5]);
    expect(tries('tries=2')).toEqual([2, 3, 3, 5]);
  });

  it.each(['tries=4', 'tries=0', 'tries=01', 'tries=', 'tries=-1', 'pin-blocked ', ''])(
    'refuses "%s", naming what is possible',
    (variant) => {
      expect(() => withVariant(zorgId, variant)).toThrow(
        `zorg-id has no variant "${variant}"; possible are expired or not-yet-valid, revoked or on-hold or fault=NAME (proefpas scenario list), keys=A, layout=safesign, public-objects=after-pin, atr=safesign-qscd or atr=uzi-qscd or atr=uzi-jcop or atr=HEX, tries=1 to tries=3 or pin-blocked, puk-tries=1 to puk-tries=3 or puk-blocked`,
      );
    },
  );

  it('refuses variants of a blank card', () => {
    expect(() => withVariant(profiles['zorg-id-blank'], 'pin-blocked')).toThrow(/blank card has no PIN/);
  });

  it.each([
    ['puk-tries=2', [3, 2]],
    ['puk-blocked', [0, 0]],
    ['puk-blocked:tries=2', [2, 0]],
    ['pin-blocked:puk-tries=1', [0, 1]],
  ])('%s leaves PIN and PUK %j tries', (variant, triesLeft) => {
    const card = createCard({ profile: withVariant(zorgId, variant) });
    expect(card.inspect().pins.map((pin) => pin.triesLeft)).toEqual(triesLeft);
  });

  it('are one of a kind, and the same in any order', () => {
    expect(withVariant(zorgId, 'tries=1:keys=A:expired')).toEqual(withVariant(zorgId, 'expired:keys=A:tries=1'));
    expect(() => withVariant(zorgId, 'revoked:on-hold')).toThrow('zorg-id is either revoked or on-hold');
    expect(() => withVariant(withVariant(zorgId, 'tries=1'), 'pin-blocked')).toThrow('either tries=1 or pin-blocked');
  });

  it('have serial numbers of their own, which begin alike where the certificates are the same', async () => {
    const serialOf = async (profile: CardProfile, holder?: string) => {
      const card = linkTo(createCard({ profile, ...(holder === undefined ? {} : { holder }) }));
      await card.powerOn();
      return toHex(await card.transmit(SERIAL));
    };
    const states = ['keys=A', 'tries=1', 'tries=2'].map((variant) => withVariant(zorgId, variant));
    const editions = ['revoked', 'on-hold'].map((variant) => withVariant(zorgId, variant));
    const alike = await Promise.all([zorgId, ...states].map((profile) => serialOf(profile)));
    const others = await Promise.all(editions.map((profile) => serialOf(profile)));
    const somebody = await serialOf(zorgId, 'uzi=900000001');
    expect(new Set([...alike, ...others, somebody]).size).toBe(7);
    expect(new Set(alike.map((serial) => serial.slice(0, 10))).size).toBe(1);
    expect(new Set([...others, somebody, ...alike].map((serial) => serial.slice(0, 10))).size).toBe(4);
  });
});
