/** EFs with records that everybody may read. */
import { SW } from '../../../apdu/index.ts';
import { MODE } from '../access.ts';
import type { Bench } from '../bench.ts';
import { readRecord } from '../commands.ts';
import type { FoundFile } from '../found-files.ts';

export interface RecordFile {
  readonly file: FoundFile;
  /** Record 1 first. */
  readonly records: readonly Uint8Array[];
}

const MOST_RECORDS = 254;

/** The records of the current EF; undefined when they cannot be read. */
export async function recordsOfCurrent(card: Bench): Promise<Uint8Array[] | undefined> {
  const records: Uint8Array[] = [];
  for (let number = 1; number <= MOST_RECORDS; number++) {
    const { data, sw } = await card.send(readRecord(number));
    if (sw !== SW.ok && sw !== SW.endOfFile) return number === 1 && sw !== SW.recordNotFound ? undefined : records;
    records.push(data);
  }
  return records;
}

/** Runs a test on every EF with records, which is current then. */
export async function eachRecordFile(card: Bench, test: (file: RecordFile) => Promise<void>): Promise<void> {
  let tested = false;
  for (const file of card.facts.files.filter(({ structure }) => /linear|cyclic/.test(structure))) {
    await card.goTo(file);
    const records = await recordsOfCurrent(card);
    if (records === undefined || records.length === 0) continue;
    await card.goTo(file);
    await test({ file, records });
    tested = true;
  }
  card.need(tested, 'the card has no EF with records that everybody may read');
}

/** The first EF of a structure that everybody may read and write. */
export async function writableRecords(card: Bench, ...structures: readonly string[]): Promise<RecordFile> {
  const file = card.file(
    ({ structure, rules }) =>
      structures.includes(structure) &&
      [MODE.read, MODE.write, MODE.update].every((mode) => rules.get(mode)?.kind === 'always'),
    `EF with records (${structures.join(', ')}) that everybody may read and write`,
  );
  await card.goTo(file);
  const records = await recordsOfCurrent(card);
  const held = card.need(records?.[0] && records, 'the EF has no records');
  await card.goTo(file);
  return { file, records: held };
}
