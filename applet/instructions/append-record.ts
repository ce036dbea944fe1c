/**
 * APPEND RECORD (INS E2). ISO/IEC 7816-4:2005 §7.3.6
 *
 * P1 00 · P2 b8–b4 short EF identifier, 0 the current EF, b3–b1 000 · data: the new record. It becomes the last one of a linear
 * EF, number 1 of a cyclic one, and the current one.
 * Answers 9000 · 6700 · 6981 · 6982 · 6985 · 6986 · 6A82 · 6A84 a linear EF is full · 6A86.
 */
import { SW } from '../../apdu/index.ts';
import { ACCESS_MODE, type CardServices, type Instruction, refuse } from '../../emulator/index.ts';
import { BY, makeCurrent, type RecordFile, recordFile } from './record-address.ts';
import { appended, demandRecordLength } from './record-change.ts';

/** Appends a record of a length that was checked, and makes it current. */
export function appendRecordTo(file: RecordFile, bytes: Uint8Array, card: CardServices): void {
  const { ef, layout, records } = file;
  const after = appended(records, bytes, layout);
  card.files.setRecords(ef, after);
  makeCurrent(file, BY.first, layout.cyclic ? 1 : after.length, card);
}

export const appendRecord: Instruction = (command, card) => {
  const { p1, p2, data } = command;
  if (p1 !== 0x00 || (p2 & 0x07) !== 0) refuse(SW.incorrectP1P2);
  const file = recordFile(command, card, ACCESS_MODE.write);
  demandRecordLength(data, file.layout);
  appendRecordTo(file, data, card);
};
