/** The card's ways to the outside, each with its ordinary implementation. */
export * from './clock.ts';
export * from './log.ts';
export * from './random.ts';
