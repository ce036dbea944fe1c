import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../apdu/index.ts';
import { type Card, encodePersonalisation, type KeyAttributes, type PinPolicy } from '../../emulator/index.ts';
import { createCard } from '../create-card.ts';
import {
  create,
  df,
  ef,
  MF,
  NEW_PIN,
  ok,
  PIN,
  PUK,
  p256Key,
  send,
  sw,
  verify,
  WRONG_PUK,
  withData,
} from '../host.test-support.ts';
import { zorgIdBlank } from '../profile/zorg-id-blank.ts';

const policy: PinPolicy = { tries: 3, minLength: 4, maxLength: 16, alphabet: 'any' };
const PROFILE = { ...zorgIdBlank, morePins: [{ reference: 0x81, label: 'Second PIN', kind: 'pin' as const, policy }] };

const rule = (...parts: string[]): string => parts.join('').replace(/ /g, '');
const AB = (content: string): string => `AB${(content.length / 2).toString(16).padStart(2, '0')}${content}`;
const BY_PIN = 'A403830101';
const BY_PUK = 'A403830102';
const BY_SECOND = 'A403830181';
const verifySecond = withData('00200081', NEW_PIN);
const verifyPuk = withData('00200002', PUK);

interface Attributes {
  readonly pins?: ReadonlyMap<number, Partial<PinPolicy>>;
  readonly keys?: ReadonlyMap<number, KeyAttributes>;
}

/** An operational card with two PINs and a PUK that says who verifies it: everybody. */
function cardWith({ pins = new Map(), keys = new Map() }: Attributes = {}): Card {
  const card = createCard({ profile: PROFILE });
  card.powerOn();
  const open = fromHex(rule('8401 20', '9000', '8401 2C', '9000'));
  const personalisation = encodePersonalisation({
    serialNumber: undefined,
    mfAccess: undefined,
    pinPolicies: new Map(
      [1, 2, 0x81].map((reference) => [
        reference,
        { ...policy, ...(reference === 2 && { rules: open }), ...pins.get(reference) },
      ]),
    ),
    keyAttributes: keys,
  });
  ok(card, withData('00DA0110', toHex(personalisation)));
  ok(card, withData('00240102', PUK), withData('00240181', NEW_PIN), withData('00240101', PIN), verify(PIN));
  return card;
}

function finished(card: Card): Card {
  ok(card, MF, '00440000');
  card.reset();
  return card;
}

