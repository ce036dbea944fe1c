/** The card that a trace is played to. */
import { type CardLink, linkTo } from '../apdu/index.ts';
import { READY_PIN, READY_PUK } from '../index.ts';
import { answeringCard } from './chosen-card.ts';
import { givenSeed } from './readers-order.ts';

export interface PlayedCard {
  readonly link: CardLink;
  /** The printed secrets of ready cards. */
  readonly values: ReadonlyMap<string, Uint8Array>;
  readonly close: () => Promise<void>;
}

/** A card of whose secrets nothing is known; it is left without power, for the next trace. */
export const foreign = (link: CardLink): PlayedCard => ({ link, values: new Map(), close: () => link.powerOff() });

/** A new card of a profile, or a copy of an image. */
export function cardFor(text: string, seed: string | undefined, holder?: string): PlayedCard {
  const { card, chosen } = answeringCard(text, { seed: seed === undefined ? undefined : givenSeed(seed), holder });
  const values = new Map<string, Uint8Array>();
  if (chosen.pin !== undefined) values.set('PIN', new TextEncoder().encode(READY_PIN));
  if (chosen.puk !== undefined) values.set('PUK', new TextEncoder().encode(READY_PUK));
  return { link: linkTo(card), values, close: async () => undefined };
}
