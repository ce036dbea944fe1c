/** Links between people, with their cards, and organisations. Using a card needs none; managing it does. */
import { actorAt, includesRole, mayAt } from './authorisation.ts';
import { noted } from './change.ts';
import { knownPerson, withRole } from './people.ts';
import { refuse } from './refusals.ts';
import { assertNotLastAdministrator } from './roles.ts';
import type { PortalState } from './state.ts';

export interface Link {
  readonly ura: string;
  /** ZORG-ID ID ("Gebruikersnaam Mobile App"); the UZI number of who has a card. */
  readonly person: string;
}

/** "+ Bestaande gebruiker": links somebody to an organisation. Refuses as `actorAt`, `PERSON_UNKNOWN`, `ALREADY_LINKED`. */
export function link(state: PortalState, by: string, { ura, person: id }: Link): PortalState {
  const manager = actorAt(state, by, 'link', ura);
  const person = knownPerson(state, id);
  if (person.roles.has(ura)) refuse('ALREADY_LINKED', `${id} is linked to URA ${ura}`);
  const linked = withRole(state, person, ura, 'gebruiker');
  return noted(linked, manager.id, 'link', { person: person.id, organisation: ura });
}

/**
 * "Verwijder de rol van de gebruiker": ends a link. That of a beheerder or administrator ends by an administrator only, and
 * not that of the last one. Refuses as `actorAt`, `PERSON_UNKNOWN`, `NOT_LINKED`, `NOT_AUTHORISED`, `LAST_ADMINISTRATOR`.
 */
export function unlink(state: PortalState, by: string, { ura, person: id }: Link): PortalState {
  const manager = actorAt(state, by, 'unlink', ura);
  const person = knownPerson(state, id);
  if (!person.roles.has(ura)) refuse('NOT_LINKED', `${id} is not linked to URA ${ura}`);
  if (includesRole(person.roles.get(ura), 'beheerder') && !mayAt(manager, 'dismiss', ura)) {
    refuse('NOT_AUTHORISED', `${id} is ${person.roles.get(ura)} of URA ${ura}, whom an administrator unlinks`);
  }
  assertNotLastAdministrator(state, person, ura);
  const unlinked = withRole(state, person, ura);
  return noted(unlinked, manager.id, 'unlink', { person: person.id, organisation: ura });
}

export interface Transfer {
  readonly person: string;
  readonly from: string;
  readonly to: string;
}

/**
 * The whole transfer by who manages both organisations: linked there, then unlinked here, so that there is no moment without a
 * link. Where nobody manages both, it is `link` by one and `unlink` by the other. Refuses as these two.
 */
export const transfer = (state: PortalState, by: string, { person, from, to }: Transfer): PortalState =>
  unlink(link(state, by, { ura: to, person }), by, { ura: from, person });
