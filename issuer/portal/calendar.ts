/** Dates of the portal. Milliseconds since 1970-01-01 UTC. */
import { DAY, monthsAfter } from '../calendar.ts';
import type { PortalSettings } from './state.ts';

/** When who has had no link since then is removed. */
export const twoMonthsAfter = (since: number, { twoMonths }: Pick<PortalSettings, 'twoMonths'>): number =>
  twoMonths === 'calendar' ? monthsAfter(since, 2) : since + 60 * DAY;

/** The first moment after a validity that ends with this second. Certificates tell whole seconds, RFC 5280 §4.1.2.5. */
export const endOfValidity = (notAfter: number): number => (Math.floor(notAfter / 1000) + 1) * 1000;

/** Whether it is a day that there is, written `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
