/** The argument CARD: what lies in a reader. `PROFILE`, `PROFILE:VARIANT`, the path of a card image, or `none`. */
import { existsSync } from 'node:fs';
import { type CardProfile, profiles, withVariant } from '../index.ts';
import { UsageError } from './exit-status.ts';

export interface CardArgument {
  /** As it was written. */
  readonly text: string;
  /** Undefined for an empty reader, and for an image that says itself what it is. */
  readonly profile: CardProfile | undefined;
  /** Path of the file that the card lives in. */
  readonly image?: string;
}

const EMPTY = 'none';

/** Whether the word, up to its first colon, names a card; what an option with a value of its own must not swallow. */
export function namesCard(text: string): boolean {
  const [name] = text.split(':', 1);
  return name === EMPTY || Object.hasOwn(profiles, name!);
}

/** Throws `UsageError`, naming what is possible. */
export function parseCardArgument(text: string): CardArgument {
  if (text === EMPTY) return { text, profile: undefined };
  const colon = text.indexOf(':');
  const name = colon === -1 ? text : text.slice(0, colon);
  if (name === EMPTY) throw new UsageError('none is an empty reader and has no variants; write none alone');
  const profile = Object.entries(profiles).find(([known]) => known === name)?.[1];
  if (profile === undefined) {
    if (existsSync(text)) return { text, profile: undefined, image: text };
    const cards = [...Object.keys(profiles), EMPTY].join(', ');
    throw new UsageError(`there is no card "${name}"; cards are ${cards} and the paths of card images`);
  }
  if (colon === -1) return { text, profile };
  try {
    return { text, profile: withVariant(profile, text.slice(colon + 1)) };
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}
