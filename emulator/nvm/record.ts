/**
 * A record of the log: the changes of one commit under one checksum, in as many consecutive blocks as it takes.
 *
 *     first block    mark(4) epoch(4) sequence(4) checksum(4) payload length(4) payload
 *     further ones   another mark(4) payload
 *
 * Each block begins with a mark of ours, so that no content of an object can ever pass for a record. What lies in the last
 * block behind the payload means nothing.
 */
import { BLOCK } from './block.ts';
import type { FlashDevice } from './flash-device.ts';
import { isSealed, seal } from './seal.ts';

const MARK = 0x5265_6331; // 'Rec1'
const FURTHER_MARK = 0x2b2b_2b2b; // '++++'
const MARK_LENGTH = 4;
const HEAD_LENGTH = 20;
const FIRST_ROOM = BLOCK - HEAD_LENGTH;
const FURTHER_ROOM = BLOCK - MARK_LENGTH;

// biome-ignore format: a table reads best with its columns aligned
const AT = { mark: 0, epoch: 4, sequence: 8, payloadLength: 16 } as const;

export interface LogRecord {
  /** Number of the checkpoint that it follows. */
  readonly epoch: number;
  /** Place among the records of its epoch, from 0. */
  readonly sequence: number;
  readonly payload: Uint8Array;
}

function recordLength(payloadLength: number): number {
  return HEAD_LENGTH + payloadLength + MARK_LENGTH * Math.ceil(Math.max(0, payloadLength - FIRST_ROOM) / FURTHER_ROOM);
}

/** Blocks that a record takes. */
export function recordBlocks(payloadLength: number): number {
  return Math.ceil(recordLength(payloadLength) / BLOCK);
}

/** The bytes of a record, up to the end of its payload. */
export function encodeRecord({ epoch, sequence, payload }: LogRecord): Uint8Array {
  const bytes = new Uint8Array(recordLength(payload.length));
  const view = new DataView(bytes.buffer);
  view.setUint32(AT.mark, MARK);
  view.setUint32(AT.epoch, epoch);
  view.setUint32(AT.sequence, sequence);
  view.setUint32(AT.payloadLength, payload.length);
  bytes.set(payload.subarray(0, FIRST_ROOM), HEAD_LENGTH);
  for (let block = BLOCK, from = FIRST_ROOM; from < payload.length; block += BLOCK, from += FURTHER_ROOM) {
    view.setUint32(block, FURTHER_MARK);
    bytes.set(payload.subarray(from, from + FURTHER_ROOM), block + MARK_LENGTH);
  }
  seal(bytes);
  return bytes;
}

function readHead(flash: FlashDevice, offset: number): { epoch: number; sequence: number; length: number } | undefined {
  const head = flash.read(offset, HEAD_LENGTH);
  const view = new DataView(head.buffer, head.byteOffset);
  if (view.getUint32(AT.mark) !== MARK) return undefined;
  return {
    epoch: view.getUint32(AT.epoch),
    sequence: view.getUint32(AT.sequence),
    length: view.getUint32(AT.payloadLength),
  };
}

/** Whether the beginning of a record of some epoch lies here, whole or torn. */
export function beginsRecord(flash: FlashDevice, offset: number, epoch: number): boolean {
  return readHead(flash, offset)?.epoch === epoch;
}

/** The record that begins at `offset`, within `room` blocks; undefined when none does or its checksum fails. */
export function readRecord(flash: FlashDevice, offset: number, room: number): LogRecord | undefined {
  const head = readHead(flash, offset);
  if (head === undefined || recordBlocks(head.length) > room) return undefined;
  const bytes = flash.read(offset, recordLength(head.length));
  if (!isSealed(bytes)) return undefined;
  const payload = new Uint8Array(head.length);
  payload.set(bytes.subarray(HEAD_LENGTH, BLOCK));
  for (let block = BLOCK, at = FIRST_ROOM; block < bytes.length; block += BLOCK, at += FURTHER_ROOM) {
    payload.set(bytes.subarray(block + MARK_LENGTH, block + BLOCK), at);
  }
  return { epoch: head.epoch, sequence: head.sequence, payload };
}
