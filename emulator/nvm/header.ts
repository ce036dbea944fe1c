/**
 * The headers: which image holds, and the epoch whose records follow it. Header A and header B always say the same, except while
 * they are being written; so one of them may be lost, and an older state never looks like the newest.
 *
 *     mark(8) format(4) checksum(4) epoch(4) side of the image(4) image length(4) image CRC(4) capacity(4) device size(4)
 */
import { startsWith } from '../../apdu/index.ts';
import type { FlashDevice } from './flash-device.ts';
import { HEADER_OFFSETS, otherSide, type Side } from './layout.ts';
import { isSealed, seal } from './seal.ts';

const MARK = Uint8Array.from('proefpas', (letter) => letter.charCodeAt(0));
const FORMAT = 1;

/** Bytes of a header; the rest of its block is left alone. */
export const HEADER_LENGTH = 40;

// biome-ignore format: a table reads best with its columns aligned
const AT = { format: 8, epoch: 16, side: 20, imageLength: 24, imageCrc: 28, capacity: 32, deviceSize: 36 } as const;

export interface Header {
  /** Number of the checkpoint, from 1. */
  readonly epoch: number;
  /** Which image slot holds the objects as they were at the checkpoint. */
  readonly side: Side;
  readonly imageLength: number;
  readonly imageCrc: number;
  /** Capacity that the layout follows from. */
  readonly capacity: number;
  /** Size of the device at formatting: a smaller one has been cut short. */
  readonly deviceSize: number;
}

function encode(header: Header): Uint8Array {
  const bytes = new Uint8Array(HEADER_LENGTH);
  const view = new DataView(bytes.buffer);
  bytes.set(MARK);
  view.setUint32(AT.format, FORMAT);
  view.setUint32(AT.epoch, header.epoch);
  view.setUint32(AT.side, header.side);
  view.setUint32(AT.imageLength, header.imageLength);
  view.setUint32(AT.imageCrc, header.imageCrc);
  view.setUint32(AT.capacity, header.capacity);
  view.setUint32(AT.deviceSize, header.deviceSize);
  seal(bytes);
  return bytes;
}

/** A header, or undefined when it is not valid. */
export function decodeHeader(bytes: Uint8Array): Header | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const side = view.getUint32(AT.side);
  if (!startsWith(bytes, MARK) || view.getUint32(AT.format) !== FORMAT || !isSealed(bytes)) return undefined;
  if (side !== 0 && side !== 1) return undefined;
  return {
    epoch: view.getUint32(AT.epoch),
    side,
    imageLength: view.getUint32(AT.imageLength),
    imageCrc: view.getUint32(AT.imageCrc),
    capacity: view.getUint32(AT.capacity),
    deviceSize: view.getUint32(AT.deviceSize),
  };
}

/** Whether bytes begin a header of a format that is not ours. The mark alone, with format 0, is of every format. */
export function isForeignFormat(bytes: Uint8Array): boolean {
  const format = new DataView(bytes.buffer, bytes.byteOffset).getUint32(AT.format);
  return startsWith(bytes, MARK) && format !== 0 && format !== FORMAT;
}

/** Whether bytes show that formatting had begun: the mark, or what a torn write left of it. */
export function isMarked(bytes: Uint8Array): boolean {
  const start = bytes.subarray(0, MARK.length);
  return start.some((byte) => byte !== 0) && start.every((byte, i) => byte === 0 || byte === MARK[i]);
}

/** The bytes of both headers. */
export function readHeaders(flash: Pick<FlashDevice, 'read'>): readonly [Uint8Array, Uint8Array] {
  return [flash.read(HEADER_OFFSETS[0], HEADER_LENGTH), flash.read(HEADER_OFFSETS[1], HEADER_LENGTH)];
}

/** Marks header A, durably: from now on, until both headers are written, the device is one whose formatting was cut. */
export function writeMark(flash: FlashDevice): void {
  const bytes = new Uint8Array(HEADER_LENGTH);
  bytes.set(MARK);
  flash.write(HEADER_OFFSETS[0], bytes);
  flash.sync();
}

/** Writes both headers, each durably before the next, so that one of them is whole at any moment. */
export function writeHeaders(flash: FlashDevice, header: Header, first: Side): void {
  const bytes = encode(header);
  for (const side of [first, otherSide(first)]) {
    flash.write(HEADER_OFFSETS[side], bytes);
    flash.sync();
  }
}
