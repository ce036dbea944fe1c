/** How long certificates of cards are valid. Milliseconds since 1970-01-01 UTC throughout. */

import type { Validity } from '../../applet/index.ts';

const DAY = 86_400_000;

/** When a certificate begins to be valid that is made now. One that has expired did so a year ago, whichever card it is on. */
export function firstDayOf(validity: Validity, now: number): number {
  const first = new Date(now);
  first.setUTCFullYear(first.getUTCFullYear() + YEARS_FROM_NOW[validity]);
  return first.getTime();
}

const YEARS_FROM_NOW: Readonly<Record<Validity, number>> = { now: 0, expired: -4, 'not-yet-valid': 20 };

/** A UZI card: 1,095 days, to the second. */
export const afterThreeUziYears = (notBefore: number): number => notBefore + 1095 * DAY;

/**
 * A ZORG-ID card: the same date and time three calendar years later. After 29 February, which has none, the day before 1
 * March, so that nothing is valid for longer than three years.
 */
export function afterThreeCalendarYears(notBefore: number): number {
  const end = new Date(notBefore);
  const month = end.getUTCMonth();
  end.setUTCFullYear(end.getUTCFullYear() + 3);
  if (end.getUTCMonth() !== month) end.setUTCDate(0);
  return end.getTime();
}
