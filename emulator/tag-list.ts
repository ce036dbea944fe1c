/** A tag list: BER-TLV tags in a row, the value of 5C. ISO/IEC 7816-4:2005 §8.5.1 */

/** The tags, each as one number as in `Tlv`; undefined when the last one is cut short or one is longer than three bytes. */
export function parseTagList(list: Uint8Array): number[] | undefined {
  const tags: number[] = [];
  for (let offset = 0; offset < list.length; ) {
    let tag = list[offset++]!;
    if ((tag & 0x1f) === 0x1f) {
      let next: number | undefined;
      do {
        next = list[offset++];
        if (next === undefined || tag > 0xffff) return undefined;
        tag = tag * 0x100 + next;
      } while ((next & 0x80) !== 0);
    }
    tags.push(tag);
  }
  return tags;
}
