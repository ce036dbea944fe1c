/**
 * ACTIVATE FILE (INS 44). ISO/IEC 7816-9:2004 ACTIVATE FILE
 *
 * P1-P2 0000 · no data: the current file. From creation, initialisation or deactivated to activated. On the MF of a card
 * whose personalisation is open it ends that, in one commit: the marker goes, the MF gets its access conditions, the card
 * is operational.
 * Answers 9000 · 6700 with a data field · 6982 · 6985 nothing to activate, or no PIN set yet · 6A86.
 */
import { concat, parseTlvs, SW, TAG, tlv } from '../../apdu/index.ts';
import {
  ACCESS_MODE,
  CARD_STATE,
  type CardServices,
  FILE_STATE,
  fileStateName,
  type Instruction,
  OBJECT,
  type Personalisation,
  refuse,
} from '../../emulator/index.ts';

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
  if (command.p1 !== 0x00 || command.p2 !== 0x00) refuse(SW.incorrectP1P2);
  if (command.data.length > 0) refuse(SW.wrongLength);
  const { files, session, personalisation } = card;
  const file = files.file(session.currentEf ?? session.currentDf)!;
  if (file === files.mf && personalisation !== undefined) return endPersonalisation(card, personalisation);
  if (!card.allows(file, ACCESS_MODE.activate)) refuse(SW.securityStatusNotSatisfied);
  const state = fileStateName(file.lifeCycle);
  if (state === 'activated' || state === 'terminated') refuse(SW.conditionsNotSatisfied);
  card.commit([files.lifeCycleChange(file, FILE_STATE.activated)]);
  files.reload();
};
