/**
 * RESET RETRY COUNTER (INS 2C): unblock the PIN with the PUK and give it a new value. ISO/IEC 7816-4:2005 §7.5.10
 *
 * P1 00 · P2 PIN reference · data: PUK (16 bytes, padded with 00) ‖ new PIN (4–16 bytes). Works whether the PIN is blocked
 * or not; the PUK counts its own tries; a right one gives no lasting right. Does not verify.
 * Answers 9000 · 63Cx tries of the PUK left · 6983 PUK blocked, or never set · 6700 · 6985 no PIN yet · 6A80 a new value
 * outside its policy, not counted · 6A86 · 6A88.
 */
import { SW } from '../../apdu/index.ts';
import { CARD_STATE, type Instruction, refuse, STORED_LENGTH } from '../../emulator/index.ts';
import { SHORTEST_VALUE } from './verify.ts';

export function resetRetryCounter(pukReference: number): Instruction {
  return (command, card) => {
    const { p1, p2, data } = command;
    if (p1 !== 0x00 || (p2 & 0x60) !== 0) refuse(SW.incorrectP1P2);
    const pin = card.userPin;
    if (p2 !== pin.reference) refuse(SW.referencedDataNotFound);
    if (data.length < STORED_LENGTH + SHORTEST_VALUE || data.length > 2 * STORED_LENGTH) refuse(SW.wrongLength);
    if (card.state !== CARD_STATE.operational) refuse(SW.conditionsNotSatisfied);
    const puk = card.pin(pukReference)!;
    const newValue = data.subarray(STORED_LENGTH);
    if (!pin.accepts(newValue)) refuse(SW.incorrectData);
    if (puk.triesLeft === 0) refuse(puk.status());

    puk.spendTry();
    if (!puk.matches(data.subarray(0, STORED_LENGTH))) refuse(puk.status());
    card.commit([pin.newValue(newValue), puk.restoredTries()]);
    card.revokeEverywhere(pin.reference);
  };
}
