/** The property that finds the bug. Elsewhere the imports read `proefpas/testing` and `proefpas/testing/fast-check`. */
import fc from 'fast-check';
import { pinStates, userBehaviour } from '../front-door/testing/fast-check.ts';
import { actAsUser, type PinState, readyCard, type UserAct } from '../front-door/testing/index.ts';
import type { AskPin, Outcome, Transmit } from './card-pin.ts';

/** Any log-in class. */
export type AnyLogIn = new (transmit: Transmit) => { logIn(askPin: AskPin): Promise<Outcome> };

/** Whatever state the card is in and whatever the user does, the last try is still there afterwards. */
export function neverSpendsTheLastTry(LogIn: AnyLogIn): fc.IAsyncProperty<[PinState, UserAct[]]> {
  return fc.asyncProperty(pinStates(), userBehaviour(), async (state, acts) => {
    const card = readyCard(state);
    const host = new LogIn(card.transmit);
    await actAsUser(card, acts, (askPin) => host.logIn(askPin));
    return state.pinTries === 0 || card.pinTries > 0;
  });
}
