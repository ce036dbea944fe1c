/** A thread that holds one card. It is told by `workerData` which, and answers the calls in its mailbox, in order. */
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { CardChannel } from '../apdu/index.ts';
import type { CardProfile } from '../applet/index.ts';
import { answerOf, type Failure, failureOf } from './card-call.ts';
import { createCard } from './create-card.ts';
import { openImageCard } from './image-card.ts';
import { Mailbox } from './mailbox.ts';

/** Which card: plain data, since only that reaches a thread. */
export interface CardOrder {
  readonly profile: CardProfile;
  /** 1–64 bytes, as such or in hexadecimal; the profile's own when left out. */
  readonly seed?: Uint8Array | string;
  /** Path of the file that it lives in; memory when left out. */
  readonly image?: string;
}

/** What the thread is started with. */
export interface ThreadData {
  readonly order: CardOrder;
  readonly memory: SharedArrayBuffer;
}

/** The first message, unasked: the card is made, or why not. Every later one says that an answer is in the mailbox. */
export type Message = { readonly failure?: Failure };

/** How long the thread sleeps at most before its event loop may turn, milliseconds: for what the card has logged. */
const LONGEST_SLEEP = 1_000;

function tell(message: Message): void {
  parentPort?.postMessage(message);
}

function make(order: CardOrder): CardChannel | undefined {
  try {
    const { image } = order;
    const card = image === undefined ? createCard(order) : openImageCard({ ...order, image }).card;
    tell({});
    return card;
  } catch (error) {
    tell({ failure: failureOf(error) });
    return undefined;
  }
}

async function work({ order, memory }: ThreadData): Promise<void> {
  const card = make(order);
  const mailbox = new Mailbox(memory);
  while (card !== undefined) {
    const call = mailbox.callWithin(LONGEST_SLEEP);
    if (call === undefined) await turnOfTheLoop();
    else if (!mailbox.answer(answerOf(card, call))) tell({});
  }
}

await work(workerData as ThreadData);
