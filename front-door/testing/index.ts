/** For the tests of host software: ready cards in any PIN state, commands with the answer they should get, and a user. */
export { READY_PIN, READY_PUK } from '../../issuer/index.ts';
export { type ApduExpectation, expectApdu } from './expect-apdu.ts';
export { PIN_TRIES, type PinState, PUK_TRIES, type ReadyCard, type ReadyCardOptions, readyCard } from './ready-card.ts';
export { type StartedScenario, type StartScenarioOptions, startScenario } from './start-scenario.ts';
export { type AskPin, actAsUser, HAPPENINGS, type Happening, TYPED_ACTS, type Typed, type UserAct } from './user.ts';
