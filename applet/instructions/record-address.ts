/**
 * How the record commands name an EF and a record in it. ISO/IEC 7816-4:2005 §7.3
 *
 * P2 b8–b4: short EF identifier, 0 the current EF. P2 b3–b1: how P1 names the record.
 *   000 first · 001 last · 010 next · 011 previous, P1 00 (records have no identifiers here) · 100 number P1, 00 the current one
 * "Next" of no current record is the first, "previous" the last. Naming the EF by its identifier leaves no current record;
 * naming a record by its number leaves the current one as it was.
 */
import { type Command, SW } from '../../apdu/index.ts';
import { type AccessMode, type CardServices, type FileNode, type RecordLayout, refuse } from '../../emulator/index.ts';
import { currentEf, efBySfi } from './current-ef.ts';

/** P2 b3–b1 of every record command, and more in those that have more. */
export const BY = { first: 0, last: 1, next: 2, previous: 3, number: 4 } as const;

/** An EF with records, what it holds, and the record that is current in it. */
export interface RecordFile {
  readonly ef: FileNode;
  readonly layout: RecordLayout;
  readonly records: readonly Uint8Array[];
  readonly current: number | undefined;
}

/** The EF of a record command. Refuses 6A86 · 6A82 · 6986 · 6981 no records · 6982 · 6985. */
export function recordFile({ p1, p2 }: Command, card: CardServices, mode: AccessMode): RecordFile {
  if (p1 === 0xff) refuse(SW.incorrectP1P2);
  const sfi = p2 >> 3;
  const ef = sfi === 0 ? currentEf(card) : efBySfi(sfi, card);
  if (ef.records === undefined) refuse(SW.incompatibleFileStructure);
  card.demand(ef, mode);
  return {
    ef,
    layout: ef.records,
    records: card.files.records(ef),
    current: sfi === 0 ? card.session.currentRecord : undefined,
  };
}

/** The number of the record that P1 names in one of the ways of `BY`. Refuses 6A83 · 6A81 an identifier. */
export function recordNumber({ records, current }: RecordFile, by: number, p1: number): number {
  if (by !== BY.number && p1 !== 0x00) refuse(SW.functionNotSupported);
  const last = records.length;
  // biome-ignore format: a table reads best with its columns aligned
  const number =
    by === BY.first    ? 1 :
    by === BY.last     ? last :
    by === BY.next     ? (current ?? 0) + 1 :
    by === BY.previous ? (current ?? last + 1) - 1 :
    p1 !== 0x00        ? p1 :
                         (current ?? 0);
  return number >= 1 && number <= last ? number : refuse(SW.recordNotFound);
}

/** Makes the EF current, and the record when it was not named by its number. */
export function makeCurrent({ ef, current }: RecordFile, by: number, number: number, { session }: CardServices): void {
  if (session.currentEf !== ef.number || current === undefined) session.selectFile(ef);
  if (by !== BY.number) session.currentRecord = number;
}
