/** Arguments of `proefpas portal` as they were typed, and what they mean. */
import { HolderError, holderOf, withHolder } from '../../issuer/index.ts';
import {
  type CardStatus,
  DAY,
  DEFAULT_SETTINGS,
  HOUR,
  type Identity,
  livingCardOf,
  monthsAfter,
  ORGANISATION_KINDS,
  type OrganisationKind,
  type PortalSettings,
  type PortalState,
  personOf,
  type ValidatingPas,
  type WireStatus,
} from '../../issuer/portal/index.ts';
import { parseCardArgument } from '../card-argument.ts';
import { UsageError } from '../exit-status.ts';

/** Options as they were typed; which a command has, `portal-commands.ts` says. */
export interface RawPortalOptions {
  readonly state: string;
  readonly as?: string;
  readonly json?: boolean;
  readonly ura?: string;
  readonly from?: string;
  readonly to?: string;
  readonly name?: string;
  readonly kind?: string;
  readonly with?: string;
  readonly holder?: string;
  readonly uzi?: string;
  readonly givenNames?: string;
  readonly surname?: string;
  readonly birthDate?: string;
  readonly samePerson?: boolean;
  readonly role?: string;
  readonly time?: string;
  readonly at?: string;
  readonly twoMonths?: string;
  readonly wire?: readonly string[];
}

/** The word when it is one of these. Throws `UsageError`, naming them. */
export function oneOf<T extends string>(what: string, word: string, words: readonly T[]): T {
  const found = words.find((each) => each === word);
  if (found === undefined) throw new UsageError(`${what} is one of ${words.join(', ')}, not "${word}"`);
  return found;
}

/** What an option says. Throws `UsageError` when it was left out. */
export function given(option: string, value: string | undefined): string {
  if (value === undefined) throw new UsageError(`${option} is needed; proefpas portal --help has examples`);
  return value;
}

/** What stands against a card, by the words of its variants. */
const STANDINGS = ['expired', 'not-yet-valid', 'revoked', 'not-activated'] as const;

/** The UZI card of `--with`, for the holder of `--holder`. Throws `UsageError`. */
export function validatingPas(raw: RawPortalOptions): ValidatingPas {
  const typed = given('--with', raw.with);
  const { profile } = parseCardArgument(typed);
  if (profile?.content !== 'uzi') {
    throw new UsageError(`--with is validation-tool or a UZI card, such as uzi-zorgverlener:expired, not "${typed}"`);
  }
  try {
    const holder = holderOf(raw.holder === undefined ? profile : withHolder(profile, raw.holder));
    const words = profile.variant.split(':');
    return {
      pastype: holder.pastype,
      ura: holder.subscriberNumber,
      uziNumber: holder.uziNumber,
      ...(holder.pastype === 'M' ? { givenNames: '', surname: holder.functionName } : holder),
      standing: STANDINGS.find((standing) => words.includes(standing)) ?? 'valid',
    };
  } catch (error) {
    throw error instanceof HolderError ? new UsageError(`--holder for ${typed}: ${error.message}`) : error;
  }
}

export const kindOf = (word: string): OrganisationKind => oneOf('--kind', word, ORGANISATION_KINDS);

/** Who is described by names, undefined when nobody is. */
export function describedPerson({ givenNames, surname, birthDate, uzi }: RawPortalOptions): Identity | undefined {
  if (givenNames === undefined && surname === undefined) return undefined;
  return {
    givenNames: given('--given-names', givenNames),
    surname: given('--surname', surname),
    birthDate: given('--birth-date', birthDate),
    ...(uzi === undefined ? {} : { uziNumber: uzi }),
  };
}

/** The card of a number; or of a holder's UZI number the one that is not done with, else the last. */
export function cardNumbered(state: PortalState, typed: string): string {
  if (state.cards.has(typed)) return typed;
  const upper = typed.toUpperCase();
  if (state.cards.has(upper)) return upper;
  const person = personOf(state, typed);
  if (person === undefined) return typed;
  const last = [...state.cards.values()]
    .filter((card) => card.person === person.id)
    .reduce<string | undefined>((latest, { number, notBefore }) => {
      const before = latest === undefined ? Number.NEGATIVE_INFINITY : state.cards.get(latest)!.notBefore;
      return notBefore >= before ? number : latest;
    }, undefined);
  return livingCardOf(state, person.id)?.number ?? last ?? typed;
}

/** Milliseconds since 1970-01-01 UTC of a date, or a date and time, in UTC. Throws `UsageError`. */
export function timeTyped(typed: string): number {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(typed);
  const time = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z?)?$/.test(typed)
    ? Date.parse(isDay ? typed : `${typed.replace(/Z$/, '')}Z`)
    : Number.NaN;
  // A day that is not, such as 30 February, becomes another one when it is parsed.
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(typed.slice(0, 10))) {
    throw new UsageError(`a time is written 2026-03-01 or 2026-03-01T12:00, in UTC, which "${typed}" is not`);
  }
  return time;
}

/** The time after a duration such as `2m`, `1m27d` or `36h`: years, calendar months, weeks, days, hours. Throws `UsageError`. */
export function timeAfter(start: number, typed: string): number {
  if (!/^(\d{1,5}[ymwdh])+$/.test(typed)) {
    throw new UsageError(
      `a duration is written 2m, 1m27d, 3y or 36h: years, calendar months, weeks, days, hours, which "${typed}" is not`,
    );
  }
  return [...typed.matchAll(/(\d+)([ymwdh])/g)].reduce((time, [, count, unit]) => {
    const n = Number(count);
    if (unit === 'y') return monthsAfter(time, 12 * n);
    if (unit === 'm') return monthsAfter(time, n);
    return time + n * (unit === 'w' ? 7 * DAY : unit === 'd' ? DAY : HOUR);
  }, start);
}

const WIRE: readonly WireStatus[] = ['good', 'hold', 'revoked', 'unknown'];

/** The settings of a new portal. Throws `UsageError`. */
export function settingsTyped({ time = 'own', twoMonths = 'calendar', wire = [] }: RawPortalOptions): PortalSettings {
  const statuses = Object.keys(DEFAULT_SETTINGS.wire) as CardStatus[];
  const said = wire.map((typed) => {
    const [status = '', meaning = ''] = typed.split('=');
    return [oneOf('a status in --wire', status, statuses), oneOf(`what ${status} means on the wire`, meaning, WIRE)];
  });
  return {
    time: oneOf('--time', time, ['own', 'computer']),
    twoMonths: oneOf('--two-months', twoMonths, ['calendar', '60-days']),
    wire: { ...DEFAULT_SETTINGS.wire, ...Object.fromEntries(said) },
  };
}
