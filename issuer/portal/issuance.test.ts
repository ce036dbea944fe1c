import { describe, expect, it } from 'vitest';
import { monthsAfter } from '../calendar.ts';
import type { PersonHolder } from '../certificate/holder.ts';
import { MEDEWERKER, MEDEWERKER_CLOSED, MEDEWERKER_MOBIEL, MEDEWERKER_UNREGISTERED } from '../certificate/personas.ts';
import { block, revoke } from './cards.ts';
import { type Applicant, assertMayApply, recordCard } from './issuance.ts';
import { register } from './organisations.ts';
import {
  CARD,
  HANNA,
  MEES,
  newCard,
  PRACTICE,
  portalWithCard,
  refusal,
  rolesOf,
  statusOf,
} from './portal.test-support.ts';
import { READY_BIRTH_DATE, readyPortal } from './ready-portal.ts';
import { appoint, setMobiel } from './roles.ts';
import { advance } from './time.ts';

const applicationOf = ({ subscriberNumber, uziNumber, givenNames, surname }: PersonHolder) => ({
  ura: subscriberNumber,
  applicant: { uziNumber, givenNames, surname, birthDate: READY_BIRTH_DATE } satisfies Applicant,
});

describe('whether a card may be made', () => {
  it('R04 R05 R21: not while the organisation of the UZI card is not registered, and then it may', () => {
    const ready = readyPortal();
    const application = applicationOf(MEDEWERKER_UNREGISTERED);
    expect(refusal(() => assertMayApply(ready, application))).toBe('ORG_UNKNOWN');
    const registered = register(ready, {
      ura: application.ura,
      name: MEDEWERKER_UNREGISTERED.subscriberName,
      kind: 'huisartsenpraktijk',
      birthDate: '1970-12-31',
      by: {
        pastype: 'Z',
        ura: application.ura,
        uziNumber: '900019999',
        givenNames: 'Re',
        surname: 'Gister-TEST',
        standing: 'valid',
      },
    });
    expect(refusal(() => assertMayApply(registered, application))).toBeUndefined();
  });

  it('R22: at an organisation that registered before it closed it may, and the two months start', () => {
    const ready = readyPortal();
    const state = recordCard(ready, { ...newCard(ready), ...applicationOf(MEDEWERKER_CLOSED) });
    const person = state.people.get(MEDEWERKER_CLOSED.uziNumber)!;
    expect(statusOf(state)).toBe('active');
    expect(person.roles.size).toBe(0);
    expect(person.unlinkedSince).toBe(ready.now);
    expect(statusOf(advance(state, monthsAfter(ready.now, 2)))).toBe('removed');
  });

  it('R25: not for who has ZORG-ID Mobiel, nor for a beheerder or administrator', () => {
    const ready = readyPortal();
    expect(refusal(() => assertMayApply(ready, applicationOf(MEDEWERKER_MOBIEL)))).toBe('MEANS_CONFLICT');
    const appointed = appoint(ready, HANNA, {
      ura: PRACTICE,
      role: 'beheerder',
      person: applicationOf(MEDEWERKER).applicant,
    });
    expect(refusal(() => assertMayApply(appointed, applicationOf(MEDEWERKER)))).toBe('MEANS_CONFLICT');
  });

  it('R25: the other way round neither: who has a card, blocked or not, does not get ZORG-ID Mobiel until it is revoked', () => {
    const state = portalWithCard();
    const blocked = block(state, HANNA, { card: CARD });
    for (const held of [state, blocked]) {
      expect(refusal(() => setMobiel(held, MEES, { on: true }))).toBe('MEANS_CONFLICT');
      for (const role of ['beheerder', 'administrator'] as const) {
        expect(refusal(() => appoint(held, HANNA, { ura: PRACTICE, role, person: MEES }))).toBe('MEANS_CONFLICT');
      }
    }
    expect(setMobiel(revoke(state, HANNA, { card: CARD }), MEES, { on: true }).people.get(MEES)!.mobiel).toBe(true);
  });

  it('R23 R47 R50: no second card while one is active or blocked; after revocation one more', () => {
    const state = portalWithCard();
    const second = newCard(state, { number: 'C0FFEE02', certificates: [] });
    expect(refusal(() => recordCard(state, second))).toBe('CARD_EXISTS');
    const blocked = block(state, HANNA, { card: CARD });
    expect(refusal(() => recordCard(blocked, second))).toBe('CARD_EXISTS');
    const replaced = recordCard(revoke(blocked, HANNA, { card: CARD }), second);
    expect([statusOf(replaced), statusOf(replaced, 'C0FFEE02')]).toEqual(['revoked', 'active']);
  });

  it('R15: the date of birth tells people apart, and is a day that there is', () => {
    const state = portalWithCard();
    const { applicant } = newCard(state);
    const apply = (changes: Partial<Applicant>) => () =>
      assertMayApply(state, { ura: PRACTICE, applicant: { ...applicant, ...changes } });
    expect(refusal(apply({ birthDate: '1980-01-02' }))).toBe('IDENTITY');
    expect(refusal(apply({ surname: 'Ander-TEST' }))).toBe('IDENTITY');
    expect(refusal(apply({ surname: applicant.surname.toUpperCase() }))).toBe('CARD_EXISTS');
    for (const birthDate of ['', '1980-02-30', '01-01-1980', '1980-1-1'])
      expect(apply({ birthDate })).toThrow(RangeError);
  });

  it('R15: who has the same names and date of birth is asked whether they are the same person', () => {
    const ready = readyPortal();
    const bea = {
      ura: PRACTICE,
      applicant: { uziNumber: '900017777', givenNames: 'bea', surname: 'Heerder-TEST', birthDate: READY_BIRTH_DATE },
    };
    expect(refusal(() => assertMayApply(ready, bea))).toBe('CONFIRM_IDENTITY');
    expect(refusal(() => assertMayApply(ready, { ...bea, samePerson: true }))).toBe('MEANS_CONFLICT');
    expect(refusal(() => assertMayApply(ready, { ...bea, samePerson: false }))).toBeUndefined();
    expect(assertMayApply(ready, { ...bea, samePerson: false })).toBeUndefined();
  });
});

