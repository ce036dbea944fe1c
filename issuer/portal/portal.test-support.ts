/** A portal for tests: the ready one, its people by name, and what a refusal is. */
import { HUISARTS, MEDEWERKER } from '../certificate/personas.ts';
import { afterThreeCalendarYears } from '../certificate/validity.ts';
import { type NewCard, recordCard } from './issuance.ts';
import { READY_BIRTH_DATE, readyPortal } from './ready-portal.ts';
import { PortalRefusal } from './refusals.ts';
import type { PortalState } from './state.ts';

export const PRACTICE = MEDEWERKER.subscriberNumber;
export const APOTHEEK = '90000412';
export const POST = '90000420';
export const CLOSED = '90000404';

/** Administrators of the practice, the apotheek and the huisartsenpost; a beheerder of the practice; an employee. */
export const HANNA = HUISARTS.uziNumber;
export const AP = '900012411';
export const NACHT = '900012429';
export const BEA = 'P00001';
export const MEES = MEDEWERKER.uziNumber;

export const CARD = 'C0FFEE01';

/** The order for a card of the employee, made when the portal's clock says. */
export function newCard(state: PortalState, changes: Partial<NewCard> = {}): NewCard {
  const { uziNumber, givenNames, surname } = MEDEWERKER;
  return {
    ura: PRACTICE,
    applicant: { uziNumber, givenNames, surname, birthDate: READY_BIRTH_DATE },
    number: CARD,
    certificates: [
      { purpose: 'authenticity', serialNumber: '4001' },
      { purpose: 'signature', serialNumber: '4002' },
    ],
    notBefore: state.now,
    notAfter: afterThreeCalendarYears(state.now),
    ...changes,
  };
}

/** The ready portal after the employee has made a card. */
export function portalWithCard(changes: Partial<NewCard> = {}): PortalState {
  const ready = readyPortal();
  return recordCard(ready, newCard(ready, changes));
}

/** The code of a refusal; undefined when there is none. */
export function refusal(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof PortalRefusal) return error.code;
    throw error;
  }
}

export const statusOf = (state: PortalState, number = CARD): string => state.cards.get(number)!.standing.status;

export const rolesOf = (state: PortalState, person: string): Record<string, string> =>
  Object.fromEntries(state.people.get(person)!.roles);
