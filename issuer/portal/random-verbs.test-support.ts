/** Verbs at random, by actors at random, for properties of the portal. */
import fc from 'fast-check';
import { afterThreeCalendarYears } from '../certificate/validity.ts';
import { block, revoke, unblock } from './cards.ts';
import { recordCard } from './issuance.ts';
import { link, transfer, unlink } from './links.ts';
import { close, register } from './organisations.ts';
import { AP, APOTHEEK, BEA, CLOSED, HANNA, NACHT, POST, PRACTICE } from './portal.test-support.ts';
import { READY_BIRTH_DATE } from './ready-portal.ts';
import { appoint, dismiss, login, logout, setMobiel } from './roles.ts';
import type { PortalState } from './state.ts';
import { advance } from './time.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Employees with a UZI card, and who registers. */
export const EMPLOYEES = ['900012345', '900012395', '900030001', '900030002', '900030003'] as const;
const NEW_URA = '90009999';
export const URAS = [PRACTICE, APOTHEEK, POST, CLOSED, NEW_URA] as const;
export const CARDS = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6'] as const;

const NAMES: Readonly<Record<string, readonly [string, string]>> = {
  '900012345': ['Mees', 'de Werker-TEST'],
  '900012395': ['Moos', 'Biel-TEST'],
};

const applicantOf = (uziNumber: string) => {
  const [givenNames, surname] = NAMES[uziNumber] ?? ['Nieuw', `${uziNumber}-TEST`];
  return { uziNumber, givenNames, surname, birthDate: READY_BIRTH_DATE };
};

export type Step =
  | { readonly verb: 'advance'; readonly by: 'time'; readonly ms: number }
  | { readonly verb: 'logout'; readonly by: string }
  | { readonly verb: 'login' | 'mobiel on' | 'mobiel off'; readonly by: string }
  | { readonly verb: 'issue'; readonly by: string; readonly ura: string; readonly card: string }
  | { readonly verb: 'register' | 'close'; readonly by: string; readonly ura: string }
  | {
      readonly verb: 'appoint';
      readonly by: string;
      readonly ura: string;
      readonly person: string;
      readonly role: 'beheerder' | 'administrator';
    }
  | { readonly verb: 'dismiss' | 'link' | 'unlink'; readonly by: string; readonly ura: string; readonly person: string }
  | {
      readonly verb: 'transfer';
      readonly by: string;
      readonly person: string;
      readonly from: string;
      readonly to: string;
    }
  | { readonly verb: 'block' | 'unblock' | 'revoke'; readonly by: string; readonly card: string };

/** The portal's answer to a step. Throws `PortalRefusal`. */
export function take(state: PortalState, step: Step): PortalState {
  switch (step.verb) {
    case 'advance':
      return advance(state, state.now + step.ms);
    case 'login':
      return login(state, step.by);
    case 'logout':
      return logout(state);
    case 'mobiel on':
    case 'mobiel off':
      return setMobiel(state, step.by, { on: step.verb === 'mobiel on' });
    case 'issue':
      return recordCard(state, {
        ura: step.ura,
        applicant: applicantOf(step.by),
        number: step.card,
        certificates: [{ purpose: 'authenticity', serialNumber: `40${step.card}` }],
        notBefore: state.now,
        notAfter: afterThreeCalendarYears(state.now),
      });
    case 'register': {
      const by = { ...applicantOf(step.by), pastype: 'Z', ura: step.ura, standing: 'valid' } as const;
      return register(state, { ura: step.ura, name: 'Nieuw TEST', kind: 'apotheek', birthDate: READY_BIRTH_DATE, by });
    }
    case 'close':
      return close(state, step.by, step);
    case 'appoint':
      return appoint(state, step.by, step);
    case 'dismiss':
      return dismiss(state, step.by, step);
    case 'link':
      return link(state, step.by, step);
    case 'unlink':
      return unlink(state, step.by, step);
    case 'transfer':
      return transfer(state, step.by, step);
    case 'block':
      return block(state, step.by, step);
    case 'unblock':
      return unblock(state, step.by, step);
    case 'revoke':
      return revoke(state, step.by, step);
  }
}

const person = fc.constantFrom(...EMPLOYEES, HANNA, AP, NACHT, BEA);
const manager = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(HANNA, AP, BEA) }, { weight: 1, arbitrary: person });
const employee = fc.constantFrom(...EMPLOYEES);
const ura = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(PRACTICE, APOTHEEK) },
  { weight: 1, arbitrary: fc.constantFrom(...URAS) },
);
const card = fc.constantFrom(...CARDS);
const ms = fc.constantFrom(1, HOUR, 20 * DAY, 40 * DAY, 59 * DAY, 62 * DAY, 500 * DAY);

/** Managers and open organisations more often than the rest, so that things come to pass. */
export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ verb: fc.constant('issue' as const), by: employee, ura, card }) },
  {
    weight: 4,
    arbitrary: fc.record({
      verb: fc.constantFrom('block' as const, 'unblock' as const, 'revoke' as const),
      by: manager,
      card,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ verb: fc.constantFrom('link' as const, 'unlink' as const), by: manager, ura, person }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      verb: fc.constant('appoint' as const),
      by: manager,
      ura,
      person,
      role: fc.constantFrom('beheerder' as const, 'administrator' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant('dismiss' as const), by: manager, ura, person }) },
  {
    weight: 4,
    arbitrary: fc.record({ verb: fc.constant('transfer' as const), by: manager, person, from: ura, to: ura }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      verb: fc.constant('register' as const),
      by: employee,
      ura: fc.constantFrom(NEW_URA, CLOSED),
    }),
  },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant('close' as const), by: manager, ura }) },
  {
    weight: 2,
    arbitrary: fc.record({
      verb: fc.constantFrom('login' as const, 'logout' as const, 'mobiel on' as const, 'mobiel off' as const),
      by: person,
    }),
  },
  { weight: 3, arbitrary: fc.record({ verb: fc.constant('advance' as const), by: fc.constant('time' as const), ms }) },
);

/** What has happened before: somebody manages two organisations, and one employee has a card. */
export const FIRST_STEPS: readonly Step[] = [
  { verb: 'appoint', by: AP, ura: APOTHEEK, person: BEA, role: 'beheerder' },
  { verb: 'issue', by: EMPLOYEES[0], ura: PRACTICE, card: CARDS[0] },
];
