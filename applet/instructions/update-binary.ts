/**
 * UPDATE BINARY (INS D6). ISO/IEC 7816-4:2005 §7.2.5
 *
 * P1-P2 binary-address.ts · data: the new bytes. All or nothing.
 * Answers 9000 · 6981 · 6982 · 6985 · 6986 · 6A82 · 6A86 · 6B00 past the end, nothing written.
 */
import { SW } from '../../apdu/index.ts';
import { ACCESS_MODE, type Instruction, refuse } from '../../emulator/index.ts';
import { binaryAddress } from './binary-address.ts';

export const updateBinary: Instruction = (command, card) => {
  const { ef, offset } = binaryAddress(command, card);
  card.demand(ef, ACCESS_MODE.update);
  if (offset + command.data.length > ef.size) refuse(SW.offsetOutside);
  if (command.data.length > 0) card.files.update(ef, offset, command.data);
  card.session.selectFile(ef);
};
