/** A PIN to be blocked and unblocked. The counter of its code cannot be read, so that this is for disposable cards. */
import { concat } from '../../../apdu/index.ts';
import type { Bench } from '../bench.ts';
import { resetCounter, verify } from '../commands.ts';

export type Spare = Bench['sparePin'];

/** More than any counter has. */
export const MOST_TRIES = 15;

export const codeAndNew = (card: Bench, code: Uint8Array, value: Uint8Array): Uint8Array =>
  concat(card.padded(code), card.padded(value));

/** Presents wrong values until the PIN is blocked; the answers. */
export async function block(card: Bench, { reference, value }: Spare): Promise<number[]> {
  card.need(card.guard.floor === 0, `${card.guard.floor} tries have to stay`);
  const words: number[] = [];
  for (let i = 0; i <= MOST_TRIES; i++) {
    const { sw } = await card.send(verify(reference, card.wrong(value)));
    words.push(sw);
    if (sw >> 4 !== 0x63c || sw === 0x63c0) return words;
  }
  return words;
}

/** Gives a PIN its value back with the code. */
export async function unblock(card: Bench, { reference, value, code }: Spare): Promise<void> {
  await card.send(resetCounter(reference, codeAndNew(card, code, value)));
}

/** Blocks the spare PIN, tries something, and unblocks it. */
export async function whileBlocked(card: Bench, attempt: (pin: Spare) => Promise<void>): Promise<void> {
  const pin = card.sparePin;
  await block(card, pin);
  try {
    await attempt(pin);
  } finally {
    await card.reset();
    await unblock(card, pin);
  }
}

/** Another value of the same length and kind. */
export function other(value: Uint8Array): Uint8Array {
  return value.map((byte, i) => (i === 0 ? byte : byte === 0x37 ? 0x36 : 0x37));
}
