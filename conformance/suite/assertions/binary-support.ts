/** Transparent EFs to read and write. */
import { TAG } from '../../../apdu/index.ts';
import { MODE } from '../access.ts';
import { SELECTION } from '../announced.ts';
import type { Bench } from '../bench.ts';
import { updateBinary } from '../commands.ts';
import { contentOfCurrent, type FoundFile, objectValue } from '../found-files.ts';

export type ReadableEf = FoundFile & { readonly content: Uint8Array };

export const READ = ['9000', '6282'];

/** A transparent EF that everybody may read, of at least some bytes, the content of which is not all alike if there is one. */
export function readable(card: Bench, atLeast = 8): ReadableEf {
  const all = card.facts.files.filter(
    ({ content }) => content !== undefined && content.length >= atLeast,
  ) as ReadableEf[];
  const best = all.find(({ content, path }) => new Set(content).size > 8 && path.length > 1 && content.length <= 256);
  return card.need(best ?? all[0], `the card has no transparent EF of ${atLeast} bytes that everybody may read`);
}

/** One that everybody may update. */
export function writable(card: Bench): ReadableEf {
  return card.file(
    ({ content, rules }) => content !== undefined && content.length >= 16 && rules.get(MODE.update)?.kind === 'always',
    'transparent EF that everybody may read and update',
  ) as ReadableEf;
}

/** Its short identifier: tag 88, or the last five bits of the FID when the tag is not there. §5.3.3 */
export function sfiOf(card: Bench, { objects, path }: FoundFile): number {
  const { selection } = card.facts.announced;
  card.need(
    selection === undefined || (selection & SELECTION.sfi) !== 0,
    'the card does not announce short identifiers',
  );
  const tag = objectValue(objects, TAG.shortEfIdentifier);
  const sfi = tag === undefined ? path.at(-1)! & 0x1f : (tag[0] ?? 0) >> 3;
  return card.need(sfi >= 1 && sfi <= 30 && sfi, 'the EF has no short identifier');
}

export const inverted = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 0xff);

export async function contentNow(card: Bench, file: ReadableEf): Promise<Uint8Array> {
  await card.goTo(file);
  return (await contentOfCurrent(card, file.content.length)) ?? new Uint8Array(0);
}

/** Runs a change and puts the content back. */
export async function restoring(card: Bench, file: ReadableEf, change: () => Promise<void>): Promise<void> {
  try {
    await change();
  } finally {
    await card.goTo(file);
    await card.send(updateBinary(0, file.content));
  }
}
