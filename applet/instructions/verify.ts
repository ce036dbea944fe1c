/**
 * VERIFY (INS 20): compare a presented PIN with the stored one. ISO/IEC 7816-4:2005 §7.5.6
 *
 * P1 00 · P2 PIN reference · data: the PIN, 4–16 bytes, padded with 00 or not; or nothing, to ask how things stand.
 * Answers 9000 verified, or no verification required · 63Cx not verified, x ≥ 1 tries left · 6983 blocked ·
 * 6700 1–3 or more than 16 bytes, not counted · 6984 not set yet · 6A86 · 6A88.
 */
import { SW } from '../../apdu/index.ts';
import { CARD_STATE, type Instruction, refuse, STORED_LENGTH } from '../../emulator/index.ts';

/** Shorter values are a malformed command, not a wrong PIN. */
export const SHORTEST_VALUE = 4;

export const verify: Instruction = (command, card) => {
  if (command.p1 !== 0x00 || (command.p2 & 0x60) !== 0) refuse(SW.incorrectP1P2);
  const pin = command.p2 === card.userPin.reference ? card.userPin : refuse(SW.referencedDataNotFound);
  const { data } = command;

  if (data.length === 0) {
    if (card.session.isVerified(pin.reference) || card.state !== CARD_STATE.operational) return;
    refuse(pin.status());
  }
  if (data.length < SHORTEST_VALUE || data.length > STORED_LENGTH) refuse(SW.wrongLength);
  if (!pin.isSet) refuse(SW.referenceDataNotUsable);

  card.session.revoke(pin.reference);
  if (pin.triesLeft === 0) refuse(pin.status());

  // Spent before the comparison, and durably: a power cut must never buy a free guess.
  pin.spendTry();
  if (!pin.matches(data)) {
    card.revokeEverywhere(pin.reference);
    refuse(pin.status());
  }
  card.commit([pin.restoredTries()]);
  card.session.grant(pin.reference);
};