describe('recording a card', () => {
  it('R24: makes the person, linked to the organisation of the UZI card and to no other', () => {
    const state = portalWithCard();
    expect(rolesOf(state, MEES)).toEqual({ [PRACTICE]: 'gebruiker' });
    expect(state.people.get(MEES)!.unlinkedSince).toBeUndefined();
  });

  it('R08 R09 R11: keeps number, owner, certificates and validity, and nothing of the UZI card but URA and number', () => {
    const state = portalWithCard();
    expect(state.cards.get(CARD)).toEqual({
      number: CARD,
      person: MEES,
      owner: PRACTICE,
      certificates: [
        { purpose: 'authenticity', serialNumber: '4001' },
        { purpose: 'signature', serialNumber: '4002' },
      ],
      notBefore: Date.UTC(2026, 0, 1),
      notAfter: Date.UTC(2029, 0, 1),
      standing: { status: 'active' },
    });
  });

  it('R27: a number or a certificate that is on record is not recorded again, though the card be revoked', () => {
    const state = revoke(portalWithCard(), HANNA, { card: CARD });
    expect(refusal(() => recordCard(state, newCard(state, { certificates: [] })))).toBe('CARD_NUMBER');
    expect(refusal(() => recordCard(state, newCard(state, { number: 'C0FFEE02' })))).toBe('CARD_NUMBER');
  });

  it('is all or nothing: a refused record changes no state', () => {
    const state = portalWithCard();
    const before = structuredClone(state);
    refusal(() => recordCard(state, newCard(state, { number: 'C0FFEE02', certificates: [] })));
    expect(state).toEqual(before);
  });

  it('R14 R42: there is no PIN, PUK or key in the state', () => {
    const words = JSON.stringify([...portalWithCard().cards.values(), ...portalWithCard().people.values()]);
    expect(words).not.toMatch(/pin|puk|private|secret/i);
  });
});
