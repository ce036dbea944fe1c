/** How a command ends: its exit status, and the errors that carry one. */
import { constants } from 'node:os';

// biome-ignore format: a table reads best with its columns aligned
export const EXIT = {
  success:       0,
  failure:       1,
  usage:         2,
  inconclusive:  3,
  notExecutable: 126,
  notFound:      127,
} as const;

/** The command line makes no sense. The message is one sentence that says what to do instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The status of a command that a signal ended, as shells tell it: 128 and the signal's number. */
export function statusOfSignal(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
