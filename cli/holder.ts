/** The option `--holder`: whom a card is for. */
import { HolderError, withHolder } from '../index.ts';
import type { CardArgument } from './card-argument.ts';
import { UsageError } from './exit-status.ts';

/** The same card for somebody, or as it is when nobody was named; a reader that is empty stays so. Throws `UsageError`. */
export function withHolderOf(card: CardArgument, holder: string | undefined): CardArgument {
  if (holder === undefined) return card;
  const { text, profile, image } = card;
  if (profile === undefined) {
    if (image === undefined) return card;
    throw new UsageError(`${text} says itself whose card it is; leave out --holder, or name the card to make`);
  }
  try {
    return { ...card, profile: withHolder(profile, holder) };
  } catch (error) {
    if (error instanceof HolderError) throw new UsageError(`--holder for ${text}: ${error.message}`);
    throw error;
  }
}
