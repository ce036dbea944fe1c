import { describe, expect, it } from 'vitest';
import { link, transfer, unlink } from './links.ts';
import { close } from './organisations.ts';
import {
  AP,
  APOTHEEK,
  BEA,
  CLOSED,
  HANNA,
  MEES,
  PRACTICE,
  portalWithCard,
  refusal,
  rolesOf,
  statusOf,
} from './portal.test-support.ts';
import { appoint } from './roles.ts';

const state = portalWithCard();

describe('links', () => {
  it('R53 R54: one person has several, by UZI number, without another card', () => {
    const linked = link(state, AP, { ura: APOTHEEK, person: MEES });
    expect(rolesOf(linked, MEES)).toEqual({ [PRACTICE]: 'gebruiker', [APOTHEEK]: 'gebruiker' });
    expect(linked.cards).toBe(state.cards);
  });

  it('R52: are made and ended by who manages the organisation they are with, and nobody else', () => {
    for (const by of [HANNA, BEA]) {
      expect(refusal(() => link(state, by, { ura: APOTHEEK, person: MEES }))).toBe('NOT_AUTHORISED');
    }
    expect(refusal(() => unlink(state, AP, { ura: PRACTICE, person: MEES }))).toBe('NOT_AUTHORISED');
    expect(refusal(() => link(state, MEES, { ura: APOTHEEK, person: MEES }))).toBe('LOGIN_MOBIEL');
    expect(rolesOf(unlink(state, BEA, { ura: PRACTICE, person: MEES }), MEES)).toEqual({});
  });

  it('R57: that are there are not made, and that are not there not ended', () => {
    expect(refusal(() => link(state, HANNA, { ura: PRACTICE, person: MEES }))).toBe('ALREADY_LINKED');
    expect(refusal(() => unlink(state, AP, { ura: APOTHEEK, person: MEES }))).toBe('NOT_LINKED');
    expect(refusal(() => link(state, HANNA, { ura: PRACTICE, person: '900000001' }))).toBe('PERSON_UNKNOWN');
  });

  it('R57: of who manages end by an administrator, and the last administrator stays', () => {
    const managed = appoint(state, HANNA, { ura: PRACTICE, role: 'beheerder', person: '900012395' });
    expect(refusal(() => unlink(managed, BEA, { ura: PRACTICE, person: '900012395' }))).toBe('NOT_AUTHORISED');
    expect(rolesOf(unlink(managed, HANNA, { ura: PRACTICE, person: '900012395' }), '900012395')).toEqual({});
    expect(refusal(() => unlink(state, HANNA, { ura: PRACTICE, person: HANNA }))).toBe('LAST_ADMINISTRATOR');
  });

  it('R58: an employee who leaves is unlinked, and their card is as it was', () => {
    const left = unlink(state, HANNA, { ura: PRACTICE, person: MEES });
    expect(statusOf(left)).toBe('active');
    expect(left.people.get(MEES)!.unlinkedSince).toBe(left.now);
  });

  it('R59 R60: with an organisation that is not registered or has closed there are none', () => {
    expect(refusal(() => link(state, HANNA, { ura: CLOSED, person: MEES }))).toBe('ORG_CLOSED');
    expect(refusal(() => link(state, HANNA, { ura: '90000390', person: MEES }))).toBe('ORG_UNKNOWN');
    const closed = close(state, HANNA, { ura: PRACTICE });
    expect(rolesOf(link(closed, AP, { ura: APOTHEEK, person: MEES }), MEES)).toEqual({ [APOTHEEK]: 'gebruiker' });
  });

  it('R59: move in one step by who manages both, and there is no moment without one', () => {
    expect(refusal(() => transfer(state, HANNA, { person: MEES, from: PRACTICE, to: APOTHEEK }))).toBe(
      'NOT_AUTHORISED',
    );
    const both = appoint(state, AP, { ura: APOTHEEK, role: 'beheerder', person: BEA });
    const moved = transfer(both, BEA, { person: MEES, from: PRACTICE, to: APOTHEEK });
    expect(rolesOf(moved, MEES)).toEqual({ [APOTHEEK]: 'gebruiker' });
    expect(moved.people.get(MEES)!.unlinkedSince).toBeUndefined();
    expect(moved.cards.get('C0FFEE01')!.owner).toBe(PRACTICE);
  });
});
