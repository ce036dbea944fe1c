/** Files in every state. */
import { INS, SW, TAG, tlv, u16 } from '../../../apdu/index.ts';
import type { Bench } from '../bench.ts';
import { createEf, selectFid } from '../commands.ts';
import { controlInformation, objectValue } from '../found-files.ts';
import { freeDf, UNUSED } from './free-df.ts';

export const on = (ins: number, fid = UNUSED) => ({ ins, data: u16(fid) });
export const ACTIVATE = INS.activateFile;
export const DEACTIVATE = INS.deactivateFile;

/** Tag 8A of the file with the identifier, and the word of SELECT. */
export async function stateOf(
  card: Bench,
  fid = UNUSED,
): Promise<{ readonly sw: number; readonly status: number | undefined }> {
  const { data, sw } = await card.send(selectFid(fid));
  return { sw, status: objectValue(controlInformation(data), TAG.lifeCycleStatus)?.[0] };
}

/** An EF of 8 bytes in a DF that everybody may fill; it tells its life-cycle status, and is current. */
export async function madeEf(card: Bench): Promise<void> {
  await freeDf(card);
  await card.prepare(createEf(UNUSED, 8, tlv(TAG.lifeCycleStatus, Uint8Array.of(0x05))));
}

/** The card knows an instruction of part 9. */
export async function knows(card: Bench, ins: number): Promise<void> {
  await freeDf(card);
  const { sw } = await card.send(on(ins, 0x2efe));
  card.need(sw !== SW.instructionNotSupported, 'the card does not know the instruction');
}

/** The DF that `freeDf` uses, with what is in it. */
export async function freeDfAsItIs(card: Bench): Promise<{ readonly path: readonly number[] }> {
  const all = card.facts.files.filter(
    ({ structure, path, rules }) => structure === 'df' && path.length > 0 && rules.get(0x02)?.kind === 'always',
  );
  for (const df of all) {
    await card.goTo(df);
    if ((await card.send(selectFid(UNUSED))).sw !== SW.fileNotFound) return df;
  }
  return card.need(all[0], 'the card has no DF in which everybody may create files');
}
