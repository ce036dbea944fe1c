/**
 * READ RECORD (INS B2). ISO/IEC 7816-4:2005 §7.3.3
 *
 * P1-P2 record-address.ts; b3–b1 besides: 101 records P1 to the last · 110 from the last to P1, one after the other.
 * Le 00: all that is there. An explicit Le gets that many bytes, or what there is and 6282.
 * Answers 9000 · 6282 · 6700 with a data field · 6981 · 6982 · 6985 · 6986 · 6A81 by identifier · 6A82 · 6A83 · 6A86.
 */
import { concat, SW } from '../../apdu/index.ts';
import { ACCESS_MODE, type Instruction, refuse } from '../../emulator/index.ts';
import { BY, makeCurrent, recordFile, recordNumber } from './record-address.ts';

/** P2 b3–b1 besides those of `BY`; the one between is 101. */
const FROM_LAST_TO_NUMBER = 6;

export const readRecord: Instruction = (command, card) => {
  const { p1, p2, data, ne } = command;
  const how = p2 & 0x07;
  if (how > FROM_LAST_TO_NUMBER) refuse(SW.incorrectP1P2);
  if (data.length > 0) refuse(SW.wrongLength);
  const file = recordFile(command, card, ACCESS_MODE.read);
  const by = Math.min(how, BY.number);
  const number = recordNumber(file, by, p1);
  const upwards = file.records.slice(number - 1, how === by ? number : undefined);
  const bytes = concat(...(how === FROM_LAST_TO_NUMBER ? upwards.reverse() : upwards));
  makeCurrent(file, by, number, card);
  if (ne === 256 || ne === 65536) return bytes;
  return bytes.length < ne ? { data: bytes, sw: SW.endOfFile } : bytes.subarray(0, ne);
};
