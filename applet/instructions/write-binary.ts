/**
 * WRITE BINARY (INS D0). ISO/IEC 7816-4:2005 §7.2.4
 *
 * P1-P2 binary-address.ts · data: bytes that are combined with those of the EF as its data coding byte says: OR, where it says
 * nothing; AND; or once only. All or nothing.
 * Answers 9000 · 6981 · 6982 · 6985 its state, or written once already · 6986 · 6A82 · 6A86 · 6B00 past the end.
 */
import { SW } from '../../apdu/index.ts';
import { ACCESS_MODE, type Instruction, refuse } from '../../emulator/index.ts';
import { binaryAddress } from './binary-address.ts';
import { written } from './write-function.ts';

export const writeBinary: Instruction = (command, card) => {
  const { ef, offset } = binaryAddress(command, card);
  const { data } = command;
  card.demand(ef, ACCESS_MODE.write);
  if (offset + data.length > ef.size) refuse(SW.offsetOutside);
  const before = card.files.content(ef).subarray(offset, offset + data.length);
  const after = written(before, data, ef.writeFunction);
  if (after.length > 0) card.files.update(ef, offset, after);
  card.session.selectFile(ef);
};
