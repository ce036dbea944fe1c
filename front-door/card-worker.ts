/** A thread that holds one card. It is told by `workerData` which, and answers each message with one, in order. */
import { parentPort, workerData } from 'node:worker_threads';
import type { CardChannel } from '../apdu/index.ts';
import type { CardProfile } from '../applet/index.ts';
import { createCard } from './create-card.ts';

/** Which card: plain data, since only that reaches a thread. */
export interface CardOrder {
  readonly profile: CardProfile;
  /** 1–64 bytes, as such or in hexadecimal; the profile's own when left out. */
  readonly seed?: Uint8Array | string;
}

/** A call of `CardChannel`. */
export type Call =
  | { readonly method: 'powerOn' | 'reset' | 'powerOff' }
  | { readonly method: 'transmit'; readonly command: Uint8Array };

/** The outcome of one call; the first message, unasked, is that of making the card. A failure is told by name, so that it can be made again. */
export type Outcome =
  | { readonly bytes: Uint8Array }
  | { readonly failure: { readonly name: string; readonly message: string; readonly cause?: unknown } };

const NO_BYTES = new Uint8Array(0);

function outcome(work: () => Uint8Array): Outcome {
  try {
    return { bytes: work() };
  } catch (error) {
    const { name, message, cause } = error instanceof Error ? error : new Error(String(error));
    return { failure: { name, message, ...(cause instanceof Error ? { cause } : {}) } };
  }
}

function perform(card: CardChannel, call: Call): Uint8Array {
  if (call.method === 'transmit') return card.transmit(call.command);
  if (call.method !== 'powerOff') return card[call.method]();
  card.powerOff();
  return NO_BYTES;
}

function work(order: CardOrder): void {
  let card: CardChannel | undefined;
  const made = outcome(() => {
    card = createCard(order);
    return NO_BYTES;
  });
  parentPort?.postMessage(made);
  if (card === undefined) return;
  const held = card;
  parentPort?.on('message', (call: Call) => parentPort?.postMessage(outcome(() => perform(held, call))));
}

work(workerData as CardOrder);
