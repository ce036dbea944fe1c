/** How long certificates of cards are valid. Milliseconds since 1970-01-01 UTC throughout. */
import type { Validity } from '../../applet/index.ts';
import { DAY, monthsAfter } from '../calendar.ts';

const YEARS_FROM_NOW: Readonly<Record<Validity, number>> = { now: 0, expired: -4, 'not-yet-valid': 20 };

/** When a certificate begins to be valid that is made now. One that has expired did so a year ago, whichever card it is on. */
export const firstDayOf = (validity: Validity, now: number): number => monthsAfter(now, 12 * YEARS_FROM_NOW[validity]);

/** A UZI card: 1,095 days, to the second. */
export const afterThreeUziYears = (notBefore: number): number => notBefore + 1095 * DAY;

/** A ZORG-ID card: the same date and time three calendar years later, and so the last of February after its 29th. */
export const afterThreeCalendarYears = (notBefore: number): number => monthsAfter(notBefore, 36);
