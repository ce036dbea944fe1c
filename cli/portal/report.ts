/** What `portal` tells: the state at a glance, events, refusals. */

import { fromHex } from '../../apdu/index.ts';
import {
  meansOf,
  type Person,
  type PortalEvent,
  type PortalRefusal,
  type PortalState,
  personOf,
  portalStatuses,
  REFUSALS,
  twoMonthsAfter,
} from '../../issuer/portal/index.ts';

/** ISO 8601, in UTC, to the second. */
const date = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

const day = (time: number): string => date(time).slice(0, 10);

const nameOf = ({ givenNames, surname }: Person): string => `${givenNames} ${surname}`.trim();

/** In the order of their keys, whatever order they came in. */
const sorted = <T>(map: ReadonlyMap<string, T>): T[] =>
  [...map].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, value]) => value);

/** The state as JSON tells it. */
export function stateReport(state: PortalState) {
  const statuses = portalStatuses(state);
  return {
    event: 'portal',
    now: date(state.now),
    settings: state.settings,
    session: state.session ?? null,
    organisations: sorted(state.organisations).map(({ registeredAt, closedAt, ...rest }) => ({
      ...rest,
      registeredAt: date(registeredAt),
      closedAt: closedAt === undefined ? null : date(closedAt),
    })),
    people: sorted(state.people).map((person) => ({
      id: person.id,
      uziNumber: person.uziNumber ?? null,
      givenNames: person.givenNames,
      surname: person.surname,
      birthDate: person.birthDate,
      means: meansOf(state, person),
      roles: Object.fromEntries(person.roles),
      removalDue:
        person.unlinkedSince === undefined || person.removedAt !== undefined
          ? null
          : date(twoMonthsAfter(person.unlinkedSince, state.settings)),
      removedAt: person.removedAt === undefined ? null : date(person.removedAt),
    })),
    cards: sorted(state.cards).map(({ notBefore, notAfter, standing, certificates, ...rest }) => ({
      ...rest,
      notBefore: date(notBefore),
      notAfter: date(notAfter),
      status: standing.status,
      since: 'since' in standing ? date(standing.since) : null,
      certificates: certificates.map(({ purpose, serialNumber }) => ({
        purpose,
        serialNumber,
        ocsp: wireWord(statuses.statusOf('zorg-id', fromHex(serialNumber))),
      })),
    })),
  };
}

type Report = ReturnType<typeof stateReport>;

const wireWord = (status: { readonly state: string; readonly reason?: string }): string =>
  status.reason === 'certificateHold' ? 'revoked (certificateHold)' : status.state;

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => [...row[column]!].length)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd());
}

const section = (title: string, rows: readonly (readonly string[])[]): string[] => [
  '',
  title,
  ...(rows.length === 1 ? ['  none'] : table(rows)),
];

function organisationRows({ organisations }: Report): string[][] {
  const rows = organisations.map(({ ura, name, kind, closedAt }) => [
    ura,
    name,
    kind,
    closedAt === null ? 'open' : `closed ${closedAt.slice(0, 10)}`,
  ]);
  return [['URA', 'name', 'kind', ''], ...rows];
}

function personRows({ people }: Report): string[][] {
  const rows = people.map((person) => {
    const roles = Object.entries(person.roles).map(([ura, role]) => `${role} of ${ura}`);
    const links =
      person.removedAt !== null
        ? `removed ${person.removedAt.slice(0, 10)}`
        : roles.join(', ') || `no link: removed on ${person.removalDue!.slice(0, 10)}`;
    return [person.id, `${person.givenNames} ${person.surname}`.trim(), person.birthDate, person.means, links];
  });
  return [['ZORG-ID ID', 'name', 'born', 'means', 'roles'], ...rows];
}

function cardRows({ cards }: Report): string[][] {
  const rows = cards.map(({ number, person, owner, status, since, notAfter, certificates }) => [
    number,
    person,
    owner,
    since === null ? status : `${status} ${since.slice(0, 10)}`,
    notAfter.slice(0, 10),
    [...new Set(certificates.map(({ ocsp }) => ocsp))].join(', '),
  ]);
  return [['number', 'holder', 'owner', 'status', 'valid until', 'OCSP says'], ...rows];
}

/** The same in lines for people. */
export function describeState(state: PortalState): string {
  const report = stateReport(state);
  const session = state.session === undefined ? 'nobody is logged in' : `${state.session} is logged in`;
  return [
    `It is ${report.now}${state.settings.time === 'own' ? '' : ', as this computer says'}; ${session}.`,
    ...section('Organisations', organisationRows(report)),
    ...section('People', personRows(report)),
    ...section('Cards', cardRows(report)),
  ].join('\n');
}

export const eventReport = ({ at, by, what, about }: PortalEvent) => ({ event: what, at: date(at), by, ...about });

/** One event in a line. */
export function describeEvent(state: PortalState, { at, by, what, about }: PortalEvent): string {
  const { card, person, organisation } = about;
  const holder = person === undefined ? undefined : (state.people.get(person) ?? personOf(state, person));
  const words = [
    ...(card === undefined ? [] : [`card ${card}`]),
    ...(holder === undefined ? [] : [`${nameOf(holder)} (${person})`]),
    ...(organisation === undefined ? [] : [`at ${state.organisations.get(organisation)?.name} (${organisation})`]),
  ];
  return `${day(at)}  ${what}${words.length === 0 ? '' : `: ${words.join(', ')}`}  by ${by}`;
}

export const refusalReport = ({ code, message, detail }: PortalRefusal) => {
  const { rule, text, source } = REFUSALS[code];
  return { event: 'refused', code, text: message, detail, source, certainty: { rule, text } };
};

export const describeRefusal = ({ code, message, detail }: PortalRefusal): string => `${code}: ${message} [${detail}]`;
