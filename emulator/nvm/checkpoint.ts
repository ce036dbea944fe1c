/** Images: all objects as they were at a checkpoint, and how one takes the place of another. */
import { BLOCK } from './block.ts';
import { type Change, decodeChanges, encodeChanges, type Objects, outcomeOf, settle } from './change.ts';
import { crc32c } from './crc32c.ts';
import { DeviceError } from './device-error.ts';
import type { FlashDevice } from './flash-device.ts';
import { type Header, writeHeaders } from './header.ts';
import { layoutFor, otherSide, type Side } from './layout.ts';

/** What a checkpoint decides of a header; the rest follows from the image. */
export type Place = Pick<Header, 'epoch' | 'side' | 'capacity' | 'deviceSize'>;

/** The place of the checkpoint after this one. */
export function nextPlace({ epoch, side, capacity, deviceSize }: Place): Place {
  return { epoch: epoch + 1, side: otherSide(side), capacity, deviceSize };
}

/**
 * Makes the objects durable in an image slot other than the newest, then writes both headers. In this order, so that a header
 * that is whole has its image: when the newest has not, the device was changed, and older states are no way out.
 */
export function writeCheckpoint(flash: FlashDevice, objects: Objects, place: Place, firstHeader: Side): Header {
  const puts: Change[] = [];
  for (const [put, bytes] of objects) puts.push({ put, bytes });
  const image = encodeChanges(puts);
  flash.write(layoutFor(place.capacity).imageOffsets[place.side], image);
  flash.sync();
  const header = { ...place, imageLength: image.length, imageCrc: crc32c(image) };
  writeHeaders(flash, header, firstHeader);
  return header;
}

/**
 * Overwrites with zeroes whatever is not part of the checkpoint, durably: the other image, what longer images have left behind
 * this one, and the log. A cut on the way leaves the same state.
 */
export function eraseAllBut(flash: FlashDevice, header: Header): void {
  const { imageSize, imageOffsets, trackOffsets, trackBlocks } = layoutFor(header.capacity);
  const erase = (offset: number, length: number) => flash.write(offset, new Uint8Array(length));
  erase(imageOffsets[otherSide(header.side)], imageSize);
  erase(imageOffsets[header.side] + header.imageLength, imageSize - header.imageLength);
  for (const track of trackOffsets) erase(track, trackBlocks * BLOCK);
  flash.sync();
}

/** The objects of a header's image. Throws `DeviceError` when it does not hold. */
export function readImage(flash: FlashDevice, header: Header): Map<number, Uint8Array> {
  const image =
    header.imageLength <= header.capacity
      ? flash.read(layoutFor(header.capacity).imageOffsets[header.side], header.imageLength)
      : undefined;
  if (image === undefined || crc32c(image) !== header.imageCrc) {
    throw new DeviceError('damaged', 'this card image is damaged: its objects do not match their checksum');
  }
  const objects = new Map<number, Uint8Array>();
  settle(objects, outcomeOf(objects, decodeChanges(image)));
  return objects;
}
