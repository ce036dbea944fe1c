/**
 * ERASE BINARY (INS 0E). ISO/IEC 7816-4:2005 §7.2.7
 *
 * P1-P2 binary-address.ts: where to begin · data: the offset, 1 or 2 bytes, of the first byte that is not erased; none: up to the
 * end. Erased is 00, FF in an EF whose WRITE is AND. All or nothing.
 * Answers 9000 · 6700 · 6981 · 6982 · 6985 · 6986 · 6A80 an end that is not behind the beginning · 6A82 · 6A86 · 6B00 past the end.
 */
import { SW, toNumber } from '../../apdu/index.ts';
import { ACCESS_MODE, erasedByte, type Instruction, refuse } from '../../emulator/index.ts';
import { binaryAddress } from './binary-address.ts';

export const eraseBinary: Instruction = (command, card) => {
  const { ef, offset } = binaryAddress(command, card);
  const { data } = command;
  if (data.length > 2) refuse(SW.wrongLength);
  card.demand(ef, ACCESS_MODE.update);
  const end = data.length === 0 ? ef.size : toNumber(data);
  if (offset >= ef.size || end > ef.size) refuse(SW.offsetOutside);
  if (end <= offset) refuse(SW.incorrectData);
  card.files.update(ef, offset, new Uint8Array(end - offset).fill(erasedByte(ef.writeFunction)));
  card.session.selectFile(ef);
};
