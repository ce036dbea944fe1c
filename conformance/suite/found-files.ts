/** The files of a card, found by selecting: what EF.DIR names, and identifiers that are in common use. */
import {
  concat,
  findTlv,
  parseTlvs,
  type Response,
  SW,
  TAG,
  type Tlv,
  TlvError,
  toNumber,
  u16,
} from '../../apdu/index.ts';
import { type AccessRules, accessRules } from './access.ts';
import { ANSWER, readBinary, selectFid, selectMf } from './commands.ts';
import type { Sender } from './sender.ts';

export type Structure = 'df' | 'transparent' | 'linear fixed' | 'linear variable' | 'cyclic' | 'unknown';

export interface FoundFile {
  /** File identifiers from the MF, which is the empty path. */
  readonly path: readonly number[];
  readonly structure: Structure;
  /** Objects of its control information. */
  readonly objects: readonly Tlv[];
  /** Bytes, as 80 or 81 say; of a record file too. */
  readonly size: number | undefined;
  /** Bytes of the longest record. */
  readonly recordSize: number | undefined;
  readonly name: Uint8Array | undefined;
  readonly rules: AccessRules;
  /** Of a transparent EF that everybody may read. */
  readonly content: Uint8Array | undefined;
}

const MF = 0x3f00;

const range = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i);

/** PKCS#15 files, by identifiers in common use. */
const PKCS15_FILES = [...range(0x4400, 9), ...range(0x5031, 3)];
/** Below the MF: EF.DIR, EF.ATR, EF.ICCSN, PKCS#15 in a DF or not, and what test cards use. */
const BELOW_MF = [...range(0x2f00, 7), 0x4302, ...PKCS15_FILES, 0x5015, ...range(0x7f00, 0x10)];
/** Below another DF: PKCS#15 files, and what test cards use. */
const BELOW_DF = [...range(0x0101, 8), ...range(0x0201, 8), ...range(0x0301, 8), ...PKCS15_FILES];

const LONGEST_CONTENT = 8192;
const BLOCK = 256;

/** The objects of an FCI or FCP template; of a template inside one too. Empty when it is none. */
export function controlInformation(answer: Uint8Array): Tlv[] {
  try {
    const outer = parseTlvs(answer).find(({ tag }) => tag === TAG.fcp || tag === TAG.fci);
    if (outer === undefined) return [];
    const objects = parseTlvs(outer.value);
    const nested = objects.find(({ tag }) => tag === TAG.fcp);
    return nested === undefined ? objects : parseTlvs(nested.value);
  } catch (error) {
    if (error instanceof TlvError) return [];
    throw error;
  }
}

export const objectValue = (objects: readonly Tlv[], tag: number): Uint8Array | undefined =>
  objects.find((object) => object.tag === tag)?.value;

/** File descriptor byte. §5.3.3, tag 82 */
export function structureOf(descriptor: number | undefined): Structure {
  if (descriptor === undefined || (descriptor & 0x80) !== 0) return 'unknown';
  if ((descriptor & 0x38) === 0x38) return (descriptor & 0x07) === 0 ? 'df' : 'unknown';
  return (
    [
      'unknown',
      'transparent',
      'linear fixed',
      'linear fixed',
      'linear variable',
      'linear variable',
      'cyclic',
      'cyclic',
    ] as const
  )[descriptor & 0x07]!;
}

function described(path: readonly number[], { data }: Response): Omit<FoundFile, 'content'> {
  const objects = controlInformation(data);
  const descriptor = objectValue(objects, TAG.fileDescriptor);
  const size = objectValue(objects, TAG.dataSize) ?? objectValue(objects, TAG.fileSize);
  const record = descriptor?.subarray(2, descriptor.length >= 4 ? 4 : 3);
  return {
    path,
    structure: path.length === 0 ? 'df' : structureOf(descriptor?.[0]),
    objects,
    size: size && toNumber(size),
    recordSize: record === undefined || record.length === 0 ? undefined : toNumber(record),
    name: objectValue(objects, TAG.dfName),
    rules: accessRules(objects),
  };
}

/** The content of the current EF, when it can be read; undefined when not. */
export async function contentOfCurrent(card: Sender, size = LONGEST_CONTENT): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  for (let offset = 0; offset < Math.min(size, LONGEST_CONTENT); ) {
    const { data, sw } = await card.send(readBinary(offset, Math.min(BLOCK, size - offset)));
    if ((sw !== SW.ok && sw !== SW.endOfFile) || data.length === 0) return offset === 0 ? undefined : concat(...parts);
    parts.push(data);
    offset += data.length;
  }
  return concat(...parts);
}

const isThere = ({ sw }: Response): boolean => sw === SW.ok || sw >> 8 === 0x62;

async function look(card: Sender, path: readonly number[], answer: Response): Promise<FoundFile> {
  const file = described(path, answer);
  const content = file.structure === 'transparent' ? await contentOfCurrent(card, file.size) : undefined;
  return { ...file, content };
}

/** Identifiers of DFs that EF.DIR names, directly below the MF. §8.2.1.1 */
function namedInDirectory(directory: Uint8Array | undefined): number[] {
  try {
    return parseTlvs(directory ?? new Uint8Array(0)).flatMap(({ value }) => {
      const path = findTlv(value, TAG.fileReference);
      const fids =
        path === undefined ? [] : range(0, path.length >> 1).map((i) => toNumber(path.subarray(2 * i, 2 * i + 2)));
      return fids.filter((fid) => fid !== MF).slice(0, 1);
    });
  } catch (error) {
    if (error instanceof TlvError) return [];
    throw error;
  }
}

async function below(card: Sender, df: readonly number[], candidates: readonly number[]): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  let here = false;
  for (const fid of candidates) {
    if (!here) await goTo(card, df);
    const answer = await card.send(selectFid(fid, ANSWER.fcp));
    here = !isThere(answer);
    if (here) continue;
    const file = await look(card, [...df, fid], answer);
    found.push(file);
    here = file.structure !== 'df';
  }
  return found;
}

/** Selects a file step by step from the MF, without control information. */
export async function goTo(card: Sender, path: readonly number[]): Promise<Response> {
  let answer = await card.send(selectMf(ANSWER.none));
  for (const fid of path) answer = await card.send(selectFid(fid, ANSWER.none));
  return answer;
}

/** Every file that could be found, the MF first. None when there is no MF. */
export async function findFiles(card: Sender): Promise<FoundFile[]> {
  const answer = await card.send(selectMf(ANSWER.fcp));
  if (!isThere(answer)) return [];
  const files = [await look(card, [], answer)];
  const first = await below(card, [], BELOW_MF);
  const directory = first.find(({ path }) => path[0] === 0x2f00)?.content;
  const named = namedInDirectory(directory).filter((fid) => !BELOW_MF.includes(fid));
  files.push(...first, ...(await below(card, [], named)));
  // A file of the MF is selected from a DF beside it too, and would be taken for one inside.
  const inside = BELOW_DF.filter((fid) => files.every(({ path }) => path[0] !== fid));
  for (const { path } of files.filter(({ path: [fid], structure }) => fid !== undefined && structure === 'df')) {
    files.push(...(await below(card, path, inside)));
  }
  return files;
}

/** Data field that names a path. */
export const pathBytes = (path: readonly number[]): Uint8Array => concat(...path.map(u16));
