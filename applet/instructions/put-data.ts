/**
 * PUT DATA (INS DA). ISO/IEC 7816-4:2005 §7.4.3
 *
 * P1-P2 data-objects.ts: a tag, the data field is the value of that data object of the current DF, created or replaced; 00FF, the
 * data field is a series of them. One commit.
 * The card's own: 0110 opens the personalisation of a blank card · data: the template's content (emulator/personalisation.ts).
 * One commit leaves the marker, the serial number and the PIN policies.
 * 0100 takes anything, on a card that greets and was selected by its name.
 * Answers 9000 · 6982 · 6985 the DF is not in use, the card is not blank · 6A80 · 6A81 · 6A84 · 6A86 · 6A88 others of the card's
 * own, and PINs that the card does not have.
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
import { dataReference, putDataObjects, seriesOf } from './data-objects.ts';

function isBlank({ state, personalisation, files }: CardServices): boolean {
  return state === CARD_STATE.creation && personalisation === undefined && files.mf.children.length === 0;
}

function openPersonalisation(data: Uint8Array, card: CardServices): void {
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
}

/** Whether the first byte of a tag says that the value is a series of data objects. */
const isConstructed = (tag: number): boolean => ((tag > 0xff ? tag >> 8 : tag) & 0x20) !== 0;

/** What a host says to the greeting: not looked at, and unknown before there was one. */
function answerGreeting({ session }: CardServices): void {
  if (!session.isNamed) refuse(SW.instructionNotSupported);
}

export const putData: Instruction = ({ p1, p2, data }, card) => {
  const reference = dataReference(p1, p2);
  if (reference === 'own') {
    if (p2 === 0x00 && card.behaviour.greeting !== undefined) return answerGreeting(card);
    return p2 === 0x10 ? openPersonalisation(data, card) : refuse(SW.referencedDataNotFound);
  }
  if (reference === 'all') {
    const objects = seriesOf(data);
    if (objects.length === 0) refuse(SW.incorrectData);
    return putDataObjects(objects, card);
  }
  const { tag } = reference;
  const constructed = isConstructed(tag);
  if (constructed) seriesOf(data);
  putDataObjects([{ tag, value: data, constructed }], card);
};
