/**
 * CHANGE REFERENCE DATA (INS 24). ISO/IEC 7816-4:2005 §7.5.7
 *
 * P1 00 · P2 PIN: data old ‖ new, each padded to 16 bytes; the old value counts as a try. Does not verify.
 * P1 01 · P2 PIN or PUK: data the first value (PIN 4–16 bytes, PUK 16), while the card has none; setting the PIN makes the
 *         card operational.
 * Answers 9000 · 63Cx · 6983 · 6700 · 6984 not set yet · 6A80 a new value outside its policy, not counted · 6A86 · 6A88.
 */
import { type Command, SW } from '../../apdu/index.ts';
import {
  CARD_STATE,
  type CardServices,
  type Instruction,
  type Pin,
  refuse,
  STORED_LENGTH,
} from '../../emulator/index.ts';
import { SHORTEST_VALUE } from './verify.ts';

function change(pin: Pin, { data }: Command, card: CardServices): void {
  if (pin !== card.userPin) refuse(SW.incorrectP1P2);
  if (!pin.isSet) refuse(SW.referenceDataNotUsable);
  if (data.length !== 2 * STORED_LENGTH) refuse(SW.wrongLength);
  const oldValue = data.subarray(0, STORED_LENGTH);
  const newValue = data.subarray(STORED_LENGTH);
  if (!pin.accepts(newValue)) refuse(SW.incorrectData);
  card.revokeEverywhere(pin.reference);
  if (pin.triesLeft === 0) refuse(pin.status());
  pin.spendTry();
  if (!pin.matches(oldValue)) refuse(pin.status());
  card.commit([pin.newValue(newValue)]);
}

/** The PUK comes first, if at all; then the PIN, once. While a personalisation is open the card's state waits for its end. */
function setFirst(pin: Pin, { data }: Command, card: CardServices): void {
  const isPuk = pin !== card.userPin;
  const inTime = isPuk ? card.state === CARD_STATE.creation : card.state !== CARD_STATE.operational;
  if (!inTime || pin.isSet) refuse(SW.incorrectP1P2);
  const shortest = isPuk ? STORED_LENGTH : SHORTEST_VALUE;
  if (data.length < shortest || data.length > STORED_LENGTH) refuse(SW.wrongLength);
  if (!pin.accepts(data)) refuse(SW.incorrectData);
  const state = isPuk ? CARD_STATE.initialisation : CARD_STATE.operational;
  card.commit([pin.newValue(data), card.stateChange(state)]);
}

export const changeReferenceData: Instruction = (command, card) => {
  const { p1, p2 } = command;
  if (p1 > 0x01 || (p2 & 0x60) !== 0) refuse(SW.incorrectP1P2);
  const pin = card.pin(p2) ?? refuse(SW.referencedDataNotFound);
  if (p1 === 0x00) change(pin, command, card);
  else setFirst(pin, command, card);
};
