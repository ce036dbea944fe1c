/** EFs by what their rules say of reading, and whether they keep to it. */
import { MODE } from '../access.ts';
import type { Bench } from '../bench.ts';
import { RECORD, readBinary, readRecord } from '../commands.ts';
import type { FoundFile } from '../found-files.ts';

const isEf = ({ structure }: FoundFile): boolean => structure !== 'df' && structure !== 'unknown';

/** EFs that are read with exactly one PIN, this one. */
export function openedBy(card: Bench, reference: number): FoundFile[] {
  return card.facts.files.filter((file) => {
    const rule = file.rules.get(MODE.read);
    return isEf(file) && rule?.kind === 'pins' && rule.pins.length === 1 && rule.pins[0] === reference;
  });
}

/** EFs that are read always, or never. */
export function readableBy(card: Bench, kind: 'always' | 'never'): FoundFile[] {
  return card.facts.files.filter((file) => isEf(file) && file.rules.get(MODE.read)?.kind === kind);
}

/** Selects an EF, reads it, and demands one of the words. */
export async function readsAs(card: Bench, file: FoundFile, words: readonly string[]): Promise<void> {
  await card.goTo(file);
  const command = file.structure === 'transparent' ? readBinary(0) : readRecord(1, RECORD.number);
  const { data } = await card.demand(command, words);
  card.check(words.includes('9000') || data.length === 0, 'there are data though reading is refused');
}
