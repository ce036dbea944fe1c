import { describe, expect, it } from 'vitest';
import { MAY } from './authorisation.ts';
import { revoke } from './cards.ts';
import { link } from './links.ts';
import {
  AP,
  APOTHEEK,
  BEA,
  CARD,
  HANNA,
  MEES,
  PRACTICE,
  portalWithCard,
  refusal,
  rolesOf,
} from './portal.test-support.ts';
import { READY_BIRTH_DATE, readyPortal } from './ready-portal.ts';
import { type Appointment, appoint, dismiss, login, logout, setMobiel } from './roles.ts';

const MOOS = '900012395';
const SOF = { givenNames: 'Sof', surname: 'Ware-TEST', birthDate: '1990-05-05' };

const ready = readyPortal();
const beheerder = (person: Appointment['person'], ura = PRACTICE): Appointment => ({ ura, role: 'beheerder', person });

describe('logging in', () => {
  it('R62: is for beheerders and administrators, with ZORG-ID Mobiel; no card logs in', () => {
    expect(login(ready, HANNA).session).toBe(HANNA);
    expect(login(ready, BEA).session).toBe(BEA);
    expect(refusal(() => login(portalWithCard(), MEES))).toBe('LOGIN_MOBIEL');
    expect(refusal(() => login(ready, MOOS))).toBe('LOGIN_ROLE');
    expect(refusal(() => login(ready, 'nobody'))).toBe('PERSON_UNKNOWN');
  });

  it('R16: somebody is logged in until they log out', () => {
    const inside = login(ready, HANNA);
    expect(refusal(() => login(inside, AP))).toBe('LOGIN_OTHER');
    expect(login(inside, HANNA).session).toBe(HANNA);
    expect(logout(inside).session).toBeUndefined();
    expect(logout(ready)).toBe(ready);
  });
});

describe('roles', () => {
  it('R61: an administrator makes others beheerder and administrator, and they can then do what they may', () => {
    const state = appoint(ready, HANNA, { ura: PRACTICE, role: 'administrator', person: MOOS });
    expect(rolesOf(state, MOOS)).toEqual({ [PRACTICE]: 'administrator' });
    const handedOver = dismiss(state, MOOS, { ura: PRACTICE, person: HANNA });
    expect(rolesOf(handedOver, HANNA)).toEqual({ [PRACTICE]: 'gebruiker' });
  });

  it('R61: a beheerder manages cards and makes nobody anything', () => {
    expect(refusal(() => appoint(ready, BEA, beheerder(MOOS)))).toBe('NOT_AUTHORISED');
    expect(refusal(() => dismiss(ready, BEA, { ura: PRACTICE, person: HANNA }))).toBe('NOT_AUTHORISED');
    expect(MAY).toEqual({
      link: 'beheerder',
      unlink: 'beheerder',
      block: 'beheerder',
      unblock: 'beheerder',
      revoke: 'beheerder',
      appoint: 'administrator',
      dismiss: 'administrator',
      close: 'administrator',
    });
  });

  it('R61: an employee of a software supplier, who is new and has no UZI number, may be beheerder', () => {
    const state = appoint(ready, HANNA, beheerder(SOF));
    expect(rolesOf(state, 'P00002')).toEqual({ [PRACTICE]: 'beheerder' });
    expect(state.people.get('P00002')!.mobiel).toBe(true);
    // The same person again is nobody new.
    expect(refusal(() => appoint(state, HANNA, beheerder(SOF)))).toBe('HAS_ROLE');
    expect(() => appoint(ready, HANNA, beheerder({ ...SOF, birthDate: 'long ago' }))).toThrow(RangeError);
  });

  it('R64: somebody manages several organisations when the administrator of each says so', () => {
    expect(refusal(() => appoint(ready, HANNA, beheerder(BEA, APOTHEEK)))).toBe('NOT_AUTHORISED');
    const state = appoint(ready, AP, beheerder(BEA, APOTHEEK));
    expect(rolesOf(state, BEA)).toEqual({ [PRACTICE]: 'beheerder', [APOTHEEK]: 'beheerder' });
  });

  it('R61: nobody is appointed to what they are, nor dismissed from what they are not', () => {
    expect(refusal(() => appoint(ready, HANNA, beheerder(BEA)))).toBe('HAS_ROLE');
    expect(refusal(() => appoint(ready, HANNA, beheerder(HANNA)))).toBe('HAS_ROLE');
    expect(refusal(() => dismiss(ready, HANNA, { ura: PRACTICE, person: MOOS }))).toBe('NO_SUCH_ROLE');
    expect(refusal(() => appoint(ready, HANNA, beheerder('900000000')))).toBe('PERSON_UNKNOWN');
  });

  it('R61: an organisation keeps an administrator', () => {
    expect(refusal(() => dismiss(ready, HANNA, { ura: PRACTICE, person: HANNA }))).toBe('LAST_ADMINISTRATOR');
  });
});

describe('ZORG-ID Mobiel', () => {
  it('R25: is activated by who has no card, and ended by who manages nothing', () => {
    const off = setMobiel(ready, MOOS, { on: false });
    expect(off.people.get(MOOS)!.mobiel).toBe(false);
    expect(setMobiel(off, MOOS, { on: true }).people.get(MOOS)!.mobiel).toBe(true);
    expect(refusal(() => setMobiel(ready, MOOS, { on: true }))).toBe('MOBIEL_STATE');
    expect(refusal(() => setMobiel(ready, HANNA, { on: false }))).toBe('MANAGES');
  });

  it('R25: and a card exclude each other until the card is revoked', () => {
    const state = portalWithCard();
    expect(() => setMobiel(state, MEES, { on: true })).toThrow('Het is helaas voor één medewerker (nog) niet mogelijk');
    expect(setMobiel(revoke(state, HANNA, { card: CARD }), MEES, { on: true }).people.get(MEES)!.mobiel).toBe(true);
  });

  it('R54: who has it is linked as any other', () => {
    expect(rolesOf(link(ready, AP, { ura: APOTHEEK, person: MOOS }), MOOS)).toEqual({
      [PRACTICE]: 'gebruiker',
      [APOTHEEK]: 'gebruiker',
    });
    expect(ready.people.get(MOOS)!.birthDate).toBe(READY_BIRTH_DATE);
  });
});
