/** Named states that a run must have reached, or it proves nothing about them; counted, and told in words. */

/** How often each was reached. */
export type Reached<Name extends string> = Record<Name, number>;

/** What each means, by name. */
export type StateTexts<Name extends string> = Readonly<Record<Name, string>>;

const namesOf = <Name extends string>(states: StateTexts<Name>): Name[] => Object.keys(states) as Name[];

export function noneReached<Name extends string>(states: StateTexts<Name>): Reached<Name> {
  return Object.fromEntries(namesOf(states).map((name) => [name, 0])) as Reached<Name>;
}

/** Adds what another run reached. */
export function addReached<Name extends string>(sum: Reached<Name>, other: Reached<Name>): void {
  for (const name of Object.keys(sum) as Name[]) sum[name] += other[name];
}

/** Those that were never reached, in words. */
export function neverReached<Name extends string>(states: StateTexts<Name>, reached: Reached<Name>): string[] {
  return namesOf(states)
    .filter((name) => reached[name] === 0)
    .map((name) => states[name]);
}

/** One line for each. */
export function reachedLines<Name extends string>(states: StateTexts<Name>, reached: Reached<Name>): string[] {
  return namesOf(states).map((name) => `${String(reached[name]).padStart(10)} × ${states[name]}`);
}
