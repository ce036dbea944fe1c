/** ‘Token’ → ‘Wijzigen PIN' and ‘PIN deblokkeren’: two commands to the card, put together as its directory says. */
import { type CardChannel, concat, describeStatusWord, INS, SW } from '../../apdu/index.ts';
import type { PinEntry } from '../pkcs15-reader/index.ts';
import { assertNewValue, pinValue } from './pin-value.ts';
import { TokenError } from './token-error.ts';
import { type PinFacts, type Token, type TokenFacts, triesLeftIn, withToken } from './token-facts.ts';

/** A new PIN is typed twice. */
export interface NewPin {
  readonly newPin: string;
  readonly repeated: string;
}

export interface PinChange extends NewPin {
  readonly pin: string;
}

export interface PinUnblocking extends NewPin {
  readonly puk: string;
}

/** The secret that a command presents besides the new PIN. */
interface Presented {
  readonly name: 'PIN' | 'PUK';
  readonly whenBlocked: string;
}

const OLD_PIN: Presented = { name: 'PIN', whenBlocked: 'the PIN is blocked; unblock it with the PUK' };
const PUK: Presented = { name: 'PUK', whenBlocked: 'the PUK is blocked, for ever: this card needs to be replaced' };

const tries = (count: number): string => (count === 1 ? '1 try' : `${count} tries`);

function assertDone(sw: number, { name, whenBlocked }: Presented): void {
  if (sw === SW.ok) return;
  const triesLeft = triesLeftIn(sw);
  if (triesLeft === 0) throw new TokenError(`${name}_BLOCKED`, whenBlocked, 0);
  if (triesLeft !== undefined)
    throw new TokenError(`${name}_WRONG`, `wrong ${name}; ${tries(triesLeft)} left`, triesLeft);
  if (sw === SW.comparisonFailed) throw new TokenError(`${name}_WRONG`, `wrong ${name}`);
  if (sw === SW.incorrectData)
    throw new TokenError('PIN_POLICY', 'the card does not allow the new PIN; choose another one');
  const word = sw.toString(16).toUpperCase().padStart(4, '0');
  throw new TokenError('REFUSED', `the card refused: ${word}, ${describeStatusWord(sw)}`);
}

const NOT_A_TOKEN: Readonly<Record<Exclude<TokenFacts['kind'], 'operational'>, string>> = {
  absent: 'there is no card in the reader; put one in',
  mute: 'the card does not answer; take it out and put it in again',
  foreign: 'the card has no PIN that can be found; it has no PKCS#15 files',
  blank: 'the card is blank and has no PIN yet; make one of it with proefpas issue',
  'not-activated': 'the card has not been activated yet',
  uninitialised: 'the card has no PIN yet',
};

function tokenIn(facts: TokenFacts): Token & { readonly pin: PinFacts } {
  if (facts.kind !== 'operational') throw new TokenError('NO_TOKEN', NOT_A_TOKEN[facts.kind]);
  const { pin } = facts.token;
  if (pin === undefined) throw new TokenError('NO_TOKEN', 'the card has no user PIN');
  return { ...facts.token, pin };
}

function assertNewPin(entry: PinEntry, { newPin, repeated }: NewPin): void {
  if (newPin !== repeated)
    throw new TokenError('PIN_MISMATCH', 'the new PIN was not twice the same; nothing has changed');
  assertNewValue(entry, newPin);
}

/**
 * Gives the card another PIN: CHANGE REFERENCE DATA. What can be seen to be wrong with the new one stops before the card. The card
 * is not powered before and after. Throws `TokenError`, and `CardMute` when the card is pulled out meanwhile.
 */
export function changePin(card: CardChannel | undefined, order: PinChange): void {
  withToken(card, (facts) => {
    const token = tokenIn(facts);
    const { entry, triesLeft } = token.pin;
    if (triesLeft === 0) throw new TokenError('PIN_BLOCKED', OLD_PIN.whenBlocked, 0);
    assertNewPin(entry, order);
    const data = concat(pinValue(entry, order.pin), pinValue(entry, order.newPin));
    token.application.enter(entry.path);
    assertDone(token.host.exchange({ ins: INS.changeReferenceData, p2: entry.reference, data }).sw, OLD_PIN);
  });
}

/**
 * Gives the card all its tries back and another PIN, whether it was blocked or not: RESET RETRY COUNTER. As `changePin`.
 */
export function unblockPin(card: CardChannel | undefined, order: PinUnblocking): void {
  withToken(card, (facts) => {
    const token = tokenIn(facts);
    const { pin, puk } = token;
    if (puk?.triesLeft === 0) throw new TokenError('PUK_BLOCKED', PUK.whenBlocked, 0);
    assertNewPin(pin.entry, order);
    // A card whose directory tells of no PUK takes it as it takes the PIN.
    const data = concat(pinValue(puk?.entry ?? pin.entry, order.puk), pinValue(pin.entry, order.newPin));
    token.application.enter(pin.entry.path);
    assertDone(token.host.exchange({ ins: INS.resetRetryCounter, p2: pin.entry.reference, data }).sw, PUK);
  });
}
