import { describe, expect, it } from 'vitest';
import { monthsAfter } from '../calendar.ts';
import { twoMonthsAfter } from './calendar.ts';
import { block } from './cards.ts';
import { recordCard } from './issuance.ts';
import { link, unlink } from './links.ts';
import { close } from './organisations.ts';
import { meansOf } from './people.ts';
import {
  AP,
  APOTHEEK,
  BEA,
  CARD,
  HANNA,
  MEES,
  newCard,
  PRACTICE,
  portalWithCard,
  refusal,
  statusOf,
} from './portal.test-support.ts';
import { DEFAULT_SETTINGS, type PortalState } from './state.ts';
import { advance } from './time.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);

const unlinked = (state: PortalState): PortalState => unlink(state, HANNA, { ura: PRACTICE, person: MEES });

describe('two months', () => {
  // biome-ignore format: a table reads best with its columns aligned
  it.each([
    ['2026-01-01T12:34:56.789Z', '2026-03-01T12:34:56.789Z', '2026-03-02T12:34:56.789Z'],
    ['2025-12-31T00:00:00.000Z', '2026-02-28T00:00:00.000Z', '2026-03-01T00:00:00.000Z'],
    ['2027-12-31T00:00:00.000Z', '2028-02-29T00:00:00.000Z', '2028-02-29T00:00:00.000Z'],
    ['2026-12-30T23:59:59.999Z', '2027-02-28T23:59:59.999Z', '2027-02-28T23:59:59.999Z'],
    ['2026-07-31T00:00:00.000Z', '2026-09-30T00:00:00.000Z', '2026-09-29T00:00:00.000Z'],
  ])('R55: after %s end at %s by the calendar, and as 60 days at %s', (from, calendar, days) => {
    const end = (twoMonths: 'calendar' | '60-days') =>
      new Date(twoMonthsAfter(Date.parse(from), { twoMonths })).toISOString();
    expect([end('calendar'), end('60-days')]).toEqual([calendar, days]);
  });

  it('R55 R56: without a link a card works until they are over, and to the moment', () => {
    const left = unlinked(portalWithCard());
    const end = Date.UTC(2026, 2, 1);
    expect(statusOf(advance(left, end - 1))).toBe('active');
    const removed = advance(left, end);
    expect(removed.cards.get(CARD)!.standing).toEqual({ status: 'removed', since: end });
    expect(removed.people.get(MEES)!.removedAt).toBe(end);
    expect(refusal(() => link(removed, AP, { ura: APOTHEEK, person: MEES }))).toBe('PERSON_UNKNOWN');
  });

  it('R55: start when the last link goes, not before', () => {
    const two = link(portalWithCard(), AP, { ura: APOTHEEK, person: MEES });
    const one = unlinked(two);
    const later = advance(one, START + 30 * DAY);
    expect(statusOf(advance(later, START + 300 * DAY))).toBe('active');
    const none = unlink(later, AP, { ura: APOTHEEK, person: MEES });
    expect(statusOf(advance(none, monthsAfter(later.now, 2) - 1))).toBe('active');
    expect(statusOf(advance(none, monthsAfter(later.now, 2)))).toBe('removed');
  });

  it('R55: are cancelled by a link, and begin anew after it', () => {
    const nearly = advance(unlinked(portalWithCard()), Date.UTC(2026, 2, 1) - 1);
    const relinked = link(nearly, HANNA, { ura: PRACTICE, person: MEES });
    expect(statusOf(advance(relinked, START + 500 * DAY))).toBe('active');
    const again = unlinked(relinked);
    expect(statusOf(advance(again, monthsAfter(again.now, 2) - 1))).toBe('active');
  });

  it('R55: remove a blocked card too, and a user of ZORG-ID Mobiel, but no card that is done with', () => {
    const blocked = unlinked(block(portalWithCard(), HANNA, { card: CARD }));
    expect(statusOf(advance(blocked, Date.UTC(2026, 2, 1)))).toBe('removed');
    const closed = advance(close(portalWithCard(), HANNA, { ura: PRACTICE }), Date.UTC(2026, 2, 1));
    expect(statusOf(closed)).toBe('removed');
    expect(closed.people.get(BEA)).toMatchObject({ removedAt: Date.UTC(2026, 2, 1), mobiel: false });
    const expired = unlinked(advance(portalWithCard(), Date.UTC(2029, 1, 1)));
    expect(statusOf(advance(expired, Date.UTC(2030, 0, 1)))).toBe('expired');
  });

  it('R55: are 60 days when the settings say so', () => {
    const settings = { ...DEFAULT_SETTINGS, twoMonths: '60-days' } as const;
    const left = unlinked({ ...portalWithCard(), settings });
    expect(statusOf(advance(left, START + 60 * DAY - 1))).toBe('active');
    expect(statusOf(advance(left, START + 60 * DAY))).toBe('removed');
  });

  it('R55: once over, the person may make a card again, and begins anew', () => {
    const removed = advance(unlinked(portalWithCard()), Date.UTC(2026, 5, 1));
    const again = recordCard(removed, newCard(removed, { number: 'C0FFEE02', certificates: [] }));
    expect([statusOf(again), statusOf(again, 'C0FFEE02')]).toEqual(['removed', 'active']);
    expect(again.people.get(MEES)!.removedAt).toBeUndefined();
  });
});

describe('validity', () => {
  it('R43 R44: ends three calendar years after the card was made, and nobody is told', () => {
    const state = portalWithCard();
    const end = Date.UTC(2029, 0, 1);
    // Its last second still counts.
    expect(statusOf(advance(state, end + 999))).toBe('active');
    const expired = advance(state, end + 1000);
    expect(expired.cards.get(CARD)!.standing).toEqual({ status: 'expired', since: end + 1000 });
    expect(expired.events.at(-1)).toEqual({
      at: end + 1000,
      by: 'time',
      what: 'expire',
      about: { card: CARD, person: MEES },
    });
    expect(meansOf(expired, expired.people.get(MEES)!)).toBe('none');
  });

  it('R50: a card that expires while it is blocked is not unblocked by it', () => {
    const expired = advance(block(portalWithCard(), HANNA, { card: CARD }), Date.UTC(2030, 0, 1));
    expect(expired.cards.get(CARD)!.standing).toMatchObject({ status: 'expired', blockedSince: START });
  });
});

describe('the clock', () => {
  it('does not go back', () => {
    expect(() => advance(portalWithCard(), START - 1)).toThrow(
      "the portal's clock stands at 2026-01-01T00:00:00.000Z and does not go back to 2025-12-31T23:59:59.999Z",
    );
  });

  it('brings the same in one step as in many, each thing at its own time', () => {
    const state = unlinked(portalWithCard({ notAfter: START + 45 * DAY }));
    const once = advance(state, START + 100 * DAY);
    let steps = state;
    for (let day = 1; day <= 100; day++) steps = advance(steps, START + day * DAY);
    expect(steps).toEqual(once);
    const brought = once.events.filter(({ by }) => by === 'time').map(({ what, about }) => [what, about.card]);
    expect(brought).toContainEqual(['expire', CARD]);
    expect(brought).toContainEqual(['remove', undefined]);
  });
});
