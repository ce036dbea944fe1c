/** The guard: the counters of the card itself are looked at after every command of a whole run. */
import { describe, expect, it } from 'vitest';
import { type CardChannel, concat, encodeCommand, fromHex, INS, linkTo, SW, toHex } from '../../apdu/index.ts';
import { type Card, createCard, profiles, withVariant } from '../../index.ts';
import { Guard } from './guard.ts';
import { broken, type Fault, PIN, rightVerify, type Seen, withData, word } from './museum/broken-card.test-support.ts';
import { conformanceCard, SECRETS } from './museum/exhibit.test-support.ts';
import { EXHIBITS_OF_SECRETS } from './museum/exhibits.test-support.ts';
import { runSuite, type SuiteOptions } from './run-suite.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const triesOf = (card: Card): number[] => card.inspect().pins.map(({ triesLeft }) => triesLeft);

/** The groups that spend tries. */
const only = ({ id }: { readonly id: string }): boolean => /^(VER|CRD|CHN|LCS|RRC|BLK)/.test(id);

/** Instruction codes of the commands on PINs. */
const ofPins = (ins: number): boolean => ins >= 0x20 && ins <= 0x2c;

/** Runs the suite and tells the lowest count of each PIN at any moment. */
async function lowest(card: Card, options: SuiteOptions, fault?: Fault): Promise<number[]> {
  const low = triesOf(card);
  const seam = fault === undefined ? card : broken(card, fault);
  const watched: CardChannel = {
    powerOn: () => seam.powerOn(),
    reset: () => seam.reset(),
    powerOff: () => seam.powerOff(),
    transmit: (bytes) => {
      const answer = seam.transmit(bytes);
      if (!ofPins(bytes[1]!)) return answer;
      triesOf(card).forEach((tries, i) => {
        low[i] = Math.min(low[i]!, tries);
      });
      return answer;
    },
  };
  await runSuite(linkTo(watched), { only, ...options });
  return low;
}

describe('on a sound card that is not disposable', () => {
  it.each([1, 2, 3, 5, 15])('with a limit of %i tries two stay, at any moment', async (tries) => {
    const { conformance } = profiles;
    const card = createCard({ profile: { ...conformance, pin: { ...conformance.pin, tries } } });
    const low = await lowest(card, SECRETS);
    expect(low[0]).toBe(tries < 3 ? tries : tries - 1);
    expect(low.slice(1)).toEqual([3, tries < 3 ? 2 : 3, 5]);
    expect(triesOf(card)).toEqual([tries, 3, 3, 5]);
  });

  it.each(['tries=1', 'tries=2', 'pin-blocked'])('%s: it stays so', async (variant) => {
    const card = createCard({ profile: withVariant(profiles.conformance, variant) });
    const before = card.inspect();
    const low = await lowest(card, SECRETS);
    expect(low[0]).toBe(before.pins[0]!.triesLeft);
    expect(card.inspect()).toEqual(before);
  });

  it('that takes a question for a wrong value, and tells no counter, is asked one', async () => {
    const card = createCard({ profile: 'conformance', quirks: ['wrong-pin-6300', 'empty-verify-counts'] });
    expect(await lowest(card, SECRETS)).toEqual([2, 3, 3, 5]);
  });

  it('with a floor as high as the limit nothing is spent', async () => {
    expect(await lowest(conformanceCard(), { ...SECRETS, floor: 3 })).toEqual([3, 3, 3, 5]);
  });

  it('with a PIN that is not its own one try is gone, and no more', async () => {
    const card = conformanceCard();
    await lowest(card, { pins: [{ value: text('999999') }] });
    expect(triesOf(card)).toEqual([2, 3, 3, 5]);
  });

  it('without a PIN nothing is spent', async () => {
    expect(await lowest(conformanceCard(), {})).toEqual([3, 3, 3, 5]);
  });
});

describe('on a sound card that wants values otherwise than the guard knows', () => {
  const withoutEdge = ({ ins, p1 }: Seen): boolean => ins === INS.select && p1 === 0x04;

  it('CHANGE that takes the data apart elsewhere leaves two tries at any moment', async () => {
    const elsewhere: Fault = () => ({
      answer: (command, send) => {
        if (withoutEdge(command)) return word(SW.fileNotFound);
        if (command.ins !== INS.changeReferenceData || command.data.length !== 12) return undefined;
        return send(withData(command, concat(command.data, new Uint8Array(4), PIN)));
      },
    });
    const card = conformanceCard();
    const low = await lowest(card, SECRETS, elsewhere);
    expect(low[0]).toBe(2);
    expect(triesOf(card)).toEqual([3, 3, 3, 5]);
  });

  it.each(['313233343536FFFF', '3132333435360000', '31323334353600'])('%s is not the PIN 123456', async (hex) => {
    const card = createCard({ profile: withVariant(profiles.conformance, 'tries=2') });
    const guard = new Guard(linkTo(card), { floor: 2, disposable: false });
    await guard.powerOn();
    Object.assign(guard.know(0x01, text('123456'), undefined), { proven: true });
    const verifies = guard.transmit(encodeCommand({ ins: INS.verify, p2: 0x01, data: fromHex(hex) }));
    await expect(verifies).rejects.toMatchObject({ name: 'Inapplicable' });
  });

  it('a chain whose links are compared one by one ends with the first', async () => {
    const card = conformanceCard();
    const oneByOne: Fault = () => ({
      answer: ({ bytes, cla }, send) => (cla === 0x10 ? send(concat(fromHex('00'), bytes.subarray(1))) : undefined),
    });
    const guard = new Guard(linkTo(broken(card, oneByOne)), { floor: 2, disposable: false });
    await guard.powerOn();
    Object.assign(guard.know(0x01, text('123456'), undefined), { proven: true });
    await guard.transmit(fromHex('102000010431323334'));
    await expect(guard.transmit(fromHex('00200001023536'))).rejects.toMatchObject({ name: 'Inapplicable' });
    expect(triesOf(card)[0]).toBe(2);
  });
});

