/** `proefpas run`: readers around one command. On standard output only the command speaks. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { EXIT, statusOfSignal } from './exit-status.ts';
import { openReaders } from './open-readers.ts';
import { jsonLine, readyEvent } from './output.ts';
import type { ReadersOrder } from './readers-order.ts';
import { catchStopSignals } from './signals.ts';

/** Returns the command's exit status; 128 and the signal's number when a signal ended it. */
export async function run(order: ReadersOrder, command: readonly string[]): Promise<number> {
  const shared = hasTerminal();
  let child: ChildProcess | undefined;
  const stop = catchStopSignals((signal) => {
    // Ctrl-C reaches every process of the terminal's foreground group by itself.
    if (!(signal === 'SIGINT' && shared)) child?.kill(signal);
  });
  try {
    const readers = await openReaders(order);
    try {
      const early = stop.received();
      if (early !== undefined) return statusOfSignal(early);
      if (order.json) process.stderr.write(jsonLine(readyEvent(readers)));
      void readers.lost.then((sentence) => process.stderr.write(`proefpas: ${sentence}\n`));
      const [program, ...rest] = command;
      child = spawn(program!, rest, { stdio: 'inherit', env: { ...process.env, ...readers.env } });
      const status = await ending(child, program!);
      if (order.json) process.stderr.write(jsonLine({ event: 'exit', status }));
      return status;
    } finally {
      await readers.close();
    }
  } finally {
    stop.release();
  }
}

function ending(child: ChildProcess, program: string): Promise<number> {
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => resolve(signal === null ? code! : statusOfSignal(signal)));
    child.on('error', (error: NodeJS.ErrnoException) => {
      // An error after the start is a signal that could not be passed on: the command has just ended by itself.
      if (child.pid !== undefined) return;
      const missing = error.code === 'ENOENT';
      const reason = missing
        ? 'was not found; check its name and PATH'
        : `cannot be executed (${error.code}); check its mode`;
      process.stderr.write(`proefpas: ${program} ${reason}\n`);
      resolve(missing ? EXIT.notFound : EXIT.notExecutable);
    });
  });
}

/** Whether a terminal controls this process. */
function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}
