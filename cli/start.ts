/** `proefpas start`: puts cards in readers, says how to reach them, and serves until it is told to stop. */
import { EXIT } from './exit-status.ts';
import { openReaders } from './open-readers.ts';
import { describeReaders, jsonLine, readyEvent } from './output.ts';
import type { ReadersOrder } from './readers-order.ts';
import { catchStopSignals } from './signals.ts';

/** Returns the exit status: success when it was told to stop, failure when the virtual reader went away. */
export async function start(order: ReadersOrder): Promise<number> {
  const stop = catchStopSignals();
  try {
    const readers = await openReaders(order);
    if (stop.received() === undefined) {
      process.stdout.write(order.json ? jsonLine(readyEvent(readers)) : describeReaders(readers));
    }
    const lost = await Promise.race([readers.lost, stop.first.then(() => undefined)]);
    await readers.close();
    if (lost !== undefined) {
      process.stderr.write(`proefpas: ${lost}\n`);
      if (order.json) process.stdout.write(jsonLine({ event: 'lost', message: lost }));
    }
    if (order.json) process.stdout.write(jsonLine({ event: 'closed' }));
    return lost === undefined ? EXIT.success : EXIT.failure;
  } finally {
    stop.release();
  }
}
