/**
 * READ BINARY (INS B0). ISO/IEC 7816-4:2005 §7.2.3
 *
 * P1-P2 binary-address.ts · Le 00: all that is there, at most Ne bytes. An explicit Le that the EF cannot fill is answered
 * with what there is and 6282.
 * Answers 9000 · 6282 · 6981 · 6982 · 6985 · 6986 · 6A82 · 6A86 · 6B00 offset at or past the end · 6700 with a data field.
 */
import { SW } from '../../apdu/index.ts';
import { ACCESS_MODE, type Instruction, refuse } from '../../emulator/index.ts';
import { binaryAddress } from './binary-address.ts';

export const readBinary: Instruction = (command, card) => {
  const { ef, offset } = binaryAddress(command, card);
  if (command.data.length > 0) refuse(SW.wrongLength);
  card.demand(ef, ACCESS_MODE.read);
  const content = card.files.content(ef);
  if (offset >= content.length) refuse(card.behaviour.offsetOutside);
  card.session.selectFile(ef);
  const { ne } = command;
  const data = content.subarray(offset, offset + ne);
  const wantsAll = ne === 256 || ne === 65536;
  return data.length < ne && !wantsAll ? { data, sw: card.behaviour.endOfFile } : data;
};
