/** `proefpas portal`: one verb of the portal, on the state in a folder. */
import { existsSync } from 'node:fs';
import { systemClock } from '../emulator/index.ts';
import {
  advance,
  appoint,
  block,
  close,
  dismiss,
  link,
  login,
  logout,
  type PortalEvent,
  PortalRefusal,
  type PortalState,
  readyPortal,
  register,
  renew,
  revoke,
  setMobiel,
  transfer,
  unblock,
  unlink,
} from '../issuer/portal/index.ts';
import { openPortal, PortalStoreError } from '../issuer/portal-store/index.ts';
import { EXIT, UsageError } from './exit-status.ts';
import {
  cardNumbered,
  describedPerson,
  given,
  kindOf,
  oneOf,
  type RawPortalOptions,
  settingsTyped,
  timeAfter,
  timeTyped,
  validatingPas,
} from './portal/arguments.ts';
import {
  describeEvent,
  describeRefusal,
  describeState,
  eventReport,
  refusalReport,
  stateReport,
} from './portal/report.ts';

/** What a command does to the state; `target` is its argument. */
type Verb = (state: PortalState, target: string, raw: RawPortalOptions) => PortalState;

const answer = ({ samePerson }: RawPortalOptions) => (samePerson === undefined ? {} : { samePerson });

/** Who acts: `--as`, or who is logged in. */
function actorOf({ session }: PortalState, { as }: RawPortalOptions): string {
  const by = as ?? session;
  if (by === undefined) throw new UsageError('--as WHO says who acts; proefpas portal show lists people');
  return by;
}

const registered: Verb = (state, ura, raw) => {
  const birthDate = given('--birth-date', raw.birthDate);
  const tool = raw.with === 'validation-tool' ? describedPerson({ ...raw, birthDate }) : undefined;
  if (raw.with === 'validation-tool' && tool === undefined) given('--given-names', undefined);
  return register(state, {
    ura,
    name: given('--name', raw.name),
    kind: kindOf(raw.kind ?? 'huisartsenpraktijk'),
    birthDate,
    by: tool === undefined ? validatingPas(raw) : { tool },
    ...answer(raw),
  });
};

const appointed: Verb = (state, person, raw) =>
  appoint(state, actorOf(state, raw), {
    ura: given('--ura', raw.ura),
    role: oneOf('--role', raw.role ?? 'beheerder', ['beheerder', 'administrator']),
    person: person === 'new' ? (describedPerson(raw) ?? given('--given-names', undefined)) : person,
    ...answer(raw),
  });

const advanced: Verb = (state, duration, { to }) => {
  if (state.settings.time === 'computer') {
    throw new UsageError("this portal's time is the computer's, and so nobody advances it");
  }
  if ((duration === '') === (to === undefined)) {
    throw new UsageError('advance takes a duration, such as 2m, or --to and a date, such as 2026-03-01');
  }
  return advance(state, to === undefined ? timeAfter(state.now, duration) : timeTyped(to));
};

const onCard =
  (verb: typeof block): Verb =>
  (state, card, raw) =>
    verb(state, actorOf(state, raw), { card: cardNumbered(state, card) });

const onLink =
  (verb: typeof link): Verb =>
  (state, person, raw) =>
    verb(state, actorOf(state, raw), { ura: given('--ura', raw.ura), person });

// biome-ignore format: a table reads best with its columns aligned
export const VERBS = {
  register:  registered,
  close:     (state, ura, raw) => close(state, actorOf(state, raw), { ura }),
  login:     (state, person) => login(state, person),
  logout:    (state) => logout(state),
  appoint:   appointed,
  dismiss:   (state, person, raw) => dismiss(state, actorOf(state, raw), { ura: given('--ura', raw.ura), person }),
  mobiel:    (state, word, raw) => setMobiel(state, actorOf(state, raw), { on: oneOf('mobiel', word, ['on', 'off']) === 'on' }),
  link:      onLink(link),
  unlink:    onLink(unlink),
  transfer:  (state, person, raw) => transfer(state, actorOf(state, raw), { person, from: given('--from', raw.from), to: given('--to', raw.to) }),
  block:     onCard(block),
  unblock:   onCard(unblock),
  revoke:    onCard(revoke),
  renew:     onCard(renew),
  advance:   advanced,
} as const satisfies Readonly<Record<string, Verb>>;

export type PortalVerb = keyof typeof VERBS;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function tell(state: PortalState, events: readonly PortalEvent[], { json = false }: RawPortalOptions): void {
  if (json)
    say(JSON.stringify({ event: 'done', now: new Date(state.now).toISOString(), events: events.map(eventReport) }));
  else for (const event of events) say(describeEvent(state, event));
}

/** Runs a command on the state, which is made when it is not there; a refusal is told, and fails. */
async function onState(
  raw: RawPortalOptions,
  act: (portal: Awaited<ReturnType<typeof openPortal>>) => Promise<void>,
): Promise<number> {
  try {
    await using portal = await openPortal(raw.state);
    await act(portal);
    return EXIT.success;
  } catch (error) {
    if (error instanceof PortalStoreError && error.kind !== 'in use') throw new UsageError(error.message);
    if (error instanceof RangeError) throw new UsageError(error.message);
    if (!(error instanceof PortalRefusal)) throw error;
    if (raw.json) say(JSON.stringify(refusalReport(error)));
    else process.stderr.write(`proefpas: ${describeRefusal(error)}\n`);
    return EXIT.failure;
  }
}

/** One verb. Returns the exit status: failure when the portal refuses. */
export const portal = (verb: PortalVerb, target: string, raw: RawPortalOptions): Promise<number> =>
  onState(raw, async (opened) => {
    const known = opened.state.events.length;
    const state = await opened.change((before) => VERBS[verb](before, target, raw));
    tell(state, state.events.slice(known), raw);
    if (verb === 'advance' && !raw.json) say(`It is ${new Date(state.now).toISOString()}.`);
  });

/** The whole state. */
export const show = (raw: RawPortalOptions): Promise<number> =>
  onState(raw, async (opened) => {
    const state = await opened.change((same) => same);
    say(raw.json ? JSON.stringify(stateReport(state)) : describeState(state));
  });

/** Everything that has happened. */
export const log = (raw: RawPortalOptions): Promise<number> =>
  onState(raw, async (opened) => {
    const state = await opened.change((same) => same);
    for (const event of state.events) {
      say(raw.json ? JSON.stringify(eventReport(event)) : describeEvent(state, event));
    }
  });

/** A new state with settings of its own. */
export async function init(raw: RawPortalOptions): Promise<number> {
  const settings = settingsTyped(raw);
  const at = raw.at === undefined ? undefined : timeTyped(raw.at);
  if (existsSync(raw.state))
    throw new UsageError(`there is something in ${raw.state} already; remove it, or name another folder with --state`);
  const start = settings.time === 'computer' ? systemClock.now() : at;
  await using made = await openPortal(raw.state, { fresh: () => readyPortal(start, settings) });
  say(raw.json ? JSON.stringify(stateReport(made.state)) : describeState(made.state));
  return EXIT.success;
}
