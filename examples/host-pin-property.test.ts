import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readyCard, type UserAct } from '../front-door/testing/index.ts';
import type { Outcome } from './card-pin.ts';
import { neverSpendsTheLastTry } from './host-pin-property.ts';
import { LogIn } from './log-in.ts';
import { LogInWithABug } from './log-in-with-a-bug.ts';

it('the careful log-in never spends the last try', async () => {
  await fc.assert(neverSpendsTheLastTry(LogIn), { numRuns: 500 });
});

it('the careless one does, and the story of how is short', async () => {
  const { failed, counterexample } = await fc.check(neverSpendsTheLastTry(LogInWithABug), { numRuns: 1000 });
  expect(failed).toBe(true);
  const [, acts] = counterexample!;
  // A PIN that was right at first or never, and at least one log-in at which the user does not type it again.
  expect(acts.some((act: UserAct) => act.startsWith('types'))).toBe(true);
  expect(acts.filter((act: UserAct) => act === 'starts to log in').length).toBeGreaterThan(1);
  expect(acts.length).toBeLessThan(10);
});

it.each([LogIn, LogInWithABug])('both log in: %o', async (AnyLogIn) => {
  const outcomes: Outcome[] = [];
  const card = readyCard({ pinTries: 2 });
  const host = new AnyLogIn(card.transmit);
  for (const pin of [undefined, 'no', '123456']) outcomes.push(await host.logIn(() => pin));
  outcomes.push(await host.logIn(() => expect.unreachable('it remembers')));
  expect(outcomes).toEqual(['cancelled', 'wrong PIN', 'logged in', 'logged in']);
  expect(await new AnyLogIn(readyCard({ pinTries: 1 }).transmit).logIn(() => '123456')).toBe('go to the help desk');
  card.powerOff();
  expect(await host.logIn(() => '123456')).toBe('no card');
});
