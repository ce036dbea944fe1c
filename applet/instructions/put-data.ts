/**
 * PUT DATA (INS DA): opens the personalisation of a blank card. ISO/IEC 7816-4:2005 §7.4.3; P1-P2 0100–01FF are the card's
 * own.
 *
 * P1-P2 0110 · data: the personalisation template's content (emulator/personalisation.ts). One commit leaves the marker,
 * the serial number and the PIN policies.
 * Answers 9000 · 6985 the card is not blank · 6A80 · 6A88 other objects, and PINs that the card does not have.
 */
import { SW } from '../../apdu/index.ts';
import {
  CARD_STATE,
  type CardServices,
  type Change,
  type Instruction,
  OBJECT,
  parsePersonalisation,
  refuse,
} from '../../emulator/index.ts';

function isBlank({ state, personalisation, files }: CardServices): boolean {
  return state === CARD_STATE.creation && personalisation === undefined && files.mf.children.length === 0;
}

export const putData: Instruction = ({ p1, p2, data }, card) => {
  if (p1 !== 0x01 || p2 !== 0x10) refuse(SW.referencedDataNotFound);
  if (!isBlank(card)) refuse(SW.conditionsNotSatisfied);
  const { serialNumber, pinPolicies } = parsePersonalisation(data) ?? refuse(SW.incorrectData);
  const policies = [...pinPolicies].map(([reference, policy]): Change => {
    const pin = card.pin(reference) ?? refuse(SW.referencedDataNotFound);
    return pin.newPolicy(policy);
  });
  card.commit([
    { put: OBJECT.personalisation, bytes: data.slice() },
    ...(serialNumber === undefined ? [] : [{ put: OBJECT.serialNumber, bytes: serialNumber.slice() }]),
    ...policies,
  ]);
};
