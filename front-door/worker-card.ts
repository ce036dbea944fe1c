/** A card in a thread of its own, as a link: while it computes, nothing else waits. */
import { Worker } from 'node:worker_threads';
import { type CardLink, CardMute } from '../apdu/index.ts';
import type { Call, CardOrder, Outcome } from './card-worker.ts';

export type { CardOrder } from './card-worker.ts';

/** The thread is there until `close`, but keeps the process alive only while a call is under way. */
export interface WorkerCard extends CardLink {
  /** Ends the thread, which makes the card mute. */
  close(): Promise<void>;
}

/** Beside this file: compiled in the package, a starter for the source in a clone. */
const THREAD = new URL(import.meta.url.endsWith('.ts') ? './card-worker.mjs' : './card-worker.js', import.meta.url);

interface Waiting {
  resolve(bytes: Uint8Array): void;
  reject(reason: Error): void;
}

/** Makes a card in a new thread; ready when the card is. Rejects with what was wrong with the order, as an `Error` of the same name. */
export async function startWorkerCard(order: CardOrder): Promise<WorkerCard> {
  const worker = new Worker(THREAD, { workerData: order });
  const waiting: Waiting[] = [];
  let gone: CardMute | undefined;

  const answer = () =>
    new Promise<Uint8Array>((resolve, reject) => {
      waiting.push({ resolve, reject });
      worker.ref();
    });
  const ask = async (call: Call): Promise<Uint8Array> => {
    if (gone !== undefined) throw gone;
    worker.postMessage(call);
    return answer();
  };
  const end = (reason: CardMute): void => {
    gone ??= reason;
    for (const { reject } of waiting.splice(0)) reject(gone);
  };

  worker.on('message', (outcome: Outcome) => {
    const call = waiting.shift();
    if (waiting.length === 0) worker.unref();
    if ('bytes' in outcome) call?.resolve(outcome.bytes);
    else call?.reject(failureOf(outcome.failure));
  });
  worker.on('error', (cause) => end(new CardMute("the card's thread failed", { cause })));
  worker.on('exit', () => end(new CardMute("the card's thread has ended")));

  const close = async (): Promise<void> => {
    end(new CardMute('the card was taken away'));
    await worker.terminate();
  };
  await answer().catch(async (reason) => {
    await close();
    throw reason;
  });

  return {
    powerOn: () => ask({ method: 'powerOn' }),
    reset: () => ask({ method: 'reset' }),
    powerOff: async () => {
      if (gone === undefined) await ask({ method: 'powerOff' }).catch(() => undefined);
    },
    transmit: (command) => ask({ method: 'transmit', command }),
    close,
  };
}

function failureOf({ name, message, cause }: Extract<Outcome, { failure: unknown }>['failure']): Error {
  const options = cause === undefined ? {} : { cause };
  if (name === 'CardMute') return new CardMute(message, options);
  return Object.defineProperty(new Error(message, options), 'name', { value: name });
}
