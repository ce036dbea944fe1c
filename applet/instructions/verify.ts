/**
 * VERIFY (INS 20): compare a presented PIN with the stored one. ISO/IEC 7816-4:2005 §7.5.6
 *
 * P1 00 · P2 PIN reference · data: the PIN, 4–16 bytes, padded with 00 or not; or nothing, to ask how things stand. A PUK is
 * verified only when rules of its own say so; how many tries it has left may be asked as soon as the card is operational.
 * Answers 9000 verified, or no verification required · 63Cx not verified, x ≥ 1 tries left · 6983 blocked ·
 * 6700 1–3 or more than 16 bytes, not counted · 6982 its rules · 6984 not set yet · 6A86 · 6A88.
 */
import { SW } from '../../apdu/index.ts';
import { CARD_STATE, type CardServices, type Instruction, type Pin, refuse } from '../../emulator/index.ts';
import { compare, demandValue, pinOf } from './pin-reference.ts';

/** P1 of a cardholder who leaves: ISO/IEC 7816-4:2013, VERIFY. */
const LOG_OUT = 0xff;

/** Answers how things stand; costs nothing. */
function question(pin: Pin, ne: number, card: CardServices): void {
  const { emptyVerifyWithLe, tellsVerified } = card.behaviour;
  if (!emptyVerifyWithLe && ne > 0) refuse(SW.wrongLength);
  if (card.state !== CARD_STATE.operational || (tellsVerified && card.holds(pin.reference))) return;
  refuse(pin.status());
}

export const verify: Instruction = ({ p1, p2, data, ne }, card) => {
  const { emptyVerify, logsOut } = card.behaviour;
  const isLogOut = logsOut && p1 === LOG_OUT && data.length === 0;
  if (p1 !== 0x00 && !isLogOut) refuse(SW.incorrectP1P2);
  const pin = pinOf(p2, card);
  const isQuestion = data.length === 0 && emptyVerify === 'question' && !isLogOut;
  const answersNothingElse = pin.kind === 'puk' && pin.rules === undefined;
  if (answersNothingElse && !(isQuestion && pin.isSet && card.state === CARD_STATE.operational)) {
    refuse(SW.referencedDataNotFound);
  }
  if (isLogOut) return card.session.revoke(pin.reference);
  if (isQuestion) return question(pin, ne, card);
  if (data.length > 0) demandValue(data, card);
  card.demandPin(pin);
  card.session.revoke(pin.reference);
  compare(pin, data, card);
  card.commit([pin.restoredTries()]);
  card.session.grant(pin.reference);
};
