/** The rules of the ZORG-ID portal: organisations, people, cards and what time brings. Pure, but for where a state is kept. */

export { DAY, HOUR, monthsAfter } from '../calendar.ts';
export { knownOrganisation, MAY, type ManagementVerb } from './authorisation.ts';
export { endOfValidity, isDate, twoMonthsAfter } from './calendar.ts';
export * from './cards.ts';
export * from './certificate-statuses.ts';
export * from './issuance.ts';
export * from './links.ts';
export * from './organisations.ts';
export { findPerson, type Lookup, livingCardOf, meansOf, personOf } from './people.ts';
export * from './portal.ts';
export * from './ready-portal.ts';
export { type Certainty, PortalRefusal, REFUSALS, type RefusalCode, type RefusalRow } from './refusals.ts';
export { type Appointment, appoint, type Dismissal, dismiss, login, logout, setMobiel } from './roles.ts';
export * from './state.ts';
export * from './time.ts';
