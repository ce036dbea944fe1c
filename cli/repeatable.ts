/** Options that may be repeated. */

/** For commander: the values in the order in which they were typed. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
