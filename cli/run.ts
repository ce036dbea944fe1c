/** `proefpas run`: readers around one command. On standard output only the command speaks. */
import { openReaders } from './open-readers.ts';
import { jsonLine, readyEvent } from './output.ts';
import type { ReadersOrder } from './readers-order.ts';
import { runAround } from './run-around.ts';

/** Returns the command's exit status; 128 and the signal's number when a signal ended it. */
export function run(order: ReadersOrder, command: readonly string[]): Promise<number> {
  return runAround(() => openReaders(order), command, {
    opened: (readers) => {
      if (order.json) process.stderr.write(jsonLine(readyEvent(readers)));
      void readers.lost.then((sentence) => process.stderr.write(`proefpas: ${sentence}\n`));
    },
    ended: (status) => {
      if (order.json) process.stderr.write(jsonLine({ event: 'exit', status }));
    },
  });
}
