/** A thread that holds a PC/SC reader, for a caller that waits for each answer. Told by `workerData` which, and answers the calls in its mailbox. */
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { openPcscReader, type PcscReader, type PcscReaderOptions } from '../reader-bridge/index.ts';
import { answerOfLink, type Failure, failureOf } from './card-call.ts';
import { Mailbox } from './mailbox.ts';

/** Which reader: plain data, since only that reaches a thread. */
export interface ReaderOrder extends PcscReaderOptions {
  readonly name: string;
}

/** What the thread is started with. */
export interface ReaderThreadData {
  readonly order: ReaderOrder;
  readonly memory: SharedArrayBuffer;
}

/** The only message: the reader is open, or why not. */
export type Opened = { readonly failure?: Failure };

/** How long the thread sleeps at most before its event loop may turn, milliseconds. */
const LONGEST_SLEEP = 1_000;

async function open({ name, ...options }: ReaderOrder): Promise<PcscReader | undefined> {
  const tell = (message: Opened): void => parentPort?.postMessage(message);
  try {
    const reader = await openPcscReader(name, options);
    tell({});
    return reader;
  } catch (error) {
    tell({ failure: failureOf(error) });
    return undefined;
  }
}

async function work({ order, memory }: ReaderThreadData): Promise<void> {
  const reader = await open(order);
  const mailbox = new Mailbox(memory);
  while (reader !== undefined) {
    const call = mailbox.callWithin(LONGEST_SLEEP);
    if (call === undefined) await turnOfTheLoop();
    else mailbox.answer(await answerOfLink(reader, call));
  }
}

await work(workerData as ReaderThreadData);
