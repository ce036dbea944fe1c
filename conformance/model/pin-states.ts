/**
 * PIN and PUK exhaustively: every state of the model that commands can reach, with every command in it. Small enough to be
 * enumerated, and so to be read: `pinStatesDocument` is docs/pin-states.md.
 */
import { noCounts } from './counts.ts';
import { FIRST } from './model-card.ts';
import { ModelRun } from './model-run.ts';
import { afterReset, type Command, PIN_LIMIT, PUK_LIMIT, type SecurityModel, step } from './security-model.ts';

/** A value that is neither the PIN nor the PUK. */
const WRONG = 9;

/** Every command on the reference data, on the basic channel; each keeps the values as they are, so that states stay few. */
// biome-ignore format: a table reads best with its columns aligned
const PIN_COMMANDS: readonly (readonly [name: string, command: Command])[] = [
  ['VERIFY, empty',                     { kind: 'query',   on: 0 }],
  ['VERIFY, right',                     { kind: 'verify',  on: 0, pin: 'right' }],
  ['VERIFY, wrong',                     { kind: 'verify',  on: 0, pin: WRONG }],
  ['CHANGE, right',                     { kind: 'change',  on: 0, pin: 'right', to: FIRST.pin }],
  ['CHANGE, wrong',                     { kind: 'change',  on: 0, pin: WRONG, to: FIRST.pin }],
  ['RESET RETRY COUNTER, right',        { kind: 'unblock', on: 0, puk: 'right', to: FIRST.pin }],
  ['RESET RETRY COUNTER, wrong',        { kind: 'unblock', on: 0, puk: WRONG, to: FIRST.pin }],
  ['DISABLE, right',                    { kind: 'disable', on: 0, pin: 'right' }],
  ['DISABLE, wrong',                    { kind: 'disable', on: 0, pin: WRONG }],
  ['ENABLE, right',                     { kind: 'enable',  on: 0, pin: 'right' }],
  ['ENABLE, wrong',                     { kind: 'enable',  on: 0, pin: WRONG }],
];

/** One state, and how to get there from a new card. */
export interface PinState {
  readonly name: string;
  readonly model: SecurityModel;
  readonly path: readonly Command[];
}

/** "3 5 v": tries of the PIN and of the PUK, v verified, d not required (disabled). */
function nameOf({ durable, channels }: SecurityModel): string {
  const flags = `${channels.get(0)?.verified === true ? 'v' : ''}${durable.required ? '' : 'd'}`;
  return `${durable.pinTries} ${durable.pukTries}${flags === '' ? '' : ` ${flags}`}`;
}

/** Every reachable state, in the order of tries left. */
export function pinStates(): PinState[] {
  const first = afterReset({ durable: FIRST, channels: new Map() });
  const found = new Map<string, PinState>([[nameOf(first), { name: nameOf(first), model: first, path: [] }]]);
  for (const { model, path } of found.values()) {
    for (const [, command] of PIN_COMMANDS) {
      const { next } = step(model, command);
      const name = nameOf(next);
      if (!found.has(name)) found.set(name, { name, model: next, path: [...path, command] });
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? 1 : -1));
}

/** Performs every command in every state on a card of its own, against the model. Throws `Disagreement`. */
export function checkPinStates(states: readonly PinState[]): void {
  for (const { path } of states) {
    for (const [, command] of PIN_COMMANDS) {
      const run = new ModelRun(noCounts());
      for (const earlier of path) run.perform(earlier);
      run.perform(command);
    }
  }
}

const PICTURE = `\`\`\`mermaid
stateDiagram-v2
  direction LR
  [*] --> Ready
  state "not verified, 3 tries" as Ready
  state "not verified, 2 tries" as Two
  state "not verified, 1 try" as One
  state "verified, 3 tries" as Verified
  state "blocked: 6983" as Blocked
  state "blocked for ever: PUK blocked too" as Dead
  Ready --> Two: wrong PIN, 63C2
  Two --> One: wrong PIN, 63C1
  One --> Blocked: wrong PIN, 6983
  Ready --> Verified: right PIN
  Two --> Verified: right PIN
  One --> Verified: right PIN
  Verified --> Ready: reset, CHANGE, another selection
  Verified --> Two: wrong PIN, 63C2
  Blocked --> Ready: right PUK
  Blocked --> Dead: fifth wrong PUK
\`\`\``;

/** The whole document. */
export function pinStatesDocument(states: readonly PinState[]): string {
  const hex = (sw: number) => sw.toString(16).toUpperCase();
  const cell = (state: PinState, command: Command) => {
    const { sw, next } = step(state.model, command);
    return nameOf(next) === state.name ? hex(sw) : `${hex(sw)} → ${nameOf(next)}`;
  };
  return [
    '# PIN and PUK, state by state',
    '',
    `A card with ${PIN_LIMIT} tries for the PIN and ${PUK_LIMIT} for the PUK. A wrong value costs a try before it is compared, a right one gives`,
    'all of them back; only the PUK opens a blocked PIN, and nothing opens a blocked PUK.',
    '',
    PICTURE,
    '',
    'Below is every state that commands can reach, with every command in it, as the card answered them: status word, and the state',
    'afterwards where it is another one. A state is _tries of the PIN, tries of the PUK_, with `v` when the PIN is verified on this',
    'channel and `d` when no verification is required (DISABLE VERIFICATION REQUIREMENT). A reset takes `v` away and nothing else.',
    '',
    ...table([
      ['state', ...PIN_COMMANDS.map(([name]) => name)],
      ...states.map((state) => [state.name, ...PIN_COMMANDS.map(([, command]) => cell(state, command))]),
    ]),
    '',
  ].join('\n');
}

/** Lines of a Markdown table, its columns aligned; the first row is its head. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) => `| ${cells.map((text, i) => text.padEnd(widths[i]!)).join(' | ')} |`;
  const [head, ...body] = rows.map(line);
  return [head!, line(widths.map((width) => '-'.repeat(width))), ...body];
}
