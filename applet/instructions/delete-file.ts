/**
 * DELETE FILE (INS E4). ISO/IEC 7816-9:2004 DELETE FILE
 *
 * P1-P2 0000 · data: FID, found as SELECT finds it. A DF goes with everything below it. The DF it lay in becomes current,
 * with no current EF.
 * Answers 9000 · 6700 · 6982 "delete" of the file or "delete child" of its DF not granted · 6985 current on another
 * channel, or the DF is not in use · 6986 the MF · 6A82 · 6A86.
 */
import { SW, toNumber } from '../../apdu/index.ts';
import { ACCESS_MODE, findByFid, type Instruction, refuse } from '../../emulator/index.ts';

export const deleteFile: Instruction = (command, card) => {
  if (command.p1 !== 0x00 || command.p2 !== 0x00) refuse(SW.incorrectP1P2);
  if (command.data.length !== 2) refuse(SW.wrongLength);
  const { files, session } = card;
  const file = findByFid(files, files.file(session.currentDf)!, toNumber(command.data)) ?? refuse(SW.fileNotFound);
  if (file === files.mf) refuse(SW.noCurrentEf);
  const parent = files.parentOf(file);
  card.demand(file, ACCESS_MODE.deleteSelf);
  card.demand(parent, ACCESS_MODE.deleteChild);
  if (card.isCurrentElsewhere(file)) refuse(SW.conditionsNotSatisfied);
  files.delete(file);
  session.selectFile(files.file(parent.number)!);
};
