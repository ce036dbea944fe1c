/** Calendar arithmetic in UTC. Milliseconds since 1970-01-01 UTC. */

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** The same date and time some months later, or earlier when negative; the last day of the month when it has no such day. */
export function monthsAfter(time: number, months: number): number {
  const end = new Date(time);
  const day = end.getUTCDate();
  end.setUTCMonth(end.getUTCMonth() + months);
  if (end.getUTCDate() !== day) end.setUTCDate(0);
  return end.getTime();
}
