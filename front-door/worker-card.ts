/** A card in a thread of its own, as a link: while it computes, nothing else waits. */
import { Worker } from 'node:worker_threads';
import { type CardLink, CardMute } from '../apdu/index.ts';
import { CALL, errorOf, resultOf } from './card-call.ts';
import type { CardOrder, Message, ThreadData } from './card-worker.ts';
import { Mailbox, mailboxMemory } from './mailbox.ts';

export type { CardOrder } from './card-worker.ts';

/** The thread is there until `close`, but keeps the process alive only while a call is under way. */
export interface WorkerCard extends CardLink {
  /** Ends the thread, which makes the card mute. */
  close(): Promise<void>;
}

/** Beside this file: compiled in the package, a starter for the source in a clone. */
const THREAD = new URL(import.meta.url.endsWith('.ts') ? './card-worker.mjs' : './card-worker.js', import.meta.url);

/** Milliseconds that this thread stands still for an answer; most commands take less, and a longer one is waited for beside other work. */
const BRIEFLY = 0.2;

const NO_BYTES: Uint8Array = new Uint8Array(0);

interface Waiting {
  resolve(message: Message): void;
  reject(reason: Error): void;
}

/** Makes a card in a new thread; ready when the card is. Rejects with what was wrong with the order, as an `Error` of the same name. */
export async function startWorkerCard(order: CardOrder): Promise<WorkerCard> {
  const memory = mailboxMemory();
  const mailbox = new Mailbox(memory);
  const worker = new Worker(THREAD, { workerData: { order, memory } satisfies ThreadData });
  let waiting: Waiting | undefined;
  let gone: CardMute | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const message = (): Promise<Message> =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      worker.ref();
    });
  const deliver = async (kind: number, bytes: Uint8Array): Promise<Uint8Array> => {
    if (gone !== undefined) throw gone;
    mailbox.call({ kind, bytes });
    const answer = mailbox.answerWithin(BRIEFLY);
    if (answer !== undefined) return resultOf(answer);
    await message();
    return resultOf(mailbox.takeAnswer());
  };
  const ask = (kind: number, bytes = NO_BYTES): Promise<Uint8Array> => {
    const own = bytes.slice();
    const answer = last.then(() => deliver(kind, own));
    last = answer.catch(() => undefined);
    return answer;
  };
  const end = (reason: CardMute): void => {
    gone ??= reason;
    waiting?.reject(gone);
  };

  worker.on('message', (told: Message) => {
    worker.unref();
    waiting?.resolve(told);
  });
  worker.on('error', (cause) => end(new CardMute("the card's thread failed", { cause })));
  worker.on('exit', () => end(new CardMute("the card's thread has ended")));

  const close = async (): Promise<void> => {
    end(new CardMute('the card was taken away'));
    await worker.terminate();
  };
  const { failure } = await message();
  if (failure !== undefined) {
    await close();
    throw errorOf(failure);
  }

  return {
    powerOn: () => ask(CALL.powerOn),
    reset: () => ask(CALL.reset),
    powerOff: async () => {
      await ask(CALL.powerOff).catch(() => undefined);
    },
    transmit: (command) => ask(CALL.transmit, command),
    close,
  };
}
