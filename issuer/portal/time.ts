/** What time brings: cards expire, and who has had no link for two months is removed with their card. */
import { endOfValidity, twoMonthsAfter } from './calendar.ts';
import { noted, withCard, withPerson } from './change.ts';
import { livingCardOf } from './people.ts';
import type { IssuedCard, Person, PortalState } from './state.ts';

interface Due {
  readonly at: number;
  readonly happen: (state: PortalState) => PortalState;
}

/** An active or blocked card ends with its validity. Nobody is told. */
function expiry({ number, person, notAfter, standing }: IssuedCard): Due[] {
  if (standing.status !== 'active' && standing.status !== 'blocked') return [];
  const at = endOfValidity(notAfter);
  const blocked = standing.status === 'blocked' ? { blockedSince: standing.since } : {};
  const happen = (state: PortalState): PortalState => {
    const expired = withCard(state, {
      ...state.cards.get(number)!,
      standing: { status: 'expired', since: state.now, ...blocked },
    });
    return noted(expired, 'time', 'expire', { card: number, person });
  };
  return [{ at, happen }];
}

/** Both statements of the source hold: the certificate goes, and so does the user. */
function removal({ id, unlinkedSince, removedAt }: Person, settings: PortalState['settings']): Due[] {
  if (unlinkedSince === undefined || removedAt !== undefined) return [];
  const happen = (state: PortalState): PortalState => {
    const card = livingCardOf(state, id);
    const person = { ...state.people.get(id)!, mobiel: false, removedAt: state.now };
    const without =
      card === undefined ? state : withCard(state, { ...card, standing: { status: 'removed', since: state.now } });
    return noted(withPerson(without, person), 'time', 'remove', {
      person: id,
      ...(card === undefined ? {} : { card: card.number }),
    });
  };
  return [{ at: twoMonthsAfter(unlinkedSince, settings), happen }];
}

/** What happens next, as things stand; an expiry before a removal at the same moment. */
function next({ cards, people, settings }: PortalState): Due | undefined {
  const due = [
    ...[...cards.values()].flatMap(expiry),
    ...[...people.values()].flatMap((person) => removal(person, settings)),
  ];
  return due.reduce<Due | undefined>(
    (first, each) => (first === undefined || each.at < first.at ? each : first),
    undefined,
  );
}

/** The state at a later time: everything that was due has happened, in its order and at its own time. Throws `RangeError` for an earlier one. */
export function advance(state: PortalState, to: number): PortalState {
  if (to < state.now) {
    throw new RangeError(
      `the portal's clock stands at ${new Date(state.now).toISOString()} and does not go back to ${new Date(to).toISOString()}`,
    );
  }
  let current = state;
  for (let due = next(current); due !== undefined && due.at <= to; due = next(current)) {
    current = due.happen({ ...current, now: Math.max(current.now, due.at) });
  }
  return { ...current, now: to };
}
