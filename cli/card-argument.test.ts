import { describe, expect, it } from 'vitest';
import { namesCard, parseCardArgument } from './card-argument.ts';
import { UsageError } from './exit-status.ts';

const STATES =
  'atr=safesign-qscd or atr=uzi-qscd or atr=uzi-jcop or atr=HEX, tries=1 to tries=3 or pin-blocked, puk-tries=1 to puk-tries=3 or puk-blocked';
const POSSIBLE = `possible are expired or not-yet-valid, revoked or on-hold or fault=NAME (proefpas scenario list), keys=A, layout=safesign, public-objects=after-pin, ${STATES}`;

describe('CARD', () => {
  it.each([
    ['zorg-id', 'zorg-id', ''],
    ['zorg-id-blank', 'zorg-id-blank', ''],
    ['zorg-id:pin-blocked', 'zorg-id', 'pin-blocked'],
    ['zorg-id:tries=1', 'zorg-id', 'tries=1'],
    ['zorg-id:tries=3', 'zorg-id', 'tries=3'],
    ['zorg-id:tries=1:keys=A', 'zorg-id', 'keys=A:tries=1'],
    ['conformance', 'conformance', ''],
    ['conformance:pin-blocked', 'conformance', 'pin-blocked'],
  ])('%s is profile %s, variant "%s"', (text, name, variant) => {
    expect(parseCardArgument(text)).toMatchObject({ text, profile: { name, variant } });
  });

  it('a file that is there is a card image', () => {
    expect(parseCardArgument('./package.json')).toEqual({
      text: './package.json',
      profile: undefined,
      image: './package.json',
    });
  });

  it('none is an empty reader', () => {
    expect(parseCardArgument('none')).toEqual({ text: 'none', profile: undefined });
  });

  it.each([
    [
      'zorgid',
      'there is no card "zorgid"; cards are zorg-id, zorg-id-blank, uzi-medewerker, uzi-zorgverlener, uzi-niet-op-naam, conformance, none and the paths of card images',
    ],
    [
      '',
      'there is no card ""; cards are zorg-id, zorg-id-blank, uzi-medewerker, uzi-zorgverlener, uzi-niet-op-naam, conformance, none and the paths of card images',
    ],
    [
      './card.img',
      'there is no card "./card.img"; cards are zorg-id, zorg-id-blank, uzi-medewerker, uzi-zorgverlener, uzi-niet-op-naam, conformance, none and the paths of card images',
    ],
    [
      'constructor',
      'there is no card "constructor"; cards are zorg-id, zorg-id-blank, uzi-medewerker, uzi-zorgverlener, uzi-niet-op-naam, conformance, none and the paths of card images',
    ],
    [
      'ZORG-ID',
      'there is no card "ZORG-ID"; cards are zorg-id, zorg-id-blank, uzi-medewerker, uzi-zorgverlener, uzi-niet-op-naam, conformance, none and the paths of card images',
    ],
    ['none:tries=1', 'none is an empty reader and has no variants; write none alone'],
    ['zorg-id:', `zorg-id has no variant ""; ${POSSIBLE}`],
    ['zorg-id:tries=4', `zorg-id has no variant "tries=4"; ${POSSIBLE}`],
    ['zorg-id:tries=1:pin-blocked', 'zorg-id is either tries=1 or pin-blocked; leave one of them out'],
    ['zorg-id:tries=1:', `zorg-id has no variant ""; ${POSSIBLE}`],
    ['conformance:keys=A', `conformance has no variant "keys=A"; possible are ${STATES}`],
    [
      'zorg-id-blank:pin-blocked',
      'zorg-id-blank has no variants, because a blank card has no PIN yet; only a ready card, such as zorg-id, has',
    ],
  ])('"%s" is refused in one sentence', (text, sentence) => {
    expect(() => parseCardArgument(text)).toThrow(new UsageError(sentence));
  });
});

it.each([
  ['zorg-id', true],
  ['zorg-id:nonsense', true],
  ['none', true],
  ['trace.txt', false],
  ['./zorg-id', false],
  ['localhost:35963', false],
])('whether "%s" names a card: %s', (text, names) => {
  expect(namesCard(text)).toBe(names);
});
