/** Time, which reaches a card, a certificate or a file only through this port. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
}

/** The computer's own clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still, for reproducible cards and tests. */
export function fixedClock(now: number): Clock {
  return { now: () => now };
}
