import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeHeader, HEADER_LENGTH, isForeignFormat, isMarked } from './header.ts';
import { seal } from './seal.ts';
import { chipAfter, counts, FULL, SMALL } from './store.test-support.ts';

const MARK = new TextEncoder().encode('proefpas');

/** A store after its first checkpoint. */
const newChip = () => chipAfter(SMALL, counts(FULL + 1));
const newHeader = () => newChip().read(0, HEADER_LENGTH);

/** The header with a byte changed, and a checksum that holds. */
function sealedWith(offset: number, value: number): Uint8Array {
  const bytes = newHeader().with(offset, value);
  seal(bytes);
  return bytes;
}

describe('a header', () => {
  it('tells epoch, side, image, capacity and size', () => {
    expect(decodeHeader(newHeader())).toEqual({
      epoch: 2,
      side: 1,
      imageLength: 12 + 10 + 12 + 40,
      imageCrc: expect.any(Number),
      capacity: SMALL.capacity,
      deviceSize: newChip().size,
    });
    expect(decodeHeader(sealedWith(23, 0))).toMatchObject({ side: 0 });
  });

  it.each<[string, () => Uint8Array]>([
    ['with another mark', () => sealedWith(0, 0x42)],
    ['of another format', () => sealedWith(11, 2)],
    ['of a side that does not exist', () => sealedWith(23, 2)],
    ['whose checksum does not hold', () => newHeader().map((byte, i) => (i === 31 ? byte ^ 0x01 : byte))],
  ])('%s is none', (_, bytes) => {
    expect(decodeHeader(bytes())).toBeUndefined();
  });
});

describe('the format', () => {
  it.each<[string, number, number, boolean]>([
    ['that is ours', MARK[0]!, 1, false],
    ['of a later version', MARK[0]!, 2, true],
    ['that is not written yet', MARK[0]!, 0, false],
    ['of what has no mark', 0x42, 2, false],
  ])('%s', (_, first, format, isForeign) => {
    expect(isForeignFormat(newHeader().with(0, first).with(11, format))).toBe(isForeign);
  });
});

describe('the mark', () => {
  it('is one as far as a torn write has left it, and none of it is none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 8, max: 1 }), (kept) => {
        const torn = MARK.map((letter, i) => letter * kept[i]!);
        expect(isMarked(torn)).toBe(kept.includes(1));
      }),
    );
  });

  it('is none when a byte is neither its own nor erased', () => {
    expect(isMarked(MARK.with(7, 0x42))).toBe(false);
    expect(isMarked(new Uint8Array(8).with(0, 0x42))).toBe(false);
  });
});
