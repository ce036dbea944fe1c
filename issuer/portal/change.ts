/** New states from old ones: an entry set, an event noted. */
import type { IssuedCard, Organisation, Person, PortalState } from './state.ts';

const withEntry = <T>(map: ReadonlyMap<string, T>, key: string, value: T): ReadonlyMap<string, T> =>
  new Map(map).set(key, value);

export const withOrganisation = (state: PortalState, organisation: Organisation): PortalState => ({
  ...state,
  organisations: withEntry(state.organisations, organisation.ura, organisation),
});

export const withPerson = (state: PortalState, person: Person): PortalState => ({
  ...state,
  people: withEntry(state.people, person.id, person),
});

export const withCard = (state: PortalState, card: IssuedCard): PortalState => ({
  ...state,
  cards: withEntry(state.cards, card.number, card),
});

/** Notes that something happened now. */
export const noted = (
  state: PortalState,
  by: string,
  what: string,
  about: Readonly<Record<string, string>>,
): PortalState => ({ ...state, events: [...state.events, { at: state.now, by, what, about }] });
