/** The argument CARD: what lies in a reader. `PROFILE`, `PROFILE:VARIANT`, or `none`. */
import { type CardProfile, profiles, withVariant } from '../index.ts';
import { UsageError } from './exit-status.ts';

export interface CardArgument {
  /** As it was written. */
  readonly text: string;
  /** Undefined for an empty reader. */
  readonly profile: CardProfile | undefined;
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
    throw new UsageError(`there is no card "${name}"; cards are ${Object.keys(profiles).join(', ')} and ${EMPTY}`);
  }
  if (colon === -1) return { text, profile };
  try {
    return { text, profile: withVariant(profile, text.slice(colon + 1)) };
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}
