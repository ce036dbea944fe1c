/** What sweeps saw, in sums that can be added: reports of shards make the report of the whole. */
import { addReached, noneReached, type Reached } from '../long-run/reached-states.ts';

/** What a sweep saw. Sums of reports are reports: `addReports`. */
export interface SweepReport {
  /** Writes and syncs of the uncut scene. */
  operations: number;
  cutPoints: number;
  /** Deaths of the process, each followed by losses of power. */
  kills: number;
  /** Losses of power during the recovery from one. */
  recoveryCuts: number;
  /** One line each. */
  violations: string[];
  /** How often each named state was reached. */
  readonly reached: Reached<ReachedState>;
}

/** States without which a sweep proves nothing. */
// biome-ignore format: a table reads best with its columns aligned
export const REACHED_STATES = {
  blockedPin:            'a chip whose PIN is blocked',
  blockedPuk:            'a chip whose PUK is blocked',
  paidTry:               'a try spent, and the comparison not yet answered',
  tornRecord:            'a record of which a part of each copy survived',
  oneCopy:               'a record of which one copy survived whole and the other did not',
  cutFormatting:         'a chip whose formatting was cut short',
  checkpoint:            'a cut in a checkpoint',
  checkpointInUnblock:   'a cut in a checkpoint inside RESET RETRY COUNTER',
  recoveryWrites:        'a recovery that writes',
  cutRecovery:           'a recovery that was cut short, recovered',
  lostCommand:           'a command cut short that never was',
  keptCommand:           'a command cut short that was done all the same',
} as const;

export type ReachedState = keyof typeof REACHED_STATES;

export function emptyReport(): SweepReport {
  const reached = noneReached(REACHED_STATES);
  return { operations: 0, cutPoints: 0, kills: 0, recoveryCuts: 0, violations: [], reached };
}

/** Adds what another sweep saw. */
export function addReport(sum: SweepReport, other: SweepReport): void {
  sum.operations += other.operations;
  sum.cutPoints += other.cutPoints;
  sum.kills += other.kills;
  sum.recoveryCuts += other.recoveryCuts;
  sum.violations.push(...other.violations);
  addReached(sum.reached, other.reached);
}