describe('a file with rules in the expanded format', () => {
  const fileOn = (content: string): Card => {
    const card = cardWith();
    ok(card, df('5015'), ef('3501', '0004', AB(content)));
    finished(card);
    ok(card, '00A4080C0450153501');
    return card;
  };

  it.each<[string, string, string[]]>([
    // after nothing, PIN, PUK, second PIN, PIN and second PIN
    ['always', '80010190 00', ['9000', '9000', '9000', '9000', '9000']],
    ['never', '80010197 00', ['6982', '6982', '6982', '6982', '6982']],
    ['no rule', '80010290 00', ['6982', '6982', '6982', '6982', '6982']],
    ['PIN', `800101${BY_PIN}`, ['6982', '9000', '6982', '6982', '9000']],
    ['PUK', `800101${BY_PUK}`, ['6982', '6982', '9000', '6982', '6982']],
    ['PIN or PUK', `800101${BY_PIN}${BY_PUK}`, ['6982', '9000', '9000', '6982', '9000']],
    ['both PINs', `800101AF0A${BY_PIN}${BY_SECOND}`, ['6982', '6982', '6982', '6982', '9000']],
    ['not the second PIN', `800101A705${BY_SECOND}`, ['9000', '9000', '9000', '6982', '6982']],
    ['PIN and not the second', `800101AF0C${BY_PIN}A705${BY_SECOND}`, ['6982', '9000', '6982', '6982', '6982']],
    ['a PIN that is not there', '800101A403830107', ['6982', '6982', '6982', '6982', '6982']],
    ['by command', `8401B0${BY_PIN}`, ['6982', '9000', '6982', '6982', '9000']],
  ])('reads: %s', (_, content, words) => {
    const verified = [[], [verify(PIN)], [verifyPuk], [verifySecond], [verify(PIN), verifySecond]];
    const found = verified.map((commands) => {
      const card = fileOn(rule(content));
      ok(card, ...commands);
      return sw(card, '00B0000001');
    });
    expect(found).toEqual(words);
  });

  it('is granted and denied each operation by itself', () => {
    const operations = [
      ['0x40', withData('00E40000', '3501')],
      ['0x20', '00E80000'],
      ['0x08', '00040000'],
      ['0x04', withData('00D00000', '01')],
      ['0x02', withData('00D60000', '01')],
      ['0x01', '00B0000001'],
    ] as const;
    for (const [granted] of operations) {
      const mode = Number(granted).toString(16).padStart(2, '0');
      const words = operations.map(([, command]) => sw(fileOn(`8001${mode}9000`), command));
      expect(words).toEqual(operations.map(([other]) => (other === granted ? '9000' : '6982')));
    }
  });

  it('of a DF decides about creating and deleting in it', () => {
    const words = (content: string, ...before: string[]) => {
      const card = cardWith();
      ok(card, df('5015', AB(content)), ef('3501', '0001'));
      finished(card);
      ok(card, ...before, '00A4080C025015');
      return [df('5016'), ef('3502', '0001'), '00A4080C025015', withData('00E40000', '3501')].map((command) =>
        sw(card, command),
      );
    };
    expect(words('8001049000')).toEqual(['9000', '9000', '9000', '6982']);
    expect(words('8001029000')).toEqual(['6982', '9000', '9000', '6982']);
    expect(words(`800103${BY_PUK}`)).toEqual(['6982', '6982', '9000', '6982']);
    expect(words(`800103${BY_PUK}`, verifyPuk)).toEqual(['6982', '9000', '9000', '9000']);
  });

  it('is told as it was created, and in words', () => {
    const card = fileOn(`800101${BY_PIN}800106AF0A${BY_PIN}${BY_SECOND}`);
    expect(send(card, '00A40800045015350100')).toContain(AB(`800101${BY_PIN}800106AF0A${BY_PIN}${BY_SECOND}`));
    expect(card.inspect().files.children[0]!.children[0]!.access).toMatchObject({
      read: 'PIN 01',
      update: 'PIN 01 and PIN 81',
      deleteSelf: 'never',
    });
  });

  it.each<[string, string]>([
    ['malformed', AB('800101')],
    ['unknown condition', AB('8001019200')],
    ['beside a compact rule', `${AB('8001019000')} 8C020100`],
    ['twice', AB('8001019000') + AB('8001019000')],
    ['by reference to a file that is not looked up', '8B03 2F0601'],
    ['of data objects, malformed', 'A007 5C018AAB0280'],
    ['of data objects, a tag list cut short', 'A006 5C015F8C0100'],
  ])('%s: the file is not created', (_, attributes) => {
    const card = cardWith();
    expect(sw(card, create(`81020004 820101 83023501 ${attributes}`))).toBe('6A80');
    expect(card.inspect().files.children).toEqual([]);
  });
});

describe('a key with rules of its own', () => {
  const SIGN = withData('002A9E9A', '5A5A', '00');
  const mse = (template: string): string => withData(`002241${template}`, '840101');

  /** A card with an EC key 1 whose rules are these. */
  function cardWithKey(rules: string, usage: KeyAttributes['usage'] = ['sign', 'authenticate']): Card {
    const keys = new Map([[1, { usage, consent: false, ruleBytes: fromHex(rules) }]]);
    const card = cardWith({ keys });
    ok(card, withData('00224100', '8001EC840101'));
    ok(card, withData('00DB3FFF', p256Key('07')));
    return finished(card);
  }

  it('signs for whom the rules name, and for nobody else', () => {
    const card = cardWithKey(rule('87032A9E9A', BY_SECOND));
    ok(card, verify(PIN));
    expect(sw(card, mse('B6'))).toBe('6982');
    ok(card, verifySecond, mse('B6'));
    expect(sw(card, SIGN)).toBe('9000');
    send(card, withData('00200081', PIN));
    expect(sw(card, SIGN)).toBe('6982');
  });

  it('is used in the ways the rules name only, and not replaced by others', () => {
    const card = cardWithKey(rule('840188', BY_PIN, '87032A9E9A', '9700'));
    ok(card, verify(PIN), verifySecond, mse('A4'));
    expect(sw(card, withData('00880000', '5A5A', '00'))).toBe('9000');
    expect(sw(card, mse('B6'))).toBe('6982');
    expect(sw(card, withData('00224100', '8001EC840101'))).toBe('6982');
    ok(card, withData('00224100', '8001EC840102'));
  });

  it('hands rules and usage on to the key that replaces it', () => {
    const card = cardWithKey(rule('840146', '9000', '8401DB', '9000', '840188', BY_SECOND));
    ok(card, withData('00224100', '8001EC840101'), withData('00DB3FFF', p256Key('07')));
    expect(card.inspect().keys).toMatchObject([{ reference: 1, usage: ['sign', 'authenticate'] }]);
    ok(card, verify(PIN));
    expect(sw(card, mse('A4'))).toBe('6982');
    ok(card, verifySecond, mse('A4'));
  });
});

