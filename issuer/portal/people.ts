/** Who is who: finding a person, what means of ZORG-ID they have, and making and changing them. */
import { noted, withPerson } from './change.ts';
import { refuse } from './refusals.ts';
import type { Identity, IssuedCard, Person, PortalState, RoleAtOrganisation } from './state.ts';

const present = ({ people }: PortalState): Person[] =>
  [...people.values()].filter(({ removedAt }) => removedAt === undefined);

/** The person of a ZORG-ID ID or a UZI number, undefined when there is none or they have been removed. */
export const personOf = (state: PortalState, id: string): Person | undefined =>
  present(state).find((person) => person.id === id || person.uziNumber === id);

/** The same, but refuses `PERSON_UNKNOWN`. */
export const knownPerson = (state: PortalState, id: string): Person =>
  personOf(state, id) ?? refuse('PERSON_UNKNOWN', `there is no person with ZORG-ID ID ${id}`);

/** The card of a person that is active or blocked; there is at most one. */
export const livingCardOf = (state: PortalState, id: string): IssuedCard | undefined =>
  [...state.cards.values()].find(
    ({ person, standing }) => person === id && (standing.status === 'active' || standing.status === 'blocked'),
  );

/** What a person logs in with. "smartcard" also when it is blocked. */
export function meansOf(state: PortalState, person: Person): 'none' | 'smartcard' | 'mobiel' {
  if (person.mobiel) return 'mobiel';
  return livingCardOf(state, person.id) === undefined ? 'none' : 'smartcard';
}

const plain = (text: string): string => text.normalize('NFC').trim().replaceAll(/\s+/gu, ' ').toLowerCase();

const isAlike = (one: Identity, other: Identity): boolean =>
  one.birthDate === other.birthDate &&
  plain(one.givenNames) === plain(other.givenNames) &&
  plain(one.surname) === plain(other.surname);

/**
 * "found": the same UZI number, names and date of birth, or the same names and date of birth where neither has a UZI number.
 * "confirm": the same names and date of birth, and only one of the two has a UZI number. "conflict": the UZI number is
 * somebody else's. Likely so: people are looked up by names and date of birth, and asked whether it is them.
 */
export type Lookup =
  | { readonly kind: 'found' | 'confirm' | 'conflict'; readonly person: Person }
  | { readonly kind: 'new' };

/** Looks somebody up. Who has been removed is looked up no more. */
export function findPerson(state: PortalState, who: Identity): Lookup {
  const people = present(state);
  const sameNumber = people.find(({ uziNumber }) => uziNumber !== undefined && uziNumber === who.uziNumber);
  if (sameNumber !== undefined) return { kind: isAlike(sameNumber, who) ? 'found' : 'conflict', person: sameNumber };
  const alike = people.find(
    (person) => isAlike(person, who) && (person.uziNumber === undefined || who.uziNumber === undefined),
  );
  if (alike === undefined) return { kind: 'new' };
  return { kind: alike.uziNumber === who.uziNumber ? 'found' : 'confirm', person: alike };
}

/** A number of the portal's own for who has no UZI number: P00001, P00002, … */
function newId({ people }: PortalState): string {
  const own = [...people.keys()].filter((id) => id.startsWith('P'));
  return `P${String(own.length + 1).padStart(5, '0')}`;
}

/**
 * The person, found or new, and the state that holds them. `samePerson` answers the question whether it is them. Refuses
 * `IDENTITY` and `CONFIRM_IDENTITY`. A person who has been removed begins anew.
 */
export function withIdentity(state: PortalState, who: Identity, samePerson?: boolean): readonly [PortalState, Person] {
  const found = findPerson(state, who);
  if (found.kind === 'conflict') {
    refuse('IDENTITY', `UZI number ${who.uziNumber} is that of somebody with other names or another date of birth`);
  }
  if (found.kind === 'confirm' && samePerson === undefined) {
    refuse('CONFIRM_IDENTITY', `${found.person.id} has the same names and date of birth`);
  }
  if (found.kind === 'found') return [state, found.person];
  if (found.kind === 'confirm' && samePerson === true) {
    const same = { ...found.person, ...(who.uziNumber === undefined ? {} : { uziNumber: who.uziNumber }) };
    return [withPerson(state, same), same];
  }
  const person: Person = {
    id: who.uziNumber ?? newId(state),
    ...(who.uziNumber === undefined ? {} : { uziNumber: who.uziNumber }),
    givenNames: who.givenNames,
    surname: who.surname,
    birthDate: who.birthDate,
    mobiel: false,
    roles: new Map(),
    unlinkedSince: state.now,
  };
  return [withPerson(state, person), person];
}

/** Gives a person a role at an organisation, or takes it away; starts and stops the two months. */
export function withRole(state: PortalState, person: Person, ura: string, role?: RoleAtOrganisation): PortalState {
  const { unlinkedSince, ...rest } = person;
  const roles = new Map(person.roles);
  if (role === undefined) roles.delete(ura);
  else roles.set(ura, role);
  return withPerson(
    state,
    roles.size > 0 ? { ...rest, roles } : { ...rest, roles, unlinkedSince: unlinkedSince ?? state.now },
  );
}

/** ZORG-ID Mobiel is activated. Refuses `MEANS_CONFLICT` for who has a card. */
export function withMobiel(state: PortalState, person: Person): PortalState {
  const card = livingCardOf(state, person.id);
  if (card !== undefined) refuse('MEANS_CONFLICT', `${person.id} has card ${card.number}`);
  if (person.mobiel) return state;
  return noted(withPerson(state, { ...person, mobiel: true }), person.id, 'mobiel on', { person: person.id });
}
