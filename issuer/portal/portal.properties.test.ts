import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../apdu/index.ts';
import { monthsAfter } from '../calendar.ts';
import { portalStatuses } from './certificate-statuses.ts';
import { Ledger, twoMonthsLater } from './ledger.test-support.ts';
import { EMPLOYEES, FIRST_STEPS, type Step, step, take } from './random-verbs.test-support.ts';
import { readyPortal } from './ready-portal.ts';
import { PortalRefusal } from './refusals.ts';
import type { PortalState } from './state.ts';

const RUNS = { numRuns: 120 };
const MOOS = EMPLOYEES[1];
const CLOSER = '900012437';

/** What is so though it must not be, by the ledger and by itself; one line each. */
function breaches(state: PortalState, ledger: Ledger): string[] {
  const found: string[] = [];
  const must = (holds: boolean, words: string): void => {
    if (!holds) found.push(words);
  };
  const cards = [...state.cards.values()];
  for (const { number, standing } of cards) {
    must(standing.status === ledger.statusOf(number), `card ${number} is ${standing.status}`);
  }
  for (const { id, roles, removedAt, mobiel } of state.people.values()) {
    const stays = ledger.stays.filter(({ person }) => person === id);
    must(roles.size === stays.length, `${id} has roles at ${roles.size} organisations`);
    for (const { ura, role } of stays) must(roles.get(ura) === role, `${id} is ${roles.get(ura)} of ${ura}`);
    must((removedAt !== undefined) === ledger.isGone(id), `${id} was removed: ${removedAt}`);
    must(mobiel === ledger.mobiel.has(id), `${id} has ZORG-ID Mobiel: ${mobiel}`);
    must(mobiel || [...roles.values()].every((role) => role === 'gebruiker'), `${id} manages without ZORG-ID Mobiel`);
    const living = cards.filter(
      ({ person, standing }) => person === id && (standing.status === 'active' || standing.status === 'blocked'),
    );
    must(living.length <= (mobiel ? 0 : 1), `${id} has ${living.length} cards`);
  }
  for (const { ura, closedAt } of state.organisations.values()) {
    const isAdministered = ledger.stays.some((stay) => stay.ura === ura && stay.role === 'administrator');
    must(isAdministered === (closedAt === undefined), `URA ${ura} has an administrator: ${isAdministered}`);
  }
  const statuses = portalStatuses(state);
  for (const { number, certificates, standing } of cards) {
    const told = statuses.statusOf('zorg-id', fromHex(certificates[0]!.serialNumber)).state;
    const isGood =
      standing.status === 'active' || (standing.status === 'expired' && standing.blockedSince === undefined);
    must(told === (isGood ? 'good' : 'revoked'), `card ${number}, ${standing.status}, is told to be ${told}`);
  }
  return found;
}

/** The state after a step; the same when it is refused. */
function taken(state: PortalState, next: Step): { readonly state: PortalState; readonly refused?: string } {
  try {
    return { state: take(state, next) };
  } catch (error) {
    if (!(error instanceof PortalRefusal)) throw error;
    return { state, refused: error.code };
  }
}

describe('whatever people do', () => {
  it('R48 R52 R55 R61: what the ledger of links allows happens, what it does not is refused, and the state agrees with it', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 70, size: 'max' }), (steps) => {
        let state = readyPortal();
        const ledger = new Ledger(state.now, MOOS, CLOSER);
        for (const next of [...FIRST_STEPS, ...steps]) {
          const allowed = ledger.allows(next);
          const outcome = taken(state, next);
          const isAllowed = outcome.refused === undefined;
          if (allowed !== undefined && allowed !== isAllowed)
            expect.fail(`${JSON.stringify(next)}: ${outcome.refused}`);
          if (isAllowed) ledger.follow(next);
          state = outcome.state;
          const found = breaches(state, ledger);
          if (found.length > 0) expect.fail(`${JSON.stringify(next)}: ${found.join('; ')}`);
        }
      }),
      RUNS,
    );
  });

  it('R50: a card that is revoked, removed or expired stays so', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 70, size: 'max' }), (steps) => {
        let state = readyPortal();
        const ended = new Map<string, string>();
        for (const next of [...FIRST_STEPS, ...steps]) {
          ({ state } = taken(state, next));
          for (const [number, status] of ended) {
            const now = state.cards.get(number)!.standing.status;
            if (now !== status) expect.fail(`card ${number} was ${status} and is ${now}`);
          }
          for (const { number, standing } of state.cards.values()) {
            if (!['active', 'blocked'].includes(standing.status)) ended.set(number, standing.status);
          }
        }
      }),
      RUNS,
    );
  });
});

it('everything comes to pass among such steps: each verb, each status, most refusals', () => {
  const done = new Set<string>();
  const refused = new Set<string>();
  const statuses = new Set<string>();
  for (const steps of fc.sample(fc.array(step, { maxLength: 70, size: 'max' }), { numRuns: 300, seed: 1 })) {
    let state = readyPortal();
    for (const next of [...FIRST_STEPS, ...steps]) {
      const outcome = taken(state, next);
      ({ state } = outcome);
      if (outcome.refused === undefined) done.add(next.verb);
      else refused.add(outcome.refused);
    }
    for (const { standing } of state.cards.values()) statuses.add(standing.status);
  }
  const verbs = ['advance', 'appoint', 'block', 'close', 'dismiss', 'issue', 'link', 'login', 'logout', 'mobiel off'];
  verbs.push('mobiel on', 'register', 'revoke', 'transfer', 'unblock', 'unlink');
  expect([...done].sort()).toEqual(verbs);
  expect([...statuses].sort()).toEqual(['active', 'blocked', 'expired', 'removed', 'revoked']);
  expect(refused.size).toBeGreaterThan(15);
});

it('R55: two months by counting days are two months by the calendar', () => {
  const years = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) });
  fc.assert(
    fc.property(years, (time) => {
      expect(monthsAfter(time, 2)).toBe(twoMonthsLater(time));
    }),
  );
});
