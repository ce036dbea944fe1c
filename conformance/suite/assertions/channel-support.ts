import type { Bench } from '../bench.ts';
import { ANSWER, openChannel, selectFid, selectMf } from '../commands.ts';
import type { FoundFile } from '../found-files.ts';

export function announced(card: Bench): number {
  const { channels } = card.facts.announced;
  card.need(channels !== undefined && channels > 1, 'the card does not announce logical channels');
  return channels!;
}

/** Opens a channel and tells its number. */
export async function opened(card: Bench): Promise<number> {
  announced(card);
  const { data } = await card.demand(openChannel, ['9000']);
  card.check(data.length === 1 && data[0]! >= 1 && data[0]! <= 19, 'the answer is no channel number');
  return data[0]!;
}

export const readable = (card: Bench): FoundFile & { readonly content: Uint8Array } =>
  card.file(
    ({ content, path }) => content !== undefined && content.length >= 8 && path.length > 1,
    'EF that everybody may read',
  ) as FoundFile & {
    content: Uint8Array;
  };

/** Selects a file step by step on a channel. */
export async function goToOn(card: Bench, cla: number, path: readonly number[]): Promise<void> {
  await card.prepare({ ...selectMf(ANSWER.none), cla });
  for (const fid of path) await card.prepare({ ...selectFid(fid, ANSWER.none), cla });
}
