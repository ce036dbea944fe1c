/**
 * Who may do what. Administrators and beheerders log in to the portal with ZORG-ID Mobiel, and act for the organisations where
 * they have that role, and for no other. What each may is in `MAY`: management is a beheerder's, roles and the organisation
 * itself an administrator's.
 */
import { knownPerson } from './people.ts';
import { refuse } from './refusals.ts';
import {
  type IssuedCard,
  type Organisation,
  type Person,
  type PortalState,
  ROLES_AT_ORGANISATION,
  type RoleAtOrganisation,
} from './state.ts';

/** The least role for each verb at the organisation it concerns. Closing and dismissing by an administrator only are guesses. */
// biome-ignore format: a table reads best with its columns aligned
export const MAY = {
  link:    'beheerder',
  unlink:  'beheerder',
  block:   'beheerder',
  unblock: 'beheerder',
  revoke:  'beheerder',
  appoint: 'administrator',
  dismiss: 'administrator',
  close:   'administrator',
} as const satisfies Readonly<Record<string, RoleAtOrganisation>>;

export type ManagementVerb = keyof typeof MAY;

const rank = (role: RoleAtOrganisation | undefined): number =>
  role === undefined ? -1 : ROLES_AT_ORGANISATION.indexOf(role);

/** Whether a role includes another. */
export const includesRole = (role: RoleAtOrganisation | undefined, other: RoleAtOrganisation): boolean =>
  rank(role) >= rank(other);

/** Whether somebody manages anything anywhere. */
export const managesAnywhere = ({ roles }: Person): boolean =>
  [...roles.values()].some((role) => includesRole(role, 'beheerder'));

/** Who acts: somebody who can log in. Refuses `PERSON_UNKNOWN`, `LOGIN_MOBIEL`, `LOGIN_ROLE`. */
export function actor(state: PortalState, by: string): Person {
  const person = knownPerson(state, by);
  if (!person.mobiel) refuse('LOGIN_MOBIEL', `${by} has no ZORG-ID Mobiel`);
  if (!managesAnywhere(person)) refuse('LOGIN_ROLE', `${by} is no beheerder or administrator`);
  return person;
}

/** A registered organisation, closed or not. Refuses `ORG_UNKNOWN`. */
export const knownOrganisation = (state: PortalState, ura: string): Organisation =>
  state.organisations.get(ura) ?? refuse('ORG_UNKNOWN', `no organisation with URA ${ura} is registered`);

/** An organisation that is open. Refuses `ORG_UNKNOWN` and `ORG_CLOSED`. */
export function openOrganisation(state: PortalState, ura: string): Organisation {
  const organisation = knownOrganisation(state, ura);
  if (organisation.closedAt !== undefined) refuse('ORG_CLOSED', `${organisation.name} (URA ${ura}) has closed`);
  return organisation;
}

/** Whether a person may do this at an organisation. */
export const mayAt = ({ roles }: Person, verb: ManagementVerb, ura: string): boolean =>
  includesRole(roles.get(ura), MAY[verb]);

/** Who acts at an open organisation, where they may do this. Refuses as `actor` and `openOrganisation`, and `NOT_AUTHORISED`. */
export function actorAt(state: PortalState, by: string, verb: ManagementVerb, ura: string): Person {
  const person = actor(state, by);
  openOrganisation(state, ura);
  if (!mayAt(person, verb, ura)) refuse('NOT_AUTHORISED', `to ${verb} at URA ${ura} takes the role ${MAY[verb]} there`);
  return person;
}

/** Who acts on a card: it is linked to an organisation where they may do this. Refuses as `actor`, and `NOT_AUTHORISED`. */
export function actorOnCard(state: PortalState, by: string, verb: ManagementVerb, card: IssuedCard): Person {
  const person = actor(state, by);
  const holder = state.people.get(card.person);
  if (![...(holder?.roles.keys() ?? [])].some((ura) => mayAt(person, verb, ura))) {
    refuse('NOT_AUTHORISED', `card ${card.number} is not linked to an organisation where ${by} is ${MAY[verb]}`);
  }
  return person;
}
