/** A DF in which everybody may create and delete files, for what has to be made first. */
import { SW } from '../../../apdu/index.ts';
import { MODE } from '../access.ts';
import type { Bench } from '../bench.ts';
import { deleteFile, selectFid } from '../commands.ts';
import type { FoundFile } from '../found-files.ts';
import { loginFor } from './key-support.ts';

/** An identifier that no card of ours uses. */
export const UNUSED = 0x2e01;
export const UNUSED_TOO = 0x2e02;

const isFree = ({ structure, path, rules }: FoundFile): boolean =>
  structure === 'df' &&
  path.length > 0 &&
  [MODE.createDf, MODE.createEf, MODE.deleteChild].every((mode) => rules.get(mode)?.kind === 'always');

/** Makes it current, without what an assertion before has left in it. */
export async function freeDf(card: Bench): Promise<FoundFile> {
  const df = card.file(isFree, 'DF in which everybody may create and delete files');
  for (const fid of [UNUSED, UNUSED_TOO]) {
    await card.goTo(df);
    const { sw } = await card.send(selectFid(fid));
    if (sw === SW.fileNotFound) continue;
    await card.goTo(df);
    if ((await card.send(deleteFile(fid))).sw === SW.ok) continue;
    await loginFor(card);
    await card.goTo(df);
    await card.prepare(deleteFile(fid));
    await card.reset();
  }
  await card.goTo(df);
  return df;
}
