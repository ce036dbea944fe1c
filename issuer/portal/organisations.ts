/** Organisations: registering and closing. */

import type { Pastype } from '../certificate/holder.ts';
import { actorAt } from './authorisation.ts';
import { isDate } from './calendar.ts';
import { noted, withOrganisation } from './change.ts';
import { withIdentity, withMobiel, withRole } from './people.ts';
import { refuse } from './refusals.ts';
import type { Identity, OrganisationKind, PortalState } from './state.ts';

/** What the UZI card says by which an organisation is validated, and whether it is valid. */
export interface ValidatingPas {
  readonly pastype: Pastype;
  /** Its subscriber number. */
  readonly ura: string;
  readonly uziNumber: string;
  readonly givenNames: string;
  readonly surname: string;
  readonly standing: 'valid' | 'expired' | 'not-yet-valid' | 'revoked' | 'not-activated';
}

export interface Registration {
  readonly ura: string;
  readonly name: string;
  readonly kind: OrganisationKind;
  /** Of who registers. `YYYY-MM-DD` */
  readonly birthDate: string;
  /** A UZI card, or who filled in the form of the validation tool instead ("Validatietool XML"). */
  readonly by: ValidatingPas | { readonly tool: Omit<Identity, 'birthDate'> };
  /** The answer to the question whether somebody with the same names and date of birth is the same person. */
  readonly samePerson?: boolean;
}

/** Who registers. Refuses `PAS_TYPE_M`, `PAS_TYPE`, `PAS_URA`, `PAS_INVALID`. */
function registrantOf({ ura, kind, birthDate, by }: Registration): Identity {
  if ('tool' in by) return { ...by.tool, birthDate };
  if (by.pastype === 'M') refuse('PAS_TYPE_M', 'a card of pastype M names nobody');
  if (by.pastype === 'N' && kind !== 'huisartsenpost') {
    refuse('PAS_TYPE', 'a card of pastype N validates a huisartsenpost only');
  }
  if (by.ura !== ura) refuse('PAS_URA', `the card is of URA ${by.ura}, the organisation is ${ura}`);
  if (by.standing !== 'valid') refuse('PAS_INVALID', `the card is ${by.standing}`);
  return { uziNumber: by.uziNumber, givenNames: by.givenNames, surname: by.surname, birthDate };
}

/** Throws `RangeError` for what is no URA or no date of birth. */
function assertRegistration({ ura, name, birthDate }: Registration): void {
  if (!/^[0-9]{8}$/.test(ura)) throw new RangeError(`a subscriber number (URA) is 8 digits, which "${ura}" is not`);
  if (name.trim() === '') throw new RangeError('an organisation has a name');
  if (!isDate(birthDate)) throw new RangeError(`a date of birth is written YYYY-MM-DD, which "${birthDate}" is not`);
}

/**
 * Registers an organisation; who does becomes its administrator, with a smartphone (ZORG-ID Mobiel). A UZI card of pastype Z
 * with the same URA, or of pastype N for a huisartsenpost, or the validation tool. An organisation that has closed does not
 * register again: likely so.
 */
export function register(state: PortalState, order: Registration): PortalState {
  assertRegistration(order);
  const { ura, name, kind, samePerson } = order;
  const registrant = registrantOf(order);
  const before = state.organisations.get(ura);
  if (before !== undefined)
    refuse(before.closedAt === undefined ? 'ORG_EXISTS' : 'ORG_CLOSED', `URA ${ura} is ${before.name}`);
  const [known, person] = withIdentity(state, registrant, samePerson);
  const mobile = withMobiel(known, person);
  const administered = withRole(mobile, mobile.people.get(person.id)!, ura, 'administrator');
  const registered = withOrganisation(administered, { ura, name, kind, registeredAt: state.now });
  return noted(registered, person.id, 'register', { organisation: ura });
}

/** Closes an organisation: every role there ends. Refuses as `actorAt`. */
export function close(state: PortalState, by: string, { ura }: { readonly ura: string }): PortalState {
  const person = actorAt(state, by, 'close', ura);
  const organisation = state.organisations.get(ura)!;
  const linked = [...state.people.values()].filter(({ roles }) => roles.has(ura));
  const unlinked = linked.reduce((now, each) => withRole(now, each, ura), state);
  const closed = withOrganisation(unlinked, { ...organisation, closedAt: state.now });
  return noted(closed, person.id, 'close', { organisation: ura });
}
