/**
 * GET CHALLENGE (INS 84): random bytes. ISO/IEC 7816-4:2005 §7.5.3
 *
 * P1-P2 0000 · Le: how many, exactly. Answers 9000 · 6700 without Le, or with a data field · 6A86.
 */
import { SW } from '../../apdu/index.ts';
import { type Instruction, refuse } from '../../emulator/index.ts';

export const getChallenge: Instruction = ({ p1, p2, data, ne }, card) => {
  if (p1 !== 0x00 || p2 !== 0x00) refuse(SW.incorrectP1P2);
  if (ne === 0 || data.length > 0) refuse(SW.wrongLength);
  return card.random().generate(ne);
};
