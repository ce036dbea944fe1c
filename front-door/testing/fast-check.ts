/** Arbitraries for the property tests of host software, the one entry that needs fast-check. */
import fc from 'fast-check';
import { PIN_TRIES, type PinState, PUK_TRIES } from './ready-card.ts';
import { HAPPENINGS, TYPED_ACTS, type UserAct } from './user.ts';

/** From `limit` down to 0: the untouched card is the simplest. */
const downFrom = (limit: number): number[] => Array.from({ length: limit + 1 }, (_, spent) => limit - spent);

/** Every state of PIN and PUK that a card can be in, for `readyCard`. Shrinks towards a card on which nothing was spent. */
export function pinStates(): fc.Arbitrary<PinState> {
  const pukTries = fc.constantFrom(...downFrom(PUK_TRIES));
  const notVerified = fc.record({
    pinTries: fc.constantFrom(...downFrom(PIN_TRIES)),
    pukTries,
    verified: fc.constant(false),
  });
  const verified = fc.record({ pinTries: fc.constant(PIN_TRIES), pukTries, verified: fc.constant(true) });
  return fc.oneof({ withCrossShrink: true }, { weight: 4, arbitrary: notVerified }, { weight: 1, arbitrary: verified });
}

/**
 * What a user does at log-in code, for `actAsUser`: log-ins at which something is typed, or not, and between and during
 * them a card that is taken out or put back and another program that spends tries, logs in, resets or changes the PIN.
 * Shrinks towards fewer log-ins with less typed.
 */
export function userBehaviour(): fc.Arbitrary<UserAct[]> {
  const happening = fc.constantFrom<UserAct>(...HAPPENINGS);
  const happenings = fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: fc.constant<UserAct[]>([]) },
    { weight: 1, arbitrary: fc.array(happening, { minLength: 1, maxLength: 2 }) },
  );
  const answer = fc
    .tuple(happenings, fc.constantFrom<UserAct>(...TYPED_ACTS))
    .map(([before, typed]) => [...before, typed]);
  const logIn = fc
    .tuple(happenings, fc.array(answer, { maxLength: 4 }))
    .map(([before, answers]): UserAct[] => [...before, 'starts to log in', ...answers.flat()]);
  return fc.array(logIn, { minLength: 1, maxLength: 6 }).map((logIns) => logIns.flat());
}
