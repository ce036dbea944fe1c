/** The central status of cards: blocking, unblocking, revoking. The card itself notices nothing of it. */
import { actorOnCard } from './authorisation.ts';
import { noted, withCard } from './change.ts';
import { refuse } from './refusals.ts';
import type { CardStanding, CardStatus, IssuedCard, PortalState } from './state.ts';

interface Move {
  readonly from: readonly CardStatus[];
  readonly to: (now: number) => CardStanding;
}

/** Active to blocked and back, and from either to revoked, which is final. */
// biome-ignore format: a table reads best with its columns aligned
const MOVES = {
  block:   { from: ['active'],            to: (since) => ({ status: 'blocked', since }) },
  unblock: { from: ['blocked'],           to: () => ({ status: 'active' }) },
  revoke:  { from: ['active', 'blocked'], to: (since) => ({ status: 'revoked', since }) },
} as const satisfies Readonly<Record<string, Move>>;

export interface CardOrder {
  /** The card's unique number. */
  readonly card: string;
}

function knownCard(state: PortalState, number: string): IssuedCard {
  return state.cards.get(number) ?? refuse('CARD_UNKNOWN', `no card has number ${number}`);
}

const move =
  (verb: keyof typeof MOVES) =>
  (state: PortalState, by: string, { card: number }: CardOrder): PortalState => {
    const card = knownCard(state, number);
    const manager = actorOnCard(state, by, verb, card);
    const { from, to }: Move = MOVES[verb];
    if (!from.includes(card.standing.status)) refuse('CARD_STATUS', `card ${number} is ${card.standing.status}`);
    const moved = withCard(state, { ...card, standing: to(state.now) });
    return noted(moved, manager.id, verb, { card: number, person: card.person });
  };

/** Until it is unblocked the card works nowhere. Refuses `CARD_UNKNOWN`, as `actorOnCard`, and `CARD_STATUS`. */
export const block = move('block');

/** A blocked card works again. Refuses as `block`. */
export const unblock = move('unblock');

/** For good. Refuses as `block`. */
export const revoke = move('revoke');

/** A card cannot be renewed: always refuses `NO_RENEWAL`. */
export function renew(_state: PortalState, _by: string, { card }: CardOrder): PortalState {
  return refuse('NO_RENEWAL', `card ${card} ends with its validity`);
}
