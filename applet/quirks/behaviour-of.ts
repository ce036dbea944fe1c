/** The behaviour of a card with quirks. */
import { type Behaviour, STANDARD_BEHAVIOUR } from '../../emulator/index.ts';
import { LAYOUTS, type LayoutName } from '../layout/layout.ts';
import type { CardProfile } from '../profile/card-profile.ts';
import { QUIRKS, type QuirkName } from './quirks.ts';

const names = Object.keys(QUIRKS) as QuirkName[];

/** The quirks that names stand for, each once and in the order of the table. Throws `RangeError` for an unknown name. */
export function quirksNamed(wanted: readonly string[]): QuirkName[] {
  const unknown = wanted.find((name) => !Object.hasOwn(QUIRKS, name));
  if (unknown !== undefined)
    throw new RangeError(`there is no quirk "${unknown}"; proefpas quirks lists those there are`);
  return names.filter((name) => wanted.includes(name));
}

/** Quirks go before the habits of the layout. Throws `RangeError` when two quirks change the same constant. */
export function behaviourOf(quirks: readonly QuirkName[], layout: LayoutName = 'iso'): Behaviour {
  const changed = new Map<string, QuirkName>();
  for (const name of quirks) {
    for (const constant of Object.keys(QUIRKS[name].behaviour)) {
      const other = changed.get(constant);
      if (other !== undefined) throw new RangeError(`a card has either ${other} or ${name}, not both; leave one out`);
      changed.set(constant, name);
    }
  }
  const habits = LAYOUTS[layout].behaviour;
  return Object.assign({ ...STANDARD_BEHAVIOUR, ...habits }, ...quirks.map((name) => QUIRKS[name].behaviour));
}

/** The profile of the same card with quirks. Throws `RangeError` for an unknown one, and for two that exclude each other. */
export function withQuirks(profile: CardProfile, wanted: readonly string[]): CardProfile {
  const quirks = quirksNamed(wanted);
  behaviourOf(quirks);
  return { ...profile, quirks };
}
