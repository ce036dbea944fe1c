/**
 * CREATE FILE (INS E0). ISO/IEC 7816-9:2004 CREATE FILE; control parameters ISO/IEC 7816-4:2005 §5.3.3
 *
 * P1-P2 0000 · data: FCP template (62, or 6F as OpenSC sends). The new file lies in the current DF and becomes current; its
 * content is erased, and it has no records yet.
 * Answers 9000 · 6982 · 6985 the DF is not in use · 6A80 bad template · 6A84 no room · 6A86 · 6A89 FID taken in this DF · 6A8A DF name taken.
 */
import { SW, sameBytes } from '../../apdu/index.ts';
import {
  ACCESS_MODE,
  childOf,
  type Instruction,
  MAX_EF_SIZE,
  parseCreateTemplate,
  refuse,
} from '../../emulator/index.ts';

export const createFile: Instruction = (command, card) => {
  if (command.p1 !== 0x00 || command.p2 !== 0x00) refuse(SW.incorrectP1P2);
  const parameters = parseCreateTemplate(command.data) ?? refuse(SW.incorrectData);
  const parent = card.files.file(card.session.currentDf)!;
  const mode = parameters.kind === 'df' ? ACCESS_MODE.createDf : ACCESS_MODE.createEf;
  card.demand(parent, mode);
  if (childOf(parent, parameters.fid) !== undefined) refuse(SW.fileExists);
  const { name } = parameters;
  if (name !== undefined && card.files.namedDfs().some((df) => sameBytes(df.name!, name))) refuse(SW.dfNameExists);
  if (parameters.structure === 'transparent' && parameters.size > MAX_EF_SIZE) refuse(SW.notEnoughMemory);
  card.session.selectFile(card.files.create(parent, parameters));
};
