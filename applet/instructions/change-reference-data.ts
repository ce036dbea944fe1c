/**
 * CHANGE REFERENCE DATA (INS 24). ISO/IEC 7816-4:2005 §7.5.7
 *
 * P1 00 · P2 PIN: data old ‖ new, each padded to 16 bytes; the old value counts as a try. Does not verify.
 * P1 01 · P2 PIN or PUK: data the first value (PIN 4–16 bytes, PUK 16), while it has none and the application is not yet
 *         operational; setting the user's PIN makes it that.
 * Answers 9000 · 63Cx · 6983 · 6700 · 6982 its rules · 6984 not set yet · 6A80 a new value outside its policy, not counted ·
 * 6A86 · 6A88.
 */
import { type Command, SW } from '../../apdu/index.ts';
import {
  CARD_STATE,
  type CardServices,
  type Change,
  type Instruction,
  type Pin,
  refuse,
} from '../../emulator/index.ts';
import { compare, pinOf, SHORTEST_VALUE } from './pin-reference.ts';

function change(pin: Pin, { data }: Command, card: CardServices): void {
  if (pin.kind === 'puk') refuse(SW.incorrectP1P2);
  if (!pin.isSet) refuse(SW.referenceDataNotUsable);
  const { pinLength } = card.behaviour;
  if (data.length !== 2 * pinLength) refuse(SW.wrongLength);
  const oldValue = data.subarray(0, pinLength);
  const newValue = data.subarray(pinLength);
  if (!pin.accepts(newValue)) refuse(SW.incorrectData);
  card.demandPin(pin);
  if (card.behaviour.changeRevokes) card.revokeEverywhere(pin.reference);
  compare(pin, oldValue, card);
  card.commit([pin.newValue(newValue)]);
}

/** The state that a first value brings: the user's PUK comes first, if at all, then the user's PIN; others change nothing. */
function stateAfter(pin: Pin, { userPin, stateChange }: CardServices): Change[] {
  if (pin === userPin) return [stateChange(CARD_STATE.operational)];
  return pin.reference === userPin.resetBy ? [stateChange(CARD_STATE.initialisation)] : [];
}

function setFirst(pin: Pin, { data }: Command, card: CardServices): void {
  if (card.state === CARD_STATE.operational || pin.isSet) refuse(SW.incorrectP1P2);
  const { pinLength } = card.behaviour;
  const shortest = pin.kind === 'puk' ? pinLength : SHORTEST_VALUE;
  if (data.length < shortest || data.length > pinLength) refuse(SW.wrongLength);
  if (!pin.accepts(data)) refuse(SW.incorrectData);
  card.commit([pin.newValue(data), ...stateAfter(pin, card)]);
}

export const changeReferenceData: Instruction = (command, card) => {
  if (command.p1 > 0x01) refuse(SW.incorrectP1P2);
  const pin = pinOf(command.p2, card);
  if (command.p1 === 0x00) change(pin, command, card);
  else setFirst(pin, command, card);
};
