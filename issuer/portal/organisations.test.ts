import { describe, expect, it } from 'vitest';
import { BALIE, HUISARTS, MEDEWERKER } from '../certificate/personas.ts';
import { close, type Registration, register, type ValidatingPas } from './organisations.ts';
import {
  AP,
  APOTHEEK,
  BEA,
  CLOSED,
  HANNA,
  MEES,
  POST,
  PRACTICE,
  portalWithCard,
  refusal,
  rolesOf,
  statusOf,
} from './portal.test-support.ts';
import { READY_BIRTH_DATE, readyPortal } from './ready-portal.ts';
import { PortalRefusal, REFUSALS } from './refusals.ts';

const NEW = '90009999';

const pasOf = (changes: Partial<ValidatingPas> = {}): ValidatingPas => ({
  pastype: 'Z',
  ura: NEW,
  uziNumber: '900018888',
  givenNames: 'Re',
  surname: 'Gister-TEST',
  standing: 'valid',
  ...changes,
});

const order = (changes: Partial<Registration> = {}): Registration => ({
  ura: NEW,
  name: 'Nieuwe praktijk TEST',
  kind: 'huisartsenpraktijk',
  birthDate: READY_BIRTH_DATE,
  by: pasOf(),
  ...changes,
});

describe('registering an organisation', () => {
  const ready = readyPortal();

  it('R61 R63: by a valid UZI-zorgverlenerspas of its own URA; who does becomes administrator, on ZORG-ID Mobiel', () => {
    const state = register(ready, order());
    expect(state.organisations.get(NEW)).toEqual({
      ura: NEW,
      name: 'Nieuwe praktijk TEST',
      kind: 'huisartsenpraktijk',
      registeredAt: ready.now,
    });
    expect(rolesOf(state, '900018888')).toEqual({ [NEW]: 'administrator' });
    expect(state.people.get('900018888')).toMatchObject({ mobiel: true, birthDate: READY_BIRTH_DATE });
    expect(state.events.at(-1)).toMatchObject({ what: 'register', by: '900018888', about: { organisation: NEW } });
  });

  it('R63: an employee of a huisartsenpost does it with a UZI-medewerkerspas op naam, and then has no ZORG-ID Smartcard', () => {
    const employee = order({ kind: 'huisartsenpost', by: pasOf({ pastype: 'N' }) });
    expect(register(ready, employee).people.get('900018888')!.mobiel).toBe(true);
    expect(refusal(() => register(ready, { ...employee, kind: 'apotheek' }))).toBe('PAS_TYPE');
    expect(refusal(() => register(ready, { ...employee, by: pasOf({ pastype: 'N', ura: POST }) }))).toBe('PAS_URA');
  });

  it('R63: never with a UZI-medewerkerspas niet op naam, in these words', () => {
    for (const kind of ['huisartsenpost', 'huisartsenpraktijk'] as const) {
      const balie = order({ kind, by: pasOf({ pastype: BALIE.pastype }) });
      expect(refusal(() => register(ready, balie))).toBe('PAS_TYPE_M');
      expect(() => register(ready, balie)).toThrow('Valideren met een UZI-medewerkerspas niet op naam kan niet.');
    }
  });

  it('R63: the card is valid and of the same URA', () => {
    for (const standing of ['expired', 'not-yet-valid', 'revoked', 'not-activated'] as const) {
      expect(refusal(() => register(ready, order({ by: pasOf({ standing }) })))).toBe('PAS_INVALID');
    }
    expect(refusal(() => register(ready, order({ by: pasOf({ ura: PRACTICE }) })))).toBe('PAS_URA');
  });

  it('R63: or with the validation tool, without any UZI card', () => {
    const state = register(ready, order({ by: { tool: { givenNames: 'Zon', surname: 'Derpas-TEST' } } }));
    expect(rolesOf(state, 'P00002')).toEqual({ [NEW]: 'administrator' });
  });

  it('R15: asks for the date of birth, which must be one', () => {
    expect(() => register(ready, order({ birthDate: '' }))).toThrow(RangeError);
    const hanna = pasOf({ ...HUISARTS, ura: NEW });
    expect(refusal(() => register(ready, order({ by: hanna, birthDate: '1999-09-09' })))).toBe('IDENTITY');
    expect(rolesOf(register(ready, order({ by: hanna })), HANNA)).toEqual({
      [PRACTICE]: 'administrator',
      [NEW]: 'administrator',
    });
  });

  it('R25: not by who has a ZORG-ID Smartcard', () => {
    const { uziNumber, givenNames, surname } = MEDEWERKER;
    const mees = order({ kind: 'huisartsenpost', by: pasOf({ pastype: 'N', uziNumber, givenNames, surname }) });
    expect(refusal(() => register(portalWithCard(), mees))).toBe('MEANS_CONFLICT');
  });

  it('R60: once only, and no more after it has closed', () => {
    for (const [ura, code] of [
      [PRACTICE, 'ORG_EXISTS'],
      [CLOSED, 'ORG_CLOSED'],
    ] as const) {
      expect(refusal(() => register(ready, order({ ura, by: pasOf({ ura }) })))).toBe(code);
    }
  });

  it('takes a URA of eight digits and a name only', () => {
    expect(() => register(ready, order({ ura: '9000999' }))).toThrow('8 digits');
    expect(() => register(ready, order({ name: ' ' }))).toThrow('has a name');
  });
});

describe('closing an organisation', () => {
  it('R60: ends every link with it; cards go on working, and go on being managed elsewhere', () => {
    const state = close(portalWithCard(), HANNA, { ura: PRACTICE });
    expect(state.organisations.get(PRACTICE)!.closedAt).toBe(state.now);
    expect([...state.people.values()].filter(({ roles }) => roles.has(PRACTICE))).toEqual([]);
    expect(state.people.get(MEES)!.unlinkedSince).toBe(state.now);
    expect(statusOf(state)).toBe('active');
    expect(rolesOf(state, AP)).toEqual({ [APOTHEEK]: 'administrator' });
  });

  it('R61: is for its administrator alone, and happens once', () => {
    const state = portalWithCard();
    expect(refusal(() => close(state, BEA, { ura: PRACTICE }))).toBe('NOT_AUTHORISED');
    expect(refusal(() => close(state, AP, { ura: PRACTICE }))).toBe('NOT_AUTHORISED');
    expect(refusal(() => close(state, MEES, { ura: PRACTICE }))).toBe('LOGIN_MOBIEL');
    expect(refusal(() => close(state, AP, { ura: CLOSED }))).toBe('ORG_CLOSED');
    expect(refusal(() => close(state, AP, { ura: NEW }))).toBe('ORG_UNKNOWN');
  });
});

it('every refusal has words, and says how sure they are and which statement it follows', () => {
  for (const [code, { words, source, rule, text }] of Object.entries(REFUSALS)) {
    expect(words, code).toMatch(/^[A-Z].*[.?]$/);
    expect(source, code).toMatch(/^R\d\d$/);
    // Words that VZVZ uses are not a guess, and a rule that is one has words that are.
    if (rule === 'guess') expect(text, code).toBe('guess');
  }
  expect(new PortalRefusal('ORG_UNKNOWN', '').message).toBe('De organisatie bestaat niet.');
});
