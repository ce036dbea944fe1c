import { expect, it } from 'vitest';
import { afterThreeCalendarYears, afterThreeUziYears } from './validity.ts';

// biome-ignore format: a table reads best with its columns aligned
it.each([
  ['2026-01-01T00:00:00.000Z', '2029-01-01T00:00:00.000Z', '2028-12-31T00:00:00.000Z'],
  ['2025-03-01T12:34:56.000Z', '2028-03-01T12:34:56.000Z', '2028-02-29T12:34:56.000Z'],
  ['2028-02-29T23:59:59.000Z', '2031-02-28T23:59:59.000Z', '2031-02-28T23:59:59.000Z'],
  ['2017-07-13T10:00:00.000Z', '2020-07-13T10:00:00.000Z', '2020-07-12T10:00:00.000Z'],
])('from %s a ZORG-ID card is valid until %s, a UZI card until %s', (from, zorgId, uzi) => {
  const start = Date.parse(from);
  expect(new Date(afterThreeCalendarYears(start)).toISOString()).toBe(zorgId);
  expect(new Date(afterThreeUziYears(start)).toISOString()).toBe(uzi);
});
