import { describe, expect, it } from 'vitest';
import { block, renew, revoke, unblock } from './cards.ts';
import { portalStatuses } from './certificate-statuses.ts';
import { link, unlink } from './links.ts';
import {
  AP,
  APOTHEEK,
  BEA,
  CARD,
  HANNA,
  MEES,
  NACHT,
  PRACTICE,
  portalWithCard,
  refusal,
  statusOf,
} from './portal.test-support.ts';
import { type CardStatus, DEFAULT_SETTINGS, type PortalState, type WireStatus } from './state.ts';
import { advance } from './time.ts';

const state = portalWithCard();
const VERBS = { block, unblock, revoke };

/** A card in each status. */
const IN: Readonly<Record<CardStatus, PortalState>> = {
  active: state,
  blocked: block(state, HANNA, { card: CARD }),
  revoked: revoke(state, HANNA, { card: CARD }),
  expired: advance(state, Date.UTC(2029, 0, 2)),
  removed: advance(unlink(state, HANNA, { ura: PRACTICE, person: MEES }), Date.UTC(2026, 2, 1)),
};

describe('the central status', () => {
  // biome-ignore format: a table reads best with its columns aligned
  it.each<[CardStatus, keyof typeof VERBS, CardStatus | undefined]>([
    ['active',  'block',   'blocked'],
    ['active',  'unblock', undefined],
    ['active',  'revoke',  'revoked'],
    ['blocked', 'block',   undefined],
    ['blocked', 'unblock', 'active'],
    ['blocked', 'revoke',  'revoked'],
    ['revoked', 'block',   undefined],
    ['revoked', 'unblock', undefined],
    ['revoked', 'revoke',  undefined],
    ['expired', 'block',   undefined],
    ['expired', 'unblock', undefined],
    ['expired', 'revoke',  undefined],
  ])('R49 R50: of a card that is %s, after %s: %s', (before, verb, after) => {
    expect(statusOf(IN[before])).toBe(before);
    if (after === undefined) expect(refusal(() => VERBS[verb](IN[before], HANNA, { card: CARD }))).toBe('CARD_STATUS');
    else expect(statusOf(VERBS[verb](IN[before], HANNA, { card: CARD }))).toBe(after);
  });

  it.each(Object.entries(VERBS))('R52: %s is for who manages an organisation that the card is linked to', (_, verb) => {
    const before = verb === unblock ? IN.blocked : state;
    for (const by of [HANNA, BEA]) expect(refusal(() => verb(before, by, { card: CARD }))).toBeUndefined();
    for (const by of [AP, NACHT]) expect(refusal(() => verb(before, by, { card: CARD }))).toBe('NOT_AUTHORISED');
    expect(refusal(() => verb(before, MEES, { card: CARD }))).toBe('LOGIN_MOBIEL');
    expect(refusal(() => verb(before, '900012395', { card: CARD }))).toBe('LOGIN_ROLE');
    const linked = link(before, AP, { ura: APOTHEEK, person: MEES });
    expect(refusal(() => verb(linked, AP, { card: CARD }))).toBeUndefined();
    expect(refusal(() => verb(before, HANNA, { card: 'C0FFEE99' }))).toBe('CARD_UNKNOWN');
  });

  it('R56: of a card without any link nobody changes, and it stays active', () => {
    const unlinked = unlink(state, HANNA, { ura: PRACTICE, person: MEES });
    expect(statusOf(unlinked)).toBe('active');
    for (const by of [HANNA, BEA, AP, NACHT]) {
      expect(refusal(() => block(unlinked, by, { card: CARD }))).toBe('NOT_AUTHORISED');
    }
  });

  it('R50: is dated by the portal', () => {
    const later = advance(state, Date.UTC(2026, 5, 1));
    expect(block(later, HANNA, { card: CARD }).cards.get(CARD)!.standing).toEqual({
      status: 'blocked',
      since: Date.UTC(2026, 5, 1),
    });
  });
});

it('R45: a card is not renewed, whoever asks', () => {
  expect(refusal(() => renew(state, HANNA, { card: CARD }))).toBe('NO_RENEWAL');
});

describe('what OCSP says of a card', () => {
  const told = (in_: PortalState, serialNumber: number) =>
    portalStatuses(in_).statusOf('zorg-id', Uint8Array.of(0x40, serialNumber));

  // biome-ignore format: a table reads best with its columns aligned
  it.each<[CardStatus, object]>([
    ['active',  { state: 'good' }],
    ['blocked', { state: 'revoked', at: Date.UTC(2026, 0, 1), reason: 'certificateHold' }],
    ['revoked', { state: 'revoked', at: Date.UTC(2026, 0, 1), reason: 'unspecified' }],
    ['removed', { state: 'revoked', at: Date.UTC(2026, 2, 1), reason: 'unspecified' }],
    ['expired', { state: 'good' }],
  ])('R49 R55: that is %s', (status, expected) => {
    expect([told(IN[status], 1), told(IN[status], 2)]).toEqual([expected, expected]);
  });

  it('R49: a hold is lifted when the card is unblocked', () => {
    expect(told(unblock(IN.blocked, HANNA, { card: CARD }), 1)).toEqual({ state: 'good' });
  });

  it('of a card that was blocked when it expired stays a hold', () => {
    expect(told(advance(IN.blocked, Date.UTC(2029, 0, 2)), 1)).toMatchObject({
      reason: 'certificateHold',
      at: Date.UTC(2026, 0, 1),
    });
  });

  it.each<[WireStatus, string]>([
    ['unknown', 'unknown'],
    ['good', 'good'],
    ['revoked', 'revoked'],
  ])('R55: when it was removed is a setting: %s', (removed, expected) => {
    const settings = { ...DEFAULT_SETTINGS, wire: { ...DEFAULT_SETTINGS.wire, removed } };
    expect(told({ ...IN.removed, settings }, 1).state).toBe(expected);
  });
});
