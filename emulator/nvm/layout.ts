/**
 * Where things lie on the flash device:
 *
 *     header A │ header B │ image A │ image B │ log, first track │ log, second track
 *
 * Everything begins at a block.
 */
import { BLOCK } from './block.ts';
import { recordBlocks } from './record.ts';

/** One of two places: headers A and B, images A and B. */
export type Side = 0 | 1;

export function otherSide(side: Side): Side {
  return side === 0 ? 1 : 0;
}

/** Offsets of header A and header B, whatever the capacity. */
export const HEADER_OFFSETS = [0, BLOCK] as const;

/** Blocks of a track beyond what the largest commit takes, so that even the smallest store rarely needs a checkpoint. */
const SPARE_BLOCKS = 3;

export interface Layout {
  /** Bytes of an image slot. */
  readonly imageSize: number;
  readonly imageOffsets: readonly [number, number];
  /** Each track holds the same records at the same blocks. */
  readonly trackOffsets: readonly [number, number];
  readonly trackBlocks: number;
  /** Bytes of flash in use. */
  readonly size: number;
}

/**
 * The layout of a store whose objects take up to `capacity` bytes. Every commit fits an empty log: its puts and patches take no
 * more than the objects they leave, its removals no more than the objects that were.
 */
export function layoutFor(capacity: number): Layout {
  const imageSize = Math.ceil(capacity / BLOCK) * BLOCK;
  const trackBlocks = recordBlocks(2 * capacity) + SPARE_BLOCKS;
  const images = 2 * BLOCK;
  const tracks = images + 2 * imageSize;
  return {
    imageSize,
    imageOffsets: [images, images + imageSize],
    trackOffsets: [tracks, tracks + trackBlocks * BLOCK],
    trackBlocks,
    size: tracks + 2 * trackBlocks * BLOCK,
  };
}
