/** What runs of the model count, in sums that can be added. */
import { addReached, noneReached, type Reached } from '../long-run/reached-states.ts';

/** States that a run must have reached, or it proves nothing about them. */
// biome-ignore format: a table reads best with its columns aligned
export const REACHED_STATES = {
  pinBlocked:   'the PIN blocked',
  pukBlocked:   'the PUK blocked',
  unblocked:    'a blocked PIN unblocked',
  notRequired:  'the PIN not required',
  verifiedTwo:  'the PIN verified on two channels at once',
  revoked:      'verified status lost by a wrong try on another channel',
  signed:       'a signature',
  deactivated:  'the file deactivated',
  terminated:   'the file terminated',
  cardEnded:    'the card terminated',
  cutPaid:      'a try spent by a command that was cut short',
  cutBefore:    'a command cut short that never was',
  cutAfter:     'a command cut short that was done all the same',
  killed:       'a process killed in a command that writes',
} as const;

export type ReachedState = keyof typeof REACHED_STATES;

/** What a run counts. */
export interface ModelCounts {
  commands: number;
  readonly reached: Reached<ReachedState>;
}

export function noCounts(): ModelCounts {
  return { commands: 0, reached: noneReached(REACHED_STATES) };
}

/** Adds what another run counted. */
export function addCounts(sum: ModelCounts, other: ModelCounts): void {
  sum.commands += other.commands;
  addReached(sum.reached, other.reached);
}
