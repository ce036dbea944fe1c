/**
 * The card in a PC/SC reader of this computer as a `CardChannel`: a thread holds the reader, and this thread stands still
 * until it has answered. What is written for a card in process works with a real one.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { CardChannel } from '../apdu/index.ts';
import type { PcscReaderOptions } from '../reader-bridge/index.ts';
import { CALL, errorOf, resultOf } from './card-call.ts';
import { Mailbox, mailboxMemory } from './mailbox.ts';
import type { Opened, ReaderThreadData } from './reader-worker.ts';

export interface PcscChannel extends CardChannel {
  readonly name: string;
  /** Leaves the card without power and ends the thread. */
  close(): Promise<void>;
}

/** Beside this file: compiled in the package, a starter for the source in a clone. */
const THREAD = new URL(import.meta.url.endsWith('.ts') ? './reader-worker.mjs' : './reader-worker.js', import.meta.url);

const NO_BYTES: Uint8Array = new Uint8Array(0);

/** As `openPcscReader`, and rejects as it does; the errors are `CardMute`, or an `Error` named PcscError. */
export async function openPcscChannel(name: string, options: PcscReaderOptions = {}): Promise<PcscChannel> {
  const memory = mailboxMemory();
  const mailbox = new Mailbox(memory);
  const workerData = { order: { ...options, name }, memory } satisfies ReaderThreadData;
  const worker = new Worker(THREAD, { workerData });
  const [{ failure }] = (await once(worker, 'message')) as [Opened];
  if (failure !== undefined) {
    await worker.terminate();
    throw errorOf(failure);
  }
  // Whoever waits here keeps the process alive without the thread's help.
  worker.unref();
  const ask = (kind: number, bytes = NO_BYTES): Uint8Array => {
    mailbox.call({ kind, bytes });
    return resultOf(mailbox.answerWithin(Number.POSITIVE_INFINITY)!);
  };
  return {
    name,
    powerOn: () => ask(CALL.powerOn),
    reset: () => ask(CALL.reset),
    transmit: (command) => ask(CALL.transmit, command),
    powerOff: () => {
      ask(CALL.powerOff);
    },
    close: async () => {
      ask(CALL.powerOff);
      await worker.terminate();
    },
  };
}
