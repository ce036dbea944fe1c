/** A portal's state as rows of a key-value store, and back. Rows are only ever added or replaced. */
import type { IssuedCard, Organisation, Person, PortalEvent, PortalState } from '../portal/index.ts';

/** What rows look like. A state of another schema is refused, not guessed at. */
export const SCHEMA = 1;

/** Key and JSON. */
export type Row = readonly [key: string, value: unknown];

const HEAD = 'portal';
const EVENT_DIGITS = 10;

const eventKey = (at: number): string => `event/${String(at).padStart(EVENT_DIGITS, '0')}`;

const head = ({ now, settings, session }: PortalState): Row => [
  HEAD,
  { schema: SCHEMA, now, settings, ...(session === undefined ? {} : { session }) },
];

/** The entries that are not those of before. */
function changed<T>(before: ReadonlyMap<string, T> | undefined, after: ReadonlyMap<string, T>): [string, T][] {
  return before === after ? [] : [...after].filter(([key, value]) => before?.get(key) !== value);
}

/** The rows that make the state after from the state before; all of them without one. */
export function rowsOf(before: PortalState | undefined, after: PortalState): Row[] {
  const known = before?.events.length ?? 0;
  return [
    head(after),
    ...changed(before?.organisations, after.organisations).map(([ura, row]): Row => [`organisation/${ura}`, row]),
    ...changed(before?.people, after.people).map(
      ([id, person]): Row => [`person/${id}`, { ...person, roles: [...person.roles] }],
    ),
    ...changed(before?.cards, after.cards).map(([number, row]): Row => [`card/${number}`, row]),
    ...after.events.slice(known).map((event, at): Row => [eventKey(known + at), event]),
  ];
}

interface Head extends Pick<PortalState, 'now' | 'settings' | 'session'> {
  readonly schema: number;
}

const below = <T>(rows: readonly Row[], kind: string): T[] =>
  rows.filter(([key]) => key.startsWith(`${kind}/`)).map(([, value]) => value as T);

const mapBy = <T>(values: readonly T[], key: (value: T) => string): ReadonlyMap<string, T> =>
  new Map(values.map((value) => [key(value), value]));

type StoredPerson = Omit<Person, 'roles'> & {
  readonly roles: Iterable<readonly [string, Person['roles'] extends ReadonlyMap<string, infer R> ? R : never]>;
};

/** Rows, in the order of their keys, that hold no portal of this schema. The message says what they hold. */
export class NotThisSchema extends Error {
  override readonly name = 'NotThisSchema';
}

/** The state in all the rows, in the order of their keys; undefined when there are none. Throws `NotThisSchema`. */
export function stateOf(rows: readonly Row[]): PortalState | undefined {
  if (rows.length === 0) return undefined;
  const found = rows.find(([key]) => key === HEAD)?.[1] as Head | undefined;
  if (found === undefined) throw new NotThisSchema('it holds something else');
  const { schema, ...rest } = found;
  if (schema !== SCHEMA) throw new NotThisSchema(`it has schema ${schema}, and this release reads schema ${SCHEMA}`);
  const people = below<StoredPerson>(rows, 'person').map(
    (person): Person => ({ ...person, roles: new Map(person.roles) }),
  );
  return {
    ...rest,
    organisations: mapBy(below<Organisation>(rows, 'organisation'), ({ ura }) => ura),
    people: mapBy(people, ({ id }) => id),
    cards: mapBy(below<IssuedCard>(rows, 'card'), ({ number }) => number),
    events: below<PortalEvent>(rows, 'event'),
  };
}
