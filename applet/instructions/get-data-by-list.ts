/**
 * GET DATA (INS CB), odd instruction code. ISO/IEC 7816-4:2005 §7.4.2; tag list §8.5.1
 *
 * P1-P2 3FFF the current DF · data: 5C, a tag list. Answers those of its data objects that are there, whole, in the order of the
 * list; an empty list asks for all.
 * Answers 9000 · 6982 · 6985 · 6A80 · 6A81 another file, or a header list (4D, 5D) · 6A88 none of them.
 */
import { concat, SW, TAG, tlv } from '../../apdu/index.ts';
import { ACCESS_MODE, type Instruction, parseTagList, refuse } from '../../emulator/index.ts';
import { dataObjects, demandDataObject, seriesOf } from './data-objects.ts';
import { allDataObjects } from './get-data.ts';

const HEADER_LISTS: readonly number[] = [0x4d, 0x5d];

export const getDataByList: Instruction = ({ p1, p2, data }, card) => {
  if (p1 !== 0x3f || p2 !== 0xff) refuse(SW.functionNotSupported);
  const [list, ...more] = seriesOf(data);
  if (list !== undefined && HEADER_LISTS.includes(list.tag)) refuse(SW.functionNotSupported);
  if (list?.tag !== TAG.tagList || more.length > 0) refuse(SW.incorrectData);
  const tags = parseTagList(list.value) ?? refuse(SW.incorrectData);
  if (tags.length === 0) return allDataObjects(card);
  const objects = dataObjects(card);
  const found = tags.flatMap((wanted) => {
    demandDataObject(wanted, ACCESS_MODE.getData, card);
    return objects.filter(({ tag }) => tag === wanted);
  });
  if (found.length === 0) refuse(SW.referencedDataNotFound);
  return concat(...found.map(({ tag, value }) => tlv(tag, value)));
};
