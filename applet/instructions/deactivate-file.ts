/**
 * DEACTIVATE FILE (INS 04). ISO/IEC 7816-9:2004 DEACTIVATE FILE
 *
 * P1 and data: file-reference.ts, or 00 and none: the current file · P2 00. A deactivated file can be selected, activated,
 * terminated and deleted, and nothing else; a DF takes everything below it along.
 * Answers 9000 · 6700 · 6982 · 6985 it is not activated · 6A82 · 6A86 · 6A87.
 */
import { ACCESS_MODE, FILE_STATE, type Instruction } from '../../emulator/index.ts';
import { fileOrCurrent } from './file-reference.ts';

export const deactivateFile: Instruction = (command, card) => {
  const file = fileOrCurrent(command, card);
  card.demand(file, ACCESS_MODE.deactivate);
  card.commit([card.files.lifeCycleChange(file, FILE_STATE.deactivated)]);
  card.files.reload();
};
