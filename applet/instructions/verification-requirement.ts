/**
 * DISABLE (INS 26) and ENABLE (INS 28) VERIFICATION REQUIREMENT. ISO/IEC 7816-4:2005 §7.5.8 and §7.5.9
 *
 * P1 00 · P2 PIN reference · data: the PIN, 4–16 bytes. While no verification is required the PIN counts as verified on every
 * channel, through resets and power-off; VERIFY with data still compares. A right value gives the tries back, also when
 * nothing changes. Neither command verifies.
 * Answers 9000 · 63Cx · 6983 · 6700 not counted · 6982 its rules · 6984 not set yet · 6985 it may not be disabled · 6A86 · 6A88.
 */
import { SW } from '../../apdu/index.ts';
import { type Instruction, refuse } from '../../emulator/index.ts';
import { compare, demandValue, pinOf } from './pin-reference.ts';

function setRequirement(required: boolean): Instruction {
  return ({ p1, p2, data }, card) => {
    if (p1 !== 0x00) refuse(SW.incorrectP1P2);
    const pin = pinOf(p2, card);
    demandValue(data, card);
    if (!required && !pin.mayBeDisabled) refuse(SW.conditionsNotSatisfied);
    card.demandPin(pin);
    compare(pin, data, card);
    card.commit(pin.requirement(required));
    if (required) card.revokeEverywhere(pin.reference);
  };
}

export const disableVerificationRequirement: Instruction = setRequirement(false);
export const enableVerificationRequirement: Instruction = setRequirement(true);
