/**
 * TERMINATE DF (INS E6) and TERMINATE EF (INS E8). ISO/IEC 7816-9:2004 TERMINATE DF, TERMINATE EF
 *
 * P1 and data: file-reference.ts, or 00 and none: the current DF, or EF · P2 00. A terminated file can be selected and
 * deleted, and nothing else, for ever; a DF takes everything below it along.
 * Answers 9000 · 6700 · 6982 · 6985 it is in creation, or terminated, or the MF (TERMINATE CARD USAGE) · 6986 no current EF ·
 * 6A82 no such file, or not of the kind · 6A86 · 6A87.
 */
import { type Command, SW } from '../../apdu/index.ts';
import {
  ACCESS_MODE,
  type CardServices,
  FILE_STATE,
  type FileNode,
  type Instruction,
  refuse,
} from '../../emulator/index.ts';
import { fileOrCurrent } from './file-reference.ts';

function fileToTerminate(kind: FileNode['kind'], command: Command, card: CardServices): FileNode {
  if (command.p1 === 0x00 && command.p2 === 0x00 && command.data.length === 0) {
    const { currentDf, currentEf } = card.session;
    return card.files.file(kind === 'df' ? currentDf : (currentEf ?? refuse(SW.noCurrentEf)))!;
  }
  const file = fileOrCurrent(command, card);
  return file.kind === kind ? file : refuse(SW.fileNotFound);
}

export function terminateFile(kind: FileNode['kind']): Instruction {
  return (command, card) => {
    const { files } = card;
    const file = fileToTerminate(kind, command, card);
    if (file === files.mf) refuse(SW.conditionsNotSatisfied);
    card.demand(file, ACCESS_MODE.terminate);
    card.commit([files.lifeCycleChange(file, FILE_STATE.terminated)]);
    files.reload();
  };
}
