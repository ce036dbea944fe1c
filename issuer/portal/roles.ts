/** Roles and means: logging in, appointing and dismissing, ZORG-ID Mobiel. */
import { actor, actorAt, includesRole, managesAnywhere } from './authorisation.ts';
import { isDate } from './calendar.ts';
import { noted, withPerson } from './change.ts';
import { knownPerson, withIdentity, withMobiel, withRole } from './people.ts';
import { refuse } from './refusals.ts';
import type { Identity, Person, PortalState } from './state.ts';

/** Logs in to the portal. Refuses as `actor`, and `LOGIN_OTHER` while somebody else is. */
export function login(state: PortalState, by: string): PortalState {
  const person = actor(state, by);
  if (state.session !== undefined && state.session !== person.id) {
    refuse('LOGIN_OTHER', `${state.session} is logged in`);
  }
  return noted({ ...state, session: person.id }, person.id, 'login', {});
}

/** Logs out whoever is logged in. A card is made by who is not logged in. */
export function logout(state: PortalState): PortalState {
  const { session, ...rest } = state;
  return session === undefined ? state : noted(rest, session, 'logout', {});
}

export interface Appointment {
  readonly ura: string;
  readonly role: 'beheerder' | 'administrator';
  /** By ZORG-ID ID, or somebody who may be new: an employee of a software supplier, say. */
  readonly person: string | Identity;
  readonly samePerson?: boolean;
}

function appointed(state: PortalState, { person, samePerson }: Appointment): readonly [PortalState, Person] {
  if (typeof person === 'string') return [state, knownPerson(state, person)];
  if (!isDate(person.birthDate))
    throw new RangeError(`a date of birth is written YYYY-MM-DD, which "${person.birthDate}" is not`);
  return withIdentity(state, person, samePerson);
}

/**
 * Makes somebody beheerder or administrator, and so a user of ZORG-ID Mobiel. Refuses as `actorAt`, `MEANS_CONFLICT` for who
 * has a card, and `HAS_ROLE` for who has that role or a higher one.
 */
export function appoint(state: PortalState, by: string, order: Appointment): PortalState {
  const { ura, role } = order;
  const administrator = actorAt(state, by, 'appoint', ura);
  const [known, person] = appointed(state, order);
  if (includesRole(person.roles.get(ura), role))
    refuse('HAS_ROLE', `${person.id} is ${person.roles.get(ura)} of URA ${ura}`);
  const mobile = withMobiel(known, person);
  const raised = withRole(mobile, mobile.people.get(person.id)!, ura, role);
  return noted(raised, administrator.id, `appoint ${role}`, { person: person.id, organisation: ura });
}

/** Refuses `LAST_ADMINISTRATOR` when a person is an organisation's only one. */
export function assertNotLastAdministrator(state: PortalState, person: Person, ura: string): void {
  if (person.roles.get(ura) !== 'administrator') return;
  const others = [...state.people.values()].filter(
    ({ id, roles }) => id !== person.id && roles.get(ura) === 'administrator',
  );
  if (others.length === 0) refuse('LAST_ADMINISTRATOR', `${person.id} is the only administrator of URA ${ura}`);
}

export interface Dismissal {
  readonly ura: string;
  readonly person: string;
}

/**
 * Takes somebody's role of beheerder or administrator; they stay linked as gebruiker, and on ZORG-ID Mobiel (both guesses).
 * Refuses as `actorAt`, `NO_SUCH_ROLE` for who has neither, and `LAST_ADMINISTRATOR`.
 */
export function dismiss(state: PortalState, by: string, { ura, person: id }: Dismissal): PortalState {
  const administrator = actorAt(state, by, 'dismiss', ura);
  const person = knownPerson(state, id);
  const role = person.roles.get(ura);
  if (!includesRole(role, 'beheerder')) refuse('NO_SUCH_ROLE', `${id} is no beheerder or administrator of URA ${ura}`);
  assertNotLastAdministrator(state, person, ura);
  const lowered = withRole(state, person, ura, 'gebruiker');
  return noted(lowered, administrator.id, `dismiss ${role}`, { person: person.id, organisation: ura });
}

/**
 * Somebody activates ZORG-ID Mobiel for themselves, or ends it (that it can be ended is a guess). Refuses `MEANS_CONFLICT`
 * for who has a card, `MANAGES` for a beheerder or administrator who would end it, `MOBIEL_STATE` when nothing would change.
 */
export function setMobiel(state: PortalState, by: string, { on }: { readonly on: boolean }): PortalState {
  const person = knownPerson(state, by);
  if (person.mobiel === on) refuse('MOBIEL_STATE', `ZORG-ID Mobiel of ${by} is ${on ? 'on' : 'off'}`);
  if (on) return withMobiel(state, person);
  if (managesAnywhere(person)) refuse('MANAGES', `${by} is beheerder or administrator`);
  return noted(withPerson(state, { ...person, mobiel: false }), person.id, 'mobiel off', { person: person.id });
}
