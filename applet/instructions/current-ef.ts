/** How commands on the content of an EF name it. ISO/IEC 7816-4:2005 §7.2 and §7.3: the current EF, or a short EF identifier. */
import { SW } from '../../apdu/index.ts';
import { type CardServices, type FileNode, findBySfi, refuse } from '../../emulator/index.ts';

/** The current EF of the channel. Refuses 6986. */
export function currentEf({ files, session }: CardServices): FileNode {
  return files.file(session.currentEf ?? refuse(SW.noCurrentEf))!;
}

/** The EF below the current DF that has a short EF identifier. Refuses 6A86 for 0 and 31 · 6A82. */
export function efBySfi(sfi: number, { files, session }: CardServices): FileNode {
  if (sfi === 0 || sfi === 31) refuse(SW.incorrectP1P2);
  return findBySfi(files.file(session.currentDf)!, sfi) ?? refuse(SW.fileNotFound);
}
