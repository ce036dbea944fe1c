/**
 * RESET RETRY COUNTER (INS 2C): unblock a PIN with its PUK and give it a new value. ISO/IEC 7816-4:2005 §7.5.10
 *
 * P1 00 · P2 PIN reference · data: PUK (16 bytes, padded with 00) ‖ new PIN (4–16 bytes). Works whether the PIN is blocked
 * or not; the PUK counts its own tries; a right one gives no lasting right. Does not verify.
 * Answers 9000 · 63Cx tries of the PUK left · 6983 PUK blocked, or never set · 6700 · 6982 its rules · 6985 no PIN yet · 6A80
 * a new value outside its policy, not counted · 6A86 · 6A88 no such PIN, or one that no PUK resets.
 */
import { SW } from '../../apdu/index.ts';
import { type Instruction, refuse } from '../../emulator/index.ts';
import { pinOf, SHORTEST_VALUE } from './pin-reference.ts';

export const resetRetryCounter: Instruction = ({ p1, p2, data }, card) => {
  if (p1 !== 0x00) refuse(SW.incorrectP1P2);
  const pin = pinOf(p2, card);
  const puk = card.pin(pin.resetBy ?? refuse(SW.referencedDataNotFound))!;
  const { pinLength } = card.behaviour;
  if (data.length < pinLength + SHORTEST_VALUE || data.length > 2 * pinLength) refuse(SW.wrongLength);
  if (!pin.isSet) refuse(SW.conditionsNotSatisfied);
  const newValue = data.subarray(pinLength);
  if (!pin.accepts(newValue)) refuse(SW.incorrectData);
  card.demandPin(pin);
  if (puk.triesLeft === 0) refuse(puk.blockedWord);

  puk.spendTry();
  if (!puk.matches(data.subarray(0, pinLength))) {
    card.revokeEverywhere(puk.reference);
    refuse(puk.wrongWord());
  }
  card.commit([pin.newValue(newValue), puk.restoredTries()]);
  card.revokeEverywhere(pin.reference);
};
