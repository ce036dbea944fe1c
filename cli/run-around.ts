/** One command with readers around it: signals passed on, its exit status, and nothing left behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { EXIT, statusOfSignal } from './exit-status.ts';
import { catchStopSignals } from './signals.ts';

/** What a command needs of readers. */
export interface Surroundings {
  /** To merge into the command's environment. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Who is told before the command starts, and when it has ended. */
export interface Told<Around> {
  opened?(around: Around): void;
  ended?(status: number): void;
}

/** Returns the command's exit status; 128 and the signal's number when a signal ended it. */
export async function runAround<Around extends Surroundings>(
  open: () => Promise<Around>,
  command: readonly string[],
  told: Told<Around> = {},
): Promise<number> {
  const shared = hasTerminal();
  let child: ChildProcess | undefined;
  const stop = catchStopSignals((signal) => {
    // Ctrl-C reaches every process of the terminal's foreground group by itself.
    if (!(signal === 'SIGINT' && shared)) child?.kill(signal);
  });
  try {
    const around = await open();
    try {
      const early = stop.received();
      if (early !== undefined) return statusOfSignal(early);
      told.opened?.(around);
      const [program, ...rest] = command;
      child = spawn(program!, rest, { stdio: 'inherit', env: { ...process.env, ...around.env } });
      const status = await ending(child, program!);
      told.ended?.(status);
      return status;
    } finally {
      await around.close();
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
