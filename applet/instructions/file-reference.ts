/**
 * How commands on files name one, as SELECT does. ISO/IEC 7816-4:2005 §7.1.1
 *
 * P1 00 FID (the MF, a child, the current DF, its parent or a sibling) · 01 child DF · 02 EF below the current DF ·
 *    08 path from the MF · 09 path from the current DF
 */
import { type Command, SW, toNumber } from '../../apdu/index.ts';
import { type CardServices, childOf, type FileNode, findByFid, findByPath, refuse } from '../../emulator/index.ts';

function fidOf(data: Uint8Array): number {
  return data.length === 2 ? toNumber(data) : refuse(SW.wrongLength);
}

/** The file that P1 and the data field name, or undefined. Refuses 6700 · 6A86 · 6A87 an odd or empty path. */
export function findFile({ p1, data }: Command, { files, session, behaviour }: CardServices): FileNode | undefined {
  const currentDf = files.file(session.currentDf)!;
  const isRelative = behaviour.relativePath === 'current DF';
  switch (p1) {
    case 0x00:
      return findByFid(files, currentDf, fidOf(data));
    case 0x01:
    case 0x02: {
      const child = childOf(currentDf, fidOf(data));
      return child?.kind === (p1 === 0x01 ? 'df' : 'ef') ? child : undefined;
    }
    case 0x08:
    case 0x09:
      if (data.length === 0 || data.length % 2 !== 0) refuse(SW.lengthInconsistentWithP1P2);
      return findByPath(files, p1 === 0x08 ? files.mf : currentDf, isRelative ? currentDf : files.mf, data);
    default:
      return refuse(SW.incorrectP1P2);
  }
}

/** The same, or the current EF, else DF, when P1 is 00 and there are no data. P2 is 00. Refuses 6A82 besides. */
export function fileOrCurrent(command: Command, card: CardServices): FileNode {
  if (command.p2 !== 0x00) refuse(SW.incorrectP1P2);
  const { files, session } = card;
  if (command.p1 === 0x00 && command.data.length === 0) return files.file(session.currentEf ?? session.currentDf)!;
  return findFile(command, card) ?? refuse(SW.fileNotFound);
}
