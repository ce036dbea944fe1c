/**
 * TERMINATE CARD USAGE (INS FE). ISO/IEC 7816-9:2004 TERMINATE CARD USAGE
 *
 * P1-P2 0000 · no data. From then on, and for ever, the card answers SELECT of the MF and GET DATA of its own numbers; every
 * other command is 6985.
 * Answers 9000 · 6700 · 6982 "terminate" of the MF not granted · 6985 the MF is in creation · 6A86.
 */
import { SW } from '../../apdu/index.ts';
import { ACCESS_MODE, type Instruction, refuse } from '../../emulator/index.ts';

export const terminateCardUsage: Instruction = ({ p1, p2, data }, card) => {
  if (p1 !== 0x00 || p2 !== 0x00) refuse(SW.incorrectP1P2);
  if (data.length > 0) refuse(SW.wrongLength);
  card.demand(card.files.mf, ACCESS_MODE.terminate);
  card.terminate();
};
