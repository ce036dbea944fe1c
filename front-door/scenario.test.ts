/** The catalogue of scenarios: that it is complete, what state its cards are in, and how the making of a card ends. */
import { describe, expect, it } from 'vitest';
import { type Card, createCard, READY_CLOCK, READY_PIN } from '../index.ts';
import { CARD_FAULTS } from '../issuer/index.ts';
import { issue, registerSource } from '../issuer/issuance/index.ts';
import { blankCard, order, refusal } from '../issuer/issuance/issuance.test-support.ts';
import { createPortal } from '../issuer/portal/index.ts';
import { SCENARIOS, type ScenarioName } from '../issuer/scenario/index.ts';
import { CRL_FAULTS, OCSP_FAULTS } from '../issuer/status-service/index.ts';
import { type TokenSituation, tokenView } from '../issuer/token/index.ts';
import { isScenarioName, prepareScenario } from './scenario.ts';

const NAMES = Object.keys(SCENARIOS) as ScenarioName[];
const ALL = Object.values(SCENARIOS);

const madeCards = new Map<string, Card>();

/** The card in a reader with key A alone, unpowered. */
function cardIn(name: ScenarioName, reader = 0): Card | undefined {
  const card = prepareScenario(name).cards[reader];
  if (card === undefined) return undefined;
  const { profile, seed } = card;
  if (profile.content === 'blank') return blankCard();
  const one = { ...profile, keys: profile.keys.filter(({ purpose }) => purpose === 'authenticity') };
  const made = madeCards.get(`${card.text} ${reader}`) ?? createCard({ profile: one, seed });
  madeCards.set(`${card.text} ${reader}`, made);
  return made.fork();
}

describe('the catalogue', () => {
  it('has a scenario for each fault of a card, of OCSP and of a CRL', () => {
    const texts = ALL.flatMap(({ cards }) => cards.map(({ card }) => card));
    for (const fault of CARD_FAULTS)
      expect(
        texts.some((text) => text.endsWith(`fault=${fault}`)),
        fault,
      ).toBe(true);
    const services = ALL.flatMap(({ service }) => (typeof service === 'object' ? [service] : []));
    expect(services.flatMap(({ ocspFault = [] }) => ocspFault).sort()).toEqual(Object.keys(OCSP_FAULTS).sort());
    expect(services.flatMap(({ crlFault = [] }) => crlFault).sort()).toEqual(Object.keys(CRL_FAULTS).sort());
  });

  it('tells of each what is the case, what a host should do and where it comes from, in a line', () => {
    for (const [name, { about, host, source }] of Object.entries(SCENARIOS)) {
      expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      for (const text of [about, host, source]) expect(text, name).toMatch(/^\S[^\n|]*[^\s.]$/);
    }
    expect(new Set(ALL.map(({ about }) => about)).size).toBe(ALL.length);
  });

  it('names no situation twice: cards, services and portal together', () => {
    const situations = ALL.map(({ cards, service, portal, making }) =>
      JSON.stringify([cards, service, portal?.toString(), making]),
    );
    expect(new Set(situations).size).toBe(ALL.length);
  });

  it('can be prepared, all of it, and makes nothing', () => {
    expect(NAMES.every(isScenarioName)).toBe(true);
    expect(isScenarioName('toString')).toBe(false);
    for (const name of NAMES) expect(prepareScenario(name).cards).toHaveLength(SCENARIOS[name].cards.length);
  });

  it('has a guest whose organisation is not that of the other cards', () => {
    const holder = (name: ScenarioName) => prepareScenario(name).cards[0]!.profile.holder.ura;
    expect([holder('foreign-ura'), holder('operational')]).toEqual(['90000412', undefined]);
  });
});

// biome-ignore format: a table reads best with its columns aligned
const STATES: readonly (readonly [ScenarioName, TokenSituation, number | undefined, number | undefined])[] = [
  ['operational',      'operational',         3, 3],
  ['no-card',          'absent',              undefined, undefined],
  ['blank',            'blank',               undefined, undefined],
  ['one-try-left',     'operational',         1, 3],
  ['pin-blocked',      'pin-blocked',         0, 3],
  ['puk-one-try-left', 'pin-blocked',         0, 1],
  ['puk-blocked',      'pin-and-puk-blocked', 0, 0],
  ['not-activated',    'not-activated',       undefined, undefined],
];

it.each(STATES)('Token Administration sees %s as %s, with %s and %s tries', (name, situation, pin, puk) => {
  const { card } = tokenView(cardIn(name));
  expect([card.situation, card.pin?.triesLeft, card.puk?.triesLeft]).toEqual([situation, pin, puk]);
});

const MAKINGS = NAMES.filter((name) => SCENARIOS[name].making !== undefined);

/** The order to make a card in a scenario. */
function making(name: ScenarioName) {
  const { service, portal } = prepareScenario(name);
  const nobody = { ocsp: async () => undefined, crl: async () => undefined };
  return {
    uziCard: cardIn(name),
    newCard: cardIn(name, 1),
    uziPin: READY_PIN,
    portal: createPortal({ state: portal! }),
    revocation: service === undefined ? nobody : registerSource(service, READY_CLOCK),
  };
}

describe('the making of a card', () => {
  it.each(MAKINGS.filter((name) => SCENARIOS[name].making !== 'succeeds'))('is refused: %s', async (name) => {
    expect((await refusal(making(name))).code).toBe(SCENARIOS[name].making);
    expect(SCENARIOS[name].verdict).toBe('bad');
  });

  it.each(MAKINGS.filter((name) => SCENARIOS[name].making === 'succeeds'))('succeeds: %s', async (name) => {
    const { newCard, ...rest } = making(name);
    await issue(order({ ...rest, newCard, profile: { ...prepareScenario('one-key').cards[0]!.profile, variant: '' } }));
    expect(tokenView(newCard).card.situation).toBe('operational');
    expect(SCENARIOS[name].verdict).toBe('good');
  });
});
