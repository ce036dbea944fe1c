/** `proefpas mock`: a trace, or a log, plays the card to a program. */
import { linkTo } from '../apdu/index.ts';
import { type MockCard, mockCard } from '../conformance/index.ts';
import { readerName, startReader } from '../index.ts';
import { EXIT, UsageError } from './exit-status.ts';
import { shellWord } from './output.ts';
import { readTrace, tellRemarks } from './read-trace.ts';
import { readerTitle } from './readers-order.ts';
import { runAround } from './run-around.ts';
import { setting } from './setting.ts';
import { catchStopSignals } from './signals.ts';

export interface MockOrder {
  readonly trace: string;
  readonly strict: boolean;
  /** NAME=VALUE each. */
  readonly set: readonly string[];
  readonly reader: string | undefined;
}

/** Returns the command's exit status, but failure when a success went otherwise than recorded. */
export async function mock(order: MockOrder, command: readonly string[]): Promise<number> {
  const reader = order.reader === undefined ? undefined : readerTitle(order.reader);
  const card = await cardOf(order);
  const open = () => startReader({ cards: [linkTo(card)], ...(reader !== undefined && { name: reader }) });
  const status = command.length > 0 ? await runAround(open, command) : await serve(open, reader);
  const { misses, left } = card.report();
  for (const sentence of [...misses, ...left]) process.stderr.write(`proefpas: ${sentence}\n`);
  return status === EXIT.success && misses.length + left.length > 0 ? EXIT.failure : status;
}

async function cardOf({ trace: path, strict, set }: MockOrder): Promise<MockCard> {
  const values = new Map(set.map(setting));
  // Nothing of a log is written down, so its secrets are kept: they are what a program will send.
  const read = await readTrace(path, true);
  tellRemarks(read);
  try {
    return mockCard(read.trace, { strict, values });
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${read.file}: ${error.message}`);
    throw error;
  }
}

/** Says how to reach the card, and serves until it is told to stop. */
async function serve(open: () => ReturnType<typeof startReader>, reader: string | undefined): Promise<number> {
  const stop = catchStopSignals();
  try {
    const readers = await open();
    const socket = shellWord(readers.env.PCSCLITE_CSOCK_NAME);
    process.stdout.write(`Reader ${readerName(reader, 0)}; Ctrl-C ends it\nexport PCSCLITE_CSOCK_NAME=${socket}\n`);
    await stop.first;
    await readers.close();
    return EXIT.success;
  } finally {
    stop.release();
  }
}
