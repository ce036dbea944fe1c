/**
 * Data objects of the current DF, BER-TLV. ISO/IEC 7816-4:2005 §7.4
 *
 * Rules for them stand in the DF's control parameters: A0 { security attributes · 5C the tags that they are for, none: every
 * tag }, the first one that names the tag. Without one, writing wants the right to create an EF in the DF, and reading is free.
 */
import { concat, parseTlvs, SW, type Tlv, TlvError, tlv } from '../../apdu/index.ts';
import {
  ACCESS_MODE,
  type AccessMode,
  type CardServices,
  type FileNode,
  NO_RULES,
  refuse,
} from '../../emulator/index.ts';

export function currentDf({ files, session }: CardServices): FileNode {
  return files.file(session.currentDf)!;
}

/** The data objects of the current DF, in the order they came. */
export function dataObjects(card: CardServices): Tlv[] {
  return parseTlvs(card.files.dataObjects(currentDf(card)));
}

/** Refuses with 6985 or 6982 unless a data object of the current DF may be read, or written. */
export function demandDataObject(tag: number, mode: AccessMode, card: CardServices): void {
  const df = currentDf(card);
  const rules = df.dataObjectRules.find(({ tags }) => tags.length === 0 || tags.includes(tag))?.rules;
  card.demand(df, mode, rules ?? (mode === ACCESS_MODE.getData ? NO_RULES : df.access));
}

/** Creates or replaces data objects, in one commit. Refuses as `demandDataObject`; 6A84. */
export function putDataObjects(objects: readonly Tlv[], card: CardServices): void {
  const all = new Map(dataObjects(card).map(({ tag, value }) => [tag, value]));
  for (const { tag, value } of objects) {
    demandDataObject(tag, ACCESS_MODE.putData, card);
    all.set(tag, value);
  }
  const series = [...all].map(([tag, value]) => tlv(tag, value));
  card.files.setDataObjects(currentDf(card), concat(...series));
}

/** A data field that must be a series of data objects. Refuses 6A80. */
export function seriesOf(data: Uint8Array): Tlv[] {
  try {
    return parseTlvs(data);
  } catch (error) {
    if (error instanceof TlvError) refuse(SW.incorrectData);
    throw error;
  }
}

/** What P1-P2 of GET DATA and PUT DATA name, even instruction codes. §7.4.1 */
export type DataReference = { readonly tag: number } | 'all' | 'own';

/**
 * Reads P1-P2: 0040–00FE and 4000–FFFF a tag · 00FF all · 0100–01FF the card's own. Refuses 6A81 what this card lacks (0000
 * dump, 0201–02FF SIMPLE-TLV) · 6A86 what is reserved, or no tag.
 */
export function dataReference(p1: number, p2: number): DataReference {
  if (p1 === 0x01) return 'own';
  if (p1 === 0x00) {
    if (p2 === 0xff) return 'all';
    if (p2 === 0x00) refuse(SW.functionNotSupported);
    return p2 >= 0x40 && (p2 & 0x1f) !== 0x1f ? { tag: p2 } : refuse(SW.incorrectP1P2);
  }
  if (p1 === 0x02 && p2 !== 0x00) refuse(SW.functionNotSupported);
  const isTag = p1 >= 0x40 && (p1 & 0x1f) === 0x1f && p2 >= 0x1f && p2 < 0x80;
  return isTag ? { tag: p1 * 256 + p2 } : refuse(SW.incorrectP1P2);
}