describe('a key that wants a verification for each use', () => {
  const SIGN = withData('002A9E9A', '5A5A', '00');

  function cardWithConsent(rules?: string): Card {
    const ruleBytes = rules === undefined ? {} : { ruleBytes: fromHex(rules) };
    const card = cardWith({ keys: new Map([[1, { usage: ['sign'], consent: true, ...ruleBytes }]]) });
    ok(card, withData('00224100', '8001EC840101'), withData('00DB3FFF', p256Key('07')));
    return finished(card);
  }

  it('takes no other PIN for the user’s', () => {
    const card = cardWithConsent();
    ok(card, verify(PIN), withData('002241B6', '840101'), SIGN, verifySecond);
    expect(sw(card, SIGN)).toBe('6982');
    ok(card, verify(PIN), SIGN);
  });

  it('wants those that its rules name, each anew', () => {
    const card = cardWithConsent(rule('87032A9E9A', 'AF0A', BY_PIN, BY_SECOND));
    ok(card, verify(PIN), verifySecond, withData('002241B6', '840101'), SIGN, verify(PIN));
    expect(sw(card, SIGN)).toBe('6982');
    ok(card, verifySecond, SIGN);
    expect(sw(card, SIGN)).toBe('6982');
  });
});

describe('a PIN with rules of its own', () => {
  it('is not personalised when they are malformed', () => {
    const card = createCard({ profile: PROFILE });
    card.powerOn();
    const objects = '830101 910103 920104 930110 940100'.replace(/ /g, '');
    expect(sw(card, withData('00DA0110', `A114${objects}AB03800101`))).toBe('6A80');
    expect(sw(card, withData('00DA0110', 'A20E840101950103960100AB03800101'))).toBe('6A80');
    ok(card, withData('00DA0110', `A116${objects}AB058001019000`));
  });

  it('is verified, changed and reset by those whom they name', () => {
    const rules = fromHex(rule('840120', '9000', '840124', BY_SECOND, '84012C', `A705${BY_SECOND}`));
    const card = finished(cardWith({ pins: new Map([[1, { rules }]]) }));
    const changes = withData('00240001', PIN + PIN);
    const resets = withData('002C0001', PUK + PIN);
    ok(card, verify(PIN), resets);
    expect(sw(card, changes)).toBe('6982');
    ok(card, verifySecond, changes);
    expect(sw(card, resets)).toBe('6982');
    expect(card.inspect().pins[0]).toMatchObject({ triesLeft: 3 });
  });

  it('is disabled and enabled by those whom they name', () => {
    const rules = fromHex(rule('840120', '9000', '84022628', BY_SECOND));
    const card = finished(cardWith({ pins: new Map([[1, { rules, mayBeDisabled: true }]]) }));
    const commands = [withData('00260001', PIN), withData('00280001', PIN)];
    expect(commands.map((command) => sw(card, command))).toEqual(['6982', '6982']);
    ok(card, verifySecond, ...commands);
  });

  it('is asked for before anything is counted', () => {
    const rules = fromHex(rule('840120', BY_SECOND));
    const card = finished(cardWith({ pins: new Map([[2, { rules }]]) }));
    expect(sw(card, withData('00200002', WRONG_PUK))).toBe('6982');
    expect(card.inspect().pins[1]).toMatchObject({ triesLeft: 3 });
    ok(card, verifySecond);
    expect(sw(card, withData('00200002', WRONG_PUK))).toBe('63C2');
  });
});
