/**
 * ACTIVATE FILE (INS 44). ISO/IEC 7816-9:2004 ACTIVATE FILE
 *
 * P1 and data: file-reference.ts, or 00 and none: the current file · P2 00. From creation, initialisation or deactivated to
 * activated. On the MF of a card whose personalisation is open it ends that, in one commit: the marker goes, the MF gets its
 * access conditions, the card is operational.
 * Answers 9000 · 6700 · 6982 · 6985 nothing to activate, or no PIN set yet · 6A82 · 6A86 · 6A87.
 */
import { concat, parseTlvs, SW, TAG, tlv } from '../../apdu/index.ts';
import {
  ACCESS_MODE,
  CARD_STATE,
  type CardServices,
  FILE_STATE,
  type Instruction,
  OBJECT,
  type Personalisation,
  refuse,
} from '../../emulator/index.ts';
import { fileOrCurrent } from './file-reference.ts';

/** The MF's template with the access conditions that the personalisation asked for. */
function activatedMf(template: Uint8Array, access: Uint8Array | undefined): Uint8Array {
  if (access === undefined) return template;
  const kept = parseTlvs(template).filter(({ tag }) => tag !== TAG.proprietaryAttributes);
  return concat(...kept.map(({ tag, value }) => tlv(tag, value)), tlv(TAG.proprietaryAttributes, access));
}

function endPersonalisation(card: CardServices, { mfAccess }: Personalisation): void {
  if (!card.userPin.isSet) refuse(SW.conditionsNotSatisfied);
  const { files } = card;
  card.commit([
    { remove: OBJECT.personalisation },
    card.stateChange(CARD_STATE.operational),
    files.mfChange(activatedMf(files.mf.template, mfAccess), FILE_STATE.activated),
  ]);
  files.reload();
}

export const activateFile: Instruction = (command, card) => {
  const { files, personalisation } = card;
  const file = fileOrCurrent(command, card);
  if (file === files.mf && personalisation !== undefined) return endPersonalisation(card, personalisation);
  card.demand(file, ACCESS_MODE.activate);
  card.commit([files.lifeCycleChange(file, FILE_STATE.activated)]);
  files.reload();
};
