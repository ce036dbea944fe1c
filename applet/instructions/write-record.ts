/**
 * WRITE RECORD (INS D2). ISO/IEC 7816-4:2005 §7.3.4
 *
 * P1-P2 record-address.ts · data: as many bytes as the record has, combined with them as the EF's data coding byte says: OR,
 * where it says nothing; AND; or once only. "Previous" in a cyclic EF appends.
 * Answers 9000 · 6700 · 6981 · 6982 · 6985 its state, or written once already · 6986 · 6A81 by identifier · 6A82 · 6A83 · 6A86.
 */
import { SW } from '../../apdu/index.ts';
import { ACCESS_MODE, type Instruction, refuse } from '../../emulator/index.ts';
import { appendRecordTo } from './append-record.ts';
import { BY, makeCurrent, recordFile, recordNumber } from './record-address.ts';
import { demandRecordLength, replaced } from './record-change.ts';
import { written } from './write-function.ts';

export const writeRecord: Instruction = (command, card) => {
  const { p1, p2, data } = command;
  const by = p2 & 0x07;
  if (by > BY.number) refuse(SW.incorrectP1P2);
  const file = recordFile(command, card, ACCESS_MODE.write);
  const { ef, layout, records } = file;
  demandRecordLength(data, layout);
  if (by === BY.previous && layout.cyclic && p1 === 0x00) return appendRecordTo(file, data, card);
  const number = recordNumber(file, by, p1);
  const before = records[number - 1]!;
  if (before.length !== data.length) refuse(SW.wrongLength);
  card.files.setRecords(ef, replaced(records, number, written(before, data, ef.writeFunction), layout));
  makeCurrent(file, by, number, card);
};
