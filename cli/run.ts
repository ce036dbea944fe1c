/** `proefpas run`: readers around one command. On standard output only the command speaks. */
import { type OpenReaders, openReaders } from './open-readers.ts';
import { jsonLine, readyEvent } from './output.ts';
import type { ReadersOrder } from './readers-order.ts';
import { runAround, type Told } from './run-around.ts';

/** Returns the command's exit status; 128 and the signal's number when a signal ended it. */
export function run(order: ReadersOrder, command: readonly string[]): Promise<number> {
  return runAround(() => openReaders(order), command, toldOf(order));
}

/** What is told of readers around a command, on standard error. */
export function toldOf({ json }: ReadersOrder): Required<Told<OpenReaders>> {
  return {
    opened: (readers) => {
      if (json) process.stderr.write(jsonLine(readyEvent(readers)));
      void readers.lost.then((sentence) => process.stderr.write(`proefpas: ${sentence}\n`));
    },
    ended: (status) => {
      if (json) process.stderr.write(jsonLine({ event: 'exit', status }));
    },
  };
}
