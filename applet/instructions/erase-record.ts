/**
 * ERASE RECORD (INS 0C). ISO/IEC 7816-4:2005 §7.3.8
 *
 * P1-P2 record-address.ts, b3–b1 100 record P1 · 101 records P1 to the last. Erased bytes are 00, FF in an EF whose WRITE is
 * AND; number and length of the records stay.
 * Answers 9000 · 6700 with a data field · 6981 · 6982 · 6985 · 6986 · 6A82 · 6A83 · 6A86.
 */
import { SW } from '../../apdu/index.ts';
import { ACCESS_MODE, erasedByte, type Instruction, refuse } from '../../emulator/index.ts';
import { BY, makeCurrent, recordFile, recordNumber } from './record-address.ts';

const FROM_NUMBER_TO_LAST = 5;

export const eraseRecord: Instruction = (command, card) => {
  const { p1, p2, data } = command;
  const how = p2 & 0x07;
  if (how !== BY.number && how !== FROM_NUMBER_TO_LAST) refuse(SW.incorrectP1P2);
  if (data.length > 0) refuse(SW.wrongLength);
  const file = recordFile(command, card, ACCESS_MODE.update);
  const { ef, records } = file;
  const first = recordNumber(file, BY.number, p1);
  const last = how === BY.number ? first : records.length;
  const erased = erasedByte(ef.writeFunction);
  const after = records.map((record, i) =>
    i + 1 >= first && i + 1 <= last ? new Uint8Array(record.length).fill(erased) : record,
  );
  card.files.setRecords(ef, after);
  makeCurrent(file, BY.number, first, card);
};
