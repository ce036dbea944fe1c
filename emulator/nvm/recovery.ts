/** What a device holds when a card is created on it: nothing yet, a card, or something that must be left alone. */
import { sameBytes } from '../../apdu/index.ts';
import { decodeChanges, outcomeOf, settle, usedBy } from './change.ts';
import { nextPlace, readImage, writeCheckpoint } from './checkpoint.ts';
import { DeviceError } from './device-error.ts';
import type { FlashDevice } from './flash-device.ts';
import {
  decodeHeader,
  HEADER_LENGTH,
  type Header,
  isForeignFormat,
  isMarked,
  readHeaders,
  writeMark,
} from './header.ts';
import { Journal } from './journal.ts';
import { HEADER_OFFSETS, layoutFor, otherSide, type Side } from './layout.ts';
import { StoreFull } from './store-full.ts';

export interface StoreOptions {
  /** Bytes that all objects together may take: the length of each and `OBJECT_OVERHEAD`. A card keeps what it was formatted with. */
  readonly capacity: number;
  /** The objects of a new store; asked for when the device holds none. */
  readonly format: () => Iterable<readonly [number, Uint8Array]>;
}

/** Every device has room for both headers. */
const HEADERS_END = HEADER_OFFSETS[1] + HEADER_LENGTH;

/** The state that a device holds. */
export interface Recovered {
  readonly header: Header;
  readonly objects: Map<number, Uint8Array>;
  readonly journal: Journal;
}

function isZero(flash: Pick<FlashDevice, 'size' | 'read'>): boolean {
  const words = new Uint32Array(16384);
  const chunk = new Uint8Array(words.buffer);
  for (let offset = 0; offset < flash.size; offset += chunk.length) {
    const length = Math.min(chunk.length, flash.size - offset);
    chunk.fill(0, length);
    chunk.set(flash.read(offset, length));
    for (let i = 0; i < words.length; i++) if (words[i] !== 0) return false;
  }
  return true;
}

/** Whether there is no card: a blank device, or one whose formatting was cut. Throws `DeviceError` for anything else. */
function demandBlank(flash: Pick<FlashDevice, 'size' | 'read'>, headers: readonly [Uint8Array, Uint8Array]): void {
  if (headers.some(isForeignFormat)) {
    throw new DeviceError(
      'unknown format',
      'this card image was written by another version of proefpas; open it with that one',
    );
  }
  if (isMarked(headers[0]) && headers[1].every((byte) => byte === 0)) return;
  if (!isZero(flash)) {
    throw new DeviceError('damaged', 'this is no card image, or a damaged one: neither of its headers can be read');
  }
}

function formatBlank(flash: FlashDevice, { capacity, format }: StoreOptions): Recovered {
  const objects = new Map<number, Uint8Array>();
  const puts = Array.from(format(), ([put, bytes]) => ({ put, bytes }));
  settle(objects, outcomeOf(objects, puts));
  if (usedBy(objects) > capacity) throw new StoreFull(usedBy(objects), capacity);
  writeMark(flash);
  const header = writeCheckpoint(flash, objects, { epoch: 1, side: 0, capacity, deviceSize: flash.size }, 0);
  return { header, objects, journal: new Journal(flash, capacity, header.epoch) };
}

function demandFits(flash: FlashDevice, header: Header, capacity: number): void {
  if (header.capacity !== capacity) {
    const sentence = `this card image has a capacity of ${header.capacity} bytes, not ${capacity}`;
    throw new DeviceError('other capacity', sentence);
  }
  if (flash.size < header.deviceSize) {
    const sentence = `this card image was cut short: ${flash.size} bytes are left of ${header.deviceSize}`;
    throw new DeviceError('too small', sentence);
  }
}

/** The newest of the two headers, and which it is. */
function newest(headers: readonly [Uint8Array, Uint8Array]): { header: Header; at: Side } | undefined {
  const [a, b] = headers.map(decodeHeader);
  if (b !== undefined && (a === undefined || b.epoch > a.epoch)) return { header: b, at: 1 };
  return a && { header: a, at: 0 };
}

/**
 * What the card on a device was formatted with; undefined when there is none yet. Throws `DeviceError` for anything else. The
 * rest of the device is not looked at.
 */
export function formattedAs(
  flash: Pick<FlashDevice, 'size' | 'read'>,
): Pick<Header, 'capacity' | 'deviceSize'> | undefined {
  if (flash.size < HEADERS_END) {
    throw new DeviceError('too small', `this is no card image: it has ${flash.size} bytes`);
  }
  const headers = readHeaders(flash);
  const found = newest(headers);
  if (found === undefined) demandBlank(flash, headers);
  return found?.header;
}

function replay(flash: FlashDevice, header: Header): Recovered & { readonly untouched: boolean } {
  try {
    const objects = readImage(flash, header);
    const journal = new Journal(flash, header.capacity, header.epoch);
    const untouched = journal.replay((payload) => settle(objects, outcomeOf(objects, decodeChanges(payload))));
    if (usedBy(objects) > header.capacity) throw new RangeError('the objects take more than the capacity');
    return { header, objects, journal, untouched };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new DeviceError('damaged', `this card image is damaged: ${error.message}`);
  }
}

/**
 * The state on a device; of a new card, when the device is blank or its formatting was cut. Throws `DeviceError`, having written
 * nothing, for a device that is too small or holds anything but a whole card, and `StoreFull` when a new card does not fit.
 *
 * Syncs first: what a killed process has left unsynced must not vanish after it has been seen. Whatever a cut or a changed byte
 * has left behind is then done away with by a checkpoint, because what is harmless now could hide the next changed byte.
 */
export function recover(flash: FlashDevice, options: StoreOptions): Recovered {
  const { size } = layoutFor(options.capacity);
  if (flash.size < size) {
    throw new DeviceError('too small', `the flash has ${flash.size} bytes; this card needs ${size}`);
  }
  flash.sync();
  const headers = readHeaders(flash);
  const found = newest(headers);
  if (found === undefined) {
    demandBlank(flash, headers);
    return formatBlank(flash, options);
  }
  demandFits(flash, found.header, options.capacity);
  const { untouched, ...recovered } = replay(flash, found.header);
  if (untouched && sameBytes(...headers)) return recovered;
  const header = writeCheckpoint(flash, recovered.objects, nextPlace(found.header), otherSide(found.at));
  recovered.journal.restart(header.epoch);
  return { ...recovered, header };
}
