/** A fault planted at the seam around a sound card: what passes is looked at, and changed, on its way. */
import {
  type CardChannel,
  concat,
  encodeResponse,
  INS,
  parseClass,
  parseResponse,
  type Response,
} from '../../../apdu/index.ts';

/** A command that can be told what it is, as bytes. */
export interface Seen {
  readonly bytes: Uint8Array;
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  /** Data field of a short command, or of an extended one; empty when there is none. */
  readonly data: Uint8Array;
  readonly channel: number;
}

export type Send = (bytes: Uint8Array) => Response;

/** What a broken card does with a command; undefined: what a sound one does. */
export type Fault = () => {
  answer?(command: Seen, send: Send, card: CardChannel): Response | undefined;
  reset?(card: CardChannel, cold: boolean): void;
  /** Instead of the reset itself; answers the ATR. */
  instead?(card: CardChannel, atr: Uint8Array, cold: boolean): Uint8Array;
};

export function seen(bytes: Uint8Array): Seen {
  const [cla = 0, ins = 0, p1 = 0, p2 = 0, lc = 0] = bytes;
  const extended = bytes.length >= 7 && lc === 0;
  const length = extended ? bytes[5]! * 256 + bytes[6]! : lc;
  const start = extended ? 7 : 5;
  const data = bytes.length > start ? bytes.slice(start, start + length) : new Uint8Array(0);
  return { bytes, cla, ins, p1, p2, data, channel: parseClass(cla).channel };
}

export const word = (sw: number, data: Uint8Array = new Uint8Array(0)): Response => ({ data, sw });

/** A card with a fault. */
export function broken(sound: CardChannel, fault: Fault): CardChannel {
  const { answer, reset, instead } = fault();
  const send: Send = (bytes) => parseResponse(sound.transmit(bytes));
  const restart = (cold: boolean): Uint8Array => {
    const atr = cold ? sound.powerOn() : sound.reset();
    reset?.(sound, cold);
    return instead?.(sound, atr, cold) ?? atr;
  };
  return {
    powerOn: () => restart(true),
    reset: () => restart(false),
    powerOff: () => sound.powerOff(),
    transmit: (bytes) => {
      const { data, sw } = answer?.(seen(bytes), send, sound) ?? send(bytes);
      return encodeResponse(data, sw);
    },
  };
}

/** The same command with other bytes in places of the header. */
export function withHeader({ bytes }: Seen, { p1, p2 }: { readonly p1?: number; readonly p2?: number }): Uint8Array {
  const copy = bytes.slice();
  if (p1 !== undefined) copy[2] = p1;
  if (p2 !== undefined) copy[3] = p2;
  return copy;
}

/** A short command with another data field. */
export const withData = ({ bytes }: Seen, data: Uint8Array): Uint8Array =>
  concat(bytes.slice(0, 4), Uint8Array.of(data.length), data);

/** Answers of instructions are changed on their way back. */
export const changing =
  (ins: number | readonly number[], change: (answer: Response, command: Seen, send: Send) => Response): Fault =>
  () => ({
    answer: (command, send) => {
      if (![ins].flat().includes(command.ins)) return undefined;
      return change(send(command.bytes), command, send);
    },
  });

/** One status word becomes another one, for some instructions or for all. */
export const wordInstead =
  (from: number, to: number, ...ins: readonly number[]): Fault =>
  () => ({
    answer: (command, send) => {
      const answer = send(command.bytes);
      return answer.sw === from && (ins.length === 0 || ins.includes(command.ins)) ? { ...answer, sw: to } : answer;
    },
  });

/** Some commands are never heard of by the card, and answered like this. */
export const deaf =
  (to: (command: Seen) => boolean, answer: Response = word(0x9000)): Fault =>
  () => ({ answer: (command) => (to(command) ? answer : undefined) });

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
export const padded = (value: string): Uint8Array => concat(text(value), new Uint8Array(16)).slice(0, 16);
export const PIN = padded('123456');
export const SPARE = padded('654321');
export const SPARE_PUK = padded('87654321');

/** VERIFY of a PIN with its right value, as the card expects it. */
export const rightVerify = (p2 = 0x01, cla = 0x00): Uint8Array =>
  concat(Uint8Array.of(cla, INS.verify, 0x00, p2, 16), p2 === 0x01 ? PIN : SPARE);

export const isVerify = ({ ins, data }: Seen): boolean => ins === INS.verify && data.length > 0;
export const isAsking = ({ ins, data }: Seen): boolean => ins === INS.verify && data.length === 0;
