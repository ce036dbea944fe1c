/** A ready card in any state of its PIN and PUK, reached through its own commands; cheap enough for every case of a property. */
import { SW } from '../../apdu/index.ts';
import { type Card, PIN_REFERENCE, PUK_REFERENCE } from '../../applet/index.ts';
import { READY_PIN, READY_PUK } from '../../issuer/index.ts';
import { createCard } from '../create-card.ts';
import { profiles } from '../profiles.ts';
import { changePin, otherValue, unblock, verify } from './pin-commands.ts';

const PROFILE = profiles['zorg-id'];

/** Tries of a card on which nobody has typed anything wrong. */
export const PIN_TRIES: number = PROFILE.pin.tries;
export const PUK_TRIES: number = PROFILE.puk.tries;

/** How PIN and PUK of a card stand. */
export interface PinState {
  /** Tries of the PIN left: 0, blocked, to `PIN_TRIES`. */
  readonly pinTries: number;
  /** Tries of the PUK left: 0, blocked, to `PUK_TRIES`. */
  readonly pukTries: number;
  /** Whether the PIN counts as verified on the basic channel. */
  readonly verified: boolean;
}

export interface ReadyCardOptions extends Partial<PinState> {
  /** 6–8 letters or digits; `READY_PIN` when left out. */
  readonly pin?: string;
}

/** A card of its own for one test, powered on. The state is told as it is now, not as it was asked for. */
export interface ReadyCard extends Card, PinState {
  /** PIN and PUK that the card was handed over with. */
  readonly pin: string;
  readonly puk: string;
}

/** The one card that all others are forked from. */
let untouched: Card | undefined;

/**
 * A `zorg-id` card, powered on, with PIN and PUK as asked for; untouched where nothing is asked. A reader that it is put
 * into powers it on again, which ends `verified`. `transmit` may be passed on by itself.
 *
 * Throws `RangeError` for a state that no card can be in, such as a verified PIN with tries missing: the right PIN gives
 * every try back.
 */
export function readyCard(options: ReadyCardOptions = {}): ReadyCard {
  const { pin = READY_PIN, pinTries = PIN_TRIES, pukTries = PUK_TRIES, verified = false } = options;
  demandTries('pinTries', pinTries, PIN_TRIES);
  demandTries('pukTries', pukTries, PUK_TRIES);
  if (verified && pinTries !== PIN_TRIES) {
    throw new RangeError(`no card is verified with pinTries ${pinTries}: the right PIN gives all ${PIN_TRIES} back`);
  }
  untouched ??= createCard({ profile: PROFILE });
  const card = untouched.fork();
  card.powerOn();
  if (pin !== READY_PIN && changePin(card, READY_PIN, pin) !== SW.ok) {
    const { minLength, maxLength } = PROFILE.pin;
    throw new RangeError(`the card does not take this PIN: it wants ${minLength} to ${maxLength} letters or digits`);
  }
  for (let tries = PUK_TRIES; tries > pukTries; tries--) unblock(card, otherValue(READY_PUK, 0), pin);
  for (let tries = PIN_TRIES; tries > pinTries; tries--) verify(card, otherValue(pin, 0));
  if (verified) verify(card, pin);
  return withState(card, pin);
}

function demandTries(name: string, tries: number, limit: number): void {
  if (Number.isInteger(tries) && tries >= 0 && tries <= limit) return;
  throw new RangeError(`${name} is ${tries}; a ${PROFILE.name} card has 0 to ${limit}`);
}

function withState(card: Card, pin: string): ReadyCard {
  const now = (reference: number) => card.inspect().pins.find((one) => one.reference === reference)!;
  return {
    behaviour: card.behaviour,
    powerOn: () => card.powerOn(),
    reset: () => card.reset(),
    powerOff: () => card.powerOff(),
    transmit: (command) => card.transmit(command),
    image: () => card.image(),
    fork: (options) => card.fork(options),
    inspect: () => card.inspect(),
    pin,
    puk: READY_PUK,
    get pinTries() {
      return now(PIN_REFERENCE).triesLeft;
    },
    get pukTries() {
      return now(PUK_REFERENCE).triesLeft;
    },
    get verified() {
      return now(PIN_REFERENCE).verified;
    },
  };
}
