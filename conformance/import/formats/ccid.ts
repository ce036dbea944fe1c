/**
 * The messages between host and USB reader. USB CCID revision 1.1 §6: a header of ten bytes, then the APDU, a part of it, or
 * with readers of TPDU level a block of T=1 (ISO/IEC 7816-3:2006 §11.3).
 */
import { concat } from '../../../apdu/index.ts';
import type { LogEvents } from '../log-events.ts';
import type { UsbTransfer } from './usb-framing.ts';

export const MESSAGE = { powerOn: 0x62, powerOff: 0x63, transfer: 0x6f, secure: 0x69, dataBlock: 0x80 } as const;
export const HEADER = 10;
/** Where in the header. */
const AT = { length: 1, slot: 5, status: 7, error: 8, chain: 9, level: 8 } as const;

const FAILED = 0x40;
const TIME_EXTENSION = 0x80;
/** bChainParameter and wLevelParameter: whole, begins, ends, goes on, and an empty part that asks for more. */
const PART = { whole: 0, begins: 1, ends: 2, middle: 3, askMore: 0x10 } as const;

/** No message is longer than an extended APDU. */
const LONGEST = 70_000;

interface Slot {
  /** A card that is powered on is reset warm by powering it on. */
  isPowered: boolean;
  /** What the host has asked last. */
  asked: number;
  askedAt: number;
  command: Uint8Array;
  answer: Uint8Array;
  answerAt: number;
}

export class CcidReader {
  readonly #events: LogEvents;
  readonly #slots = new Map<string, Slot>();
  /** A message that goes on in the next transfer, by device and direction. */
  readonly #started = new Map<string, Uint8Array>();

  constructor(events: LogEvents) {
    this.#events = events;
  }

  transfer({ device, isIn, bytes }: UsbTransfer, number: number): void {
    this.#events.remark(number);
    if (bytes.length === 0) return;
    const way = `${device}${isIn ? '<' : '>'}`;
    const message = concat(this.#started.get(way) ?? new Uint8Array(0), bytes);
    this.#started.delete(way);
    const length =
      message.length < HEADER ? 0 : new DataView(message.buffer, message.byteOffset).getUint32(AT.length, true);
    if (message.length < HEADER || length > LONGEST) return;
    if (message.length < HEADER + length) {
      this.#started.set(way, message);
      return;
    }
    const session = `${device}.${message[AT.slot]}`;
    let slot = this.#slots.get(session);
    if (slot === undefined) {
      slot = { isPowered: false, asked: 0, askedAt: 0, command: NO_BYTES, answer: NO_BYTES, answerAt: 0 };
      this.#slots.set(session, slot);
      this.#events.reader(session, `USB device ${device}, slot ${message[AT.slot]}`);
    }
    const data = message.subarray(HEADER, HEADER + length);
    if (isIn) this.#fromReader(slot, session, message, data, number);
    else this.#toReader(slot, session, message, data, number);
  }

  /** Commands whose answer the capture does not have. */
  end(): void {
    for (const [session, slot] of this.#slots)
      if (slot.asked === MESSAGE.transfer && slot.command.length > 0)
        this.#events.command(slot.askedAt, session, slot.command);
  }

  #toReader(slot: Slot, session: string, message: Uint8Array, data: Uint8Array, number: number): void {
    const kind = message[0]!;
    if (kind === MESSAGE.powerOff) slot.isPowered = false;
    if (kind === MESSAGE.secure) this.#events.hidden(number, session, 'PIN entered at the reader');
    if (kind !== MESSAGE.transfer) {
      slot.asked = kind;
      slot.askedAt = number;
      return;
    }
    const part = message[AT.level]!;
    if (part === PART.askMore) return;
    const block = t1Block(data);
    if (slot.command.length === 0) slot.askedAt = number;
    slot.asked = MESSAGE.transfer;
    if (block === undefined) slot.command = concat(part === PART.whole ? NO_BYTES : slot.command, data);
    else if (block.isInformation) slot.command = concat(slot.command, block.information);
  }

  #fromReader(slot: Slot, session: string, message: Uint8Array, data: Uint8Array, number: number): void {
    if (message[0] !== MESSAGE.dataBlock || (message[AT.status]! & 0xc0) === TIME_EXTENSION) return;
    const failed = (message[AT.status]! & 0xc0) === FAILED;
    if (slot.asked === MESSAGE.powerOn) {
      if (!failed) this.#events.reset(number, session, slot.isPowered ? 'warm' : 'cold', data.slice());
      slot.isPowered = !failed;
      slot.asked = 0;
    } else if (slot.asked === MESSAGE.secure) {
      this.#events.response(number, session, failed ? NO_BYTES : data.slice());
      slot.asked = 0;
    } else if (slot.asked === MESSAGE.transfer)
      this.#answered(slot, session, message[AT.chain]!, failed ? NO_BYTES : data, number);
  }

  #answered(slot: Slot, session: string, part: number, data: Uint8Array, number: number): void {
    const block = t1Block(data);
    if (slot.answer.length === 0) slot.answerAt = number;
    if (part === PART.askMore || (block !== undefined && !block.isInformation)) return;
    slot.answer = concat(slot.answer, block?.information ?? data);
    if (part === PART.begins || part === PART.middle || block?.more === true) return;
    if (slot.command.length === 0) this.#events.unknown(slot.askedAt);
    else {
      this.#events.command(slot.askedAt, session, slot.command);
      this.#events.response(slot.answerAt, session, slot.answer);
    }
    slot.command = NO_BYTES;
    slot.answer = NO_BYTES;
    slot.asked = 0;
  }
}

const NO_BYTES: Uint8Array = new Uint8Array(0);

interface Block {
  readonly isInformation: boolean;
  readonly information: Uint8Array;
  readonly more: boolean;
}

/** A block of T=1 with a check byte: NAD, PCB, LEN, information, LRC. Undefined when the bytes are none. */
function t1Block(data: Uint8Array): Block | undefined {
  if (data.length < 4 || data[2] !== data.length - 4 || data.reduce((sum, byte) => sum ^ byte, 0) !== 0)
    return undefined;
  const control = data[1]!;
  return { isInformation: (control & 0x80) === 0, information: data.slice(3, -1), more: (control & 0x20) !== 0 };
}
