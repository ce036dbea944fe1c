/** The portal as it is when nobody has done anything yet: organisations and people that fit the ready cards. All TEST. */

import type { PersonHolder } from '../certificate/holder.ts';
import { HUISARTS, MEDEWERKER_CLOSED, MEDEWERKER_MOBIEL } from '../certificate/personas.ts';
import { close, register } from './organisations.ts';
import { withIdentity, withMobiel, withRole } from './people.ts';
import { appoint } from './roles.ts';
import {
  DEFAULT_SETTINGS,
  emptyPortal,
  type OrganisationKind,
  type PortalSettings,
  type PortalState,
} from './state.ts';

/** The date of birth of every ready persona. */
export const READY_BIRTH_DATE = '1980-01-01';

/** 2026-01-01T00:00:00Z, when ready cards are made. */
export const READY_PORTAL_TIME = Date.UTC(2026, 0, 1);

/** Care professionals, who register the organisations that are not that of the ready cards. */
const APOTHEKER: PersonHolder = {
  ...HUISARTS,
  subscriberNumber: '90000412',
  subscriberName: 'Apotheek TEST',
  uziNumber: '900012411',
  roleCode: '17.000',
  givenNames: 'Ap',
  surname: 'de Theker-TEST',
};

const POSTHUISARTS: PersonHolder = {
  ...HUISARTS,
  subscriberNumber: '90000420',
  subscriberName: 'Huisartsenpost TEST',
  uziNumber: '900012429',
  givenNames: 'Nacht',
  surname: 'van Dienst-TEST',
};

const OPHEFFER: PersonHolder = {
  ...HUISARTS,
  subscriberNumber: MEDEWERKER_CLOSED.subscriberNumber,
  subscriberName: MEDEWERKER_CLOSED.subscriberName,
  uziNumber: '900012437',
  givenNames: 'Op',
  surname: 'Heffer-TEST',
};

const registered = (state: PortalState, holder: PersonHolder, kind: OrganisationKind): PortalState =>
  register(state, {
    ura: holder.subscriberNumber,
    name: holder.subscriberName,
    kind,
    birthDate: READY_BIRTH_DATE,
    by: { ...holder, ura: holder.subscriberNumber, standing: 'valid' },
  });

/**
 * Four organisations, the last of them closed: those of the ready cards, an apotheek, a huisartsenpost. Each is administered
 * by who registered it. At the first there is a beheerder of a software supplier, who has no UZI number, and an employee who
 * uses ZORG-ID Mobiel.
 */
export function readyPortal(now: number = READY_PORTAL_TIME, settings: PortalSettings = DEFAULT_SETTINGS): PortalState {
  const practice = registered(emptyPortal(now, settings), HUISARTS, 'huisartsenpraktijk');
  const others = registered(registered(practice, APOTHEKER, 'apotheek'), POSTHUISARTS, 'huisartsenpost');
  const closed = close(registered(others, OPHEFFER, 'huisartsenpraktijk'), OPHEFFER.uziNumber, {
    ura: OPHEFFER.subscriberNumber,
  });
  const managed = appoint(closed, HUISARTS.uziNumber, {
    ura: HUISARTS.subscriberNumber,
    role: 'beheerder',
    person: { givenNames: 'Bea', surname: 'Heerder-TEST', birthDate: READY_BIRTH_DATE },
  });
  const { uziNumber, givenNames, surname, subscriberNumber } = MEDEWERKER_MOBIEL;
  const [known, person] = withIdentity(managed, { uziNumber, givenNames, surname, birthDate: READY_BIRTH_DATE });
  const mobile = withMobiel(known, person);
  return withRole(mobile, mobile.people.get(person.id)!, subscriberNumber, 'gebruiker');
}
