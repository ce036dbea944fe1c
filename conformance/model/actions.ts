/** Random sequences of commands and events, biased towards the states that matter. */
import fc from 'fast-check';
import type { Action } from './model-run.ts';
import type { Command, Secret } from './security-model.ts';

/** A new PIN; 0 is the first one. */
const value = fc.integer({ min: 0, max: 2 });
const secret: fc.Arbitrary<Secret> = fc.oneof(fc.constant('right' as const), value);
/** 1 is the PUK. */
const puk: fc.Arbitrary<Secret> = fc.oneof(fc.constant('right' as const), { weight: 2, arbitrary: fc.constant(0) });
/** The basic channel most of the time; 4 is the first one whose class byte has the further interindustry coding. */
const on = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: fc.integer({ min: 1, max: 4 }) });
const constant = <Kind extends string>(...kinds: readonly Kind[]) => fc.constantFrom(...kinds);

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: constant('verify'), on, pin: secret }) },
  { weight: 3, arbitrary: fc.record({ kind: constant('query'), on }) },
  { weight: 3, arbitrary: fc.record({ kind: constant('change'), on, pin: secret, to: value }) },
  { weight: 4, arbitrary: fc.record({ kind: constant('unblock'), on, puk, to: value }) },
  { weight: 2, arbitrary: fc.record({ kind: constant('disable', 'enable'), on, pin: secret }) },
  { weight: 4, arbitrary: fc.record({ kind: constant('choose key', 'sign'), on }) },
  { weight: 3, arbitrary: fc.record({ kind: constant('read'), on }) },
  { weight: 3, arbitrary: fc.record({ kind: constant('update'), on, content: fc.nat(255) }) },
  { weight: 2, arbitrary: fc.record({ kind: constant('deactivate', 'activate', 'activate', 'terminate'), on }) },
  { weight: 1, arbitrary: fc.record({ kind: constant('select applet'), on }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: constant('open', 'open', 'close'),
      on: fc.constant(0),
      channel: fc.integer({ min: 1, max: 4 }),
    }),
  },
);

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 60, arbitrary: command },
  { weight: 3, arbitrary: fc.record({ kind: constant('reset', 'power cycle', 'fork', 'reopen') }) },
  {
    weight: 10,
    arbitrary: fc.record({
      kind: constant('cut', 'cut', 'kill'),
      command,
      at: fc.integer({ min: 1, max: 8 }),
      survivors: fc.nat(),
    }),
  },
);

/** The end of a card, in few sequences only, and late. */
const end: fc.Arbitrary<Action[]> = fc.oneof(
  { weight: 9, arbitrary: fc.constant<Action[]>([]) },
  {
    weight: 1,
    arbitrary: fc
      .array(action, { maxLength: 5 })
      .map((after): Action[] => [{ kind: 'terminate card', on: 0 }, ...after]),
  },
);

/** A sequence of up to about `length` actions. */
export function sequences(length: number): fc.Arbitrary<Action[]> {
  return fc
    .tuple(fc.array(action, { minLength: 1, maxLength: length, size: 'max' }), end)
    .map(([actions, last]) => [...actions, ...last]);
}
