/** What assertions about SELECT have in common: files to try it on, and what an answer says. */
import { SW, sameBytes, TAG, toHex, toNumber, u16 } from '../../../apdu/index.ts';
import { SELECTION } from '../announced.ts';
import { Inapplicable } from '../assertion.ts';
import type { Bench } from '../bench.ts';
import { ANSWER, select, selectFid } from '../commands.ts';
import { controlInformation, type FoundFile, objectValue } from '../found-files.ts';

/** Found, with or without a warning about its state. */
export const FOUND = ['9000', '6283'];
export const ABSENT = 0x3eee;

export const isDf = ({ structure, path }: FoundFile): boolean => structure === 'df' && path.length === 1;
export const isEfBelowDf = ({ structure, path }: FoundFile): boolean => structure !== 'df' && path.length === 2;

export const df = (card: Bench): FoundFile => card.file(isDf, 'DF below the MF');
export const deepEf = (card: Bench): FoundFile => card.file(isEfBelowDf, 'EF in a DF');
export const lastOf = ({ path }: FoundFile): number => path.at(-1)!;

export const parentOf = ({ path }: FoundFile): { readonly path: readonly number[] } => ({ path: path.slice(0, -1) });

export function announces(card: Bench, bit: number, what: string): void {
  const { selection } = card.facts.announced;
  card.need(selection === undefined || (selection & bit) !== 0, `the card does not announce selection by ${what}`);
}

/** The FID that the control information tells of; undefined when it tells none. */
export function fidIn(data: Uint8Array): number | undefined {
  const value = objectValue(controlInformation(data), TAG.fileIdentifier);
  return value && toNumber(value);
}

/** Demands a selection and that the answer, where it names the file, names the right one. */
export async function selects(
  card: Bench,
  command: ReturnType<typeof select>,
  fid: number,
  words?: string[],
): Promise<void> {
  const { data } = await card.demand(command, words);
  const told = fidIn(data);
  card.check(told === undefined || told === fid, `the file selected is ${told?.toString(16)}, not ${fid.toString(16)}`);
}

/** Whether the current DF is a file's parent: only there P1 02 finds it. */
export async function finds(card: Bench, file: FoundFile, why: string): Promise<void> {
  const { sw } = await card.send(select(0x02, u16(lastOf(file)), ANSWER.fcp));
  card.check(sw === SW.ok || sw === SW.fileDeactivated, why);
}

export function named(card: Bench): FoundFile & { readonly name: Uint8Array } {
  announces(card, SELECTION.fullName, 'DF name');
  return card.file(({ name }) => name !== undefined, 'DF with a name') as FoundFile & { name: Uint8Array };
}

/** Two DFs whose names begin alike, and how. */
export function sharedName(card: Bench): { readonly prefix: Uint8Array; readonly count: number } {
  announces(card, SELECTION.partialName, 'partial DF name');
  const names = card.facts.files.flatMap(({ name }) => (name === undefined ? [] : [name]));
  for (const name of names) {
    const prefix = name.subarray(0, name.length - 1);
    const count = names.filter((other) => sameBytes(other.subarray(0, prefix.length), prefix)).length;
    if (count > 1) return { prefix, count };
  }
  throw new Inapplicable('the card has no two DFs whose names begin alike');
}

export const nameIn = (data: Uint8Array): string =>
  toHex(objectValue(controlInformation(data), TAG.dfName) ?? new Uint8Array(0));

/** Selects every file that was found, and looks at its control information while it is current. */
export async function forEachFile(
  card: Bench,
  look: (data: Uint8Array, file: FoundFile, sw: number) => Promise<void>,
): Promise<void> {
  card.need(card.facts.files[0], 'no file of the card could be found');
  for (const file of card.facts.files) {
    await card.goTo({ path: file.path.slice(0, -1) });
    const { data, sw } = await card.demand(selectFid(file.path.at(-1) ?? 0x3f00));
    await look(data, file, sw);
  }
}
