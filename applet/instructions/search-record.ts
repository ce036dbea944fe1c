/**
 * SEARCH RECORD (INS A2), the simple search. ISO/IEC 7816-4:2005 §7.3.7
 *
 * P1 number of the record to begin with, 00 the current one · P2 b8–b4 short EF identifier, 0 the current EF, b3–b1 100 forward,
 * 101 backward · data: a byte string. Answers the numbers of the records that contain it, in the order of the search; the
 * first of them becomes current.
 * Answers 9000 · 6282 no record, no data · 6700 nothing to search for · 6981 · 6982 · 6985 · 6986 · 6A81 by identifier, or
 * another search · 6A82 · 6A83 · 6A86.
 */
import { SW } from '../../apdu/index.ts';
import { ACCESS_MODE, type Instruction, refuse } from '../../emulator/index.ts';
import { BY, makeCurrent, recordFile, recordNumber } from './record-address.ts';

const FORWARD = 4;
const BACKWARD = 5;

function contains(record: Uint8Array, string: Uint8Array): boolean {
  for (let at = 0; at + string.length <= record.length; at++) {
    if (string.every((byte, i) => record[at + i] === byte)) return true;
  }
  return false;
}

export const searchRecord: Instruction = (command, card) => {
  const { p1, p2, data } = command;
  const how = p2 & 0x07;
  if (how !== FORWARD && how !== BACKWARD) refuse(SW.functionNotSupported);
  if (data.length === 0) refuse(SW.wrongLength);
  const file = recordFile(command, card, ACCESS_MODE.read);
  const { records } = file;
  const start = recordNumber(file, BY.number, p1);
  const numbers = records.map((_, i) => i + 1);
  const order = how === FORWARD ? numbers.slice(start - 1) : numbers.slice(0, start).reverse();
  const found = order.filter((number) => contains(records[number - 1]!, data));
  const [first] = found;
  if (first === undefined) return { data: new Uint8Array(0), sw: SW.endOfFile };
  makeCurrent(file, BY.first, first, card);
  return Uint8Array.from(found);
};
