/** What the record commands make of an EF's records. ISO/IEC 7816-4:2005 §7.3 */
import { SW } from '../../apdu/index.ts';
import { type RecordLayout, refuse } from '../../emulator/index.ts';

/** Refuses with 6700 a record of a length that the EF does not have. */
export function demandRecordLength(bytes: Uint8Array, { length, fixed }: RecordLayout): void {
  const fits = fixed ? bytes.length === length : bytes.length >= 1 && bytes.length <= length;
  if (!fits) refuse(SW.wrongLength);
}

/** Refuses with 6A84 records that are more, or longer together, than the EF has room for. */
function demandRoom(records: readonly Uint8Array[], { count, size }: RecordLayout): void {
  const total = records.reduce((sum, record) => sum + record.length, 0);
  if (records.length > count || total > size) refuse(SW.notEnoughMemory);
}

/** The records with another one under a number. */
export function replaced(
  records: readonly Uint8Array[],
  number: number,
  bytes: Uint8Array,
  layout: RecordLayout,
): Uint8Array[] {
  const after = records.with(number - 1, bytes);
  demandRoom(after, layout);
  return after;
}

/** The records with a new one: the last of a linear EF; number 1 of a cyclic one, the oldest of which goes when it is full. */
export function appended(records: readonly Uint8Array[], bytes: Uint8Array, layout: RecordLayout): Uint8Array[] {
  if (layout.cyclic) return [bytes, ...records].slice(0, layout.count);
  const after = [...records, bytes];
  demandRoom(after, layout);
  return after;
}
