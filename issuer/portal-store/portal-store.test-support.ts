/** A change that can be made to a portal again and again, and touches several of its rows. */
import { advance, block, HOUR, link, type PortalState, unblock, unlink } from '../portal/index.ts';
import { AP, APOTHEEK, CARD, HANNA, MEES } from '../portal/portal.test-support.ts';

/** An hour later a card is blocked and its holder linked to another organisation, or both are undone. */
export function changed(state: PortalState): PortalState {
  const later = advance(state, state.now + HOUR);
  return state.people.get(MEES)!.roles.has(APOTHEEK)
    ? unlink(unblock(later, HANNA, { card: CARD }), AP, { ura: APOTHEEK, person: MEES })
    : link(block(later, HANNA, { card: CARD }), AP, { ura: APOTHEEK, person: MEES });
}