describe('on a broken card that is not disposable', () => {
  const exhibits = EXHIBITS_OF_SECRETS.filter(({ name }) => /try|tries|costs|counter|CHANGE|any PIN/.test(name));

  it.each(exhibits.map(({ name, fault }) => [name, fault] as const))(
    '%s: two tries are left in the end',
    async (_, fault) => {
      const card = conformanceCard();
      const { pins: __, ...before } = card.inspect();
      await lowest(card, SECRETS, fault);
      for (const tries of triesOf(card)) expect(tries).toBeGreaterThanOrEqual(2);
      expect(card.inspect()).toMatchObject(before);
    },
  );
});

describe('on a disposable card', () => {
  it('with a floor two tries stay all the same', async () => {
    const card = conformanceCard();
    const low = await lowest(card, { ...SECRETS, disposable: true, floor: 2 });
    expect(Math.min(...low)).toBe(2);
    expect(triesOf(card)).toEqual([3, 3, 3, 5]);
  });

  it('a PIN that was set without its old value has its own again', async () => {
    const card = conformanceCard();
    const { fault } = EXHIBITS_OF_SECRETS.find(({ name }) => name === 'CHANGE with P1 01 needs no old value')!;
    const guard = new Guard(linkTo(broken(card, fault)), { floor: 2, disposable: true });
    await guard.powerOn();
    guard.format = { length: 16, filler: 0x00 };
    Object.assign(guard.know(0x01, text('123456'), undefined), { proven: true });
    await guard.transmit(fromHex('0024010110 39393939393900000000000000000000'));
    await guard.restore();
    expect(toHex(card.transmit(rightVerify()))).toBe('9000');
  });
});

it('a card that is not disposable keeps at least one try', async () => {
  await expect(runSuite(linkTo(conformanceCard()), { floor: 0 })).rejects.toThrow(/at least one try/);
  await expect(runSuite(linkTo(conformanceCard()), { floor: Number.NaN })).rejects.toThrow(/number of tries/);
});

describe('commands that change a card', () => {
  const guarded = async (disposable: boolean) => {
    const guard = new Guard(linkTo(conformanceCard()), { floor: 2, disposable });
    await guard.powerOn();
    return guard;
  };

  it.each([
    '00E00000 02 6200',
    '00E40000 02 7F01',
    '00E60000 02 7F01',
    '00E80000 02 0101',
    '00FE0000',
    '00040000 02 0101',
    '00440000 02 0101',
    '00D60000 01 FF',
    '00D00000 01 FF',
    '000E0000',
    '00DA DF21 01 00',
    '00DC0104 01 FF',
    '00E20000 01 FF',
    '00460000',
    '0022F201',
    '0022F401',
    `0024000120${'31'.repeat(32)}`,
    `002C000120${'31'.repeat(32)}`,
    '0026000106313233343536',
    '80D60000 01 FF',
    '10D60000 01 FF',
    '000A0000',
  ])('%s does not pass, unless the card is disposable', async (hex) => {
    await expect((await guarded(false)).transmit(fromHex(hex))).rejects.toMatchObject({ name: 'Inapplicable' });
  });

  it('a write of what has been read there passes, and of anything else not', async () => {
    const guard = await guarded(false);
    for (const hex of ['00A4000C023F00', '00A4000C027F04', '00A4000C020206']) await guard.transmit(fromHex(hex));
    await expect(guard.transmit(fromHex('00D600000106'))).rejects.toMatchObject({ name: 'Inapplicable' });
    await guard.transmit(fromHex('00B0000004'));
    expect(toHex(await guard.transmit(fromHex('00D600000406060606')))).toBe('6982');
    await expect(guard.transmit(fromHex('00D60000020607'))).rejects.toMatchObject({ name: 'Inapplicable' });
    await expect(guard.transmit(fromHex('00D600010106'))).rejects.toMatchObject({ name: 'Inapplicable' });
    await guard.transmit(fromHex('00A4000C023F00'));
    await expect(guard.transmit(fromHex('00D600000106'))).rejects.toMatchObject({ name: 'Inapplicable' });
  });
});
