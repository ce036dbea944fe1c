/** A scene of the sweep: a chip, what is done with the card on it, and so where the power may go. */
import { fromHex, INS } from '../../apdu/index.ts';
import type { MemoryFlash } from '../../emulator/index.ts';
import type { Candidates, DurableState } from './durable-state.ts';

export interface Scene {
  /** Unique; such as "VERIFY wrong, 2 of 3 tries, 4th commit of the log". */
  readonly name: string;
  /** The row it counts for in the table: an instruction, or "formatting", "opening". */
  readonly subject: string;
  readonly chip: MemoryFlash;
  /** In hexadecimal, sent in order after power-on; the power holds meanwhile. Undefined: it may go from the opening on. */
  readonly setting?: readonly string[];
  /** In hexadecimal, sent in order after that; the power may go in any of them. */
  readonly commands: readonly string[];
  readonly candidates: Candidates;
}

/** Which counter a command pays from before it compares, by the rules of VERIFY and its relatives. */
function paidCounter(command: Uint8Array): 'pinTries' | 'pukTries' | undefined {
  const [, ins, p1] = command;
  const hasData = command.length > 5;
  if (ins === INS.verify && hasData) return 'pinTries';
  if (ins === INS.changeReferenceData && p1 === 0x00) return 'pinTries';
  if (ins === INS.enableVerificationRequirement || ins === INS.disableVerificationRequirement) return 'pinTries';
  if (ins === INS.resetRetryCounter && hasData) return 'pukTries';
  return undefined;
}

/**
 * The states that a cut during a command may leave, by the rules: before it or after it, and where it compares a secret, also
 * with the try for that comparison spent.
 */
export function legalStates(command: string, before: DurableState, after: DurableState): DurableState[] {
  const counter = paidCounter(fromHex(command));
  if (counter === undefined || before[counter] === 0) return [before, after];
  const left = before[counter] - 1;
  const value = counter === 'pinTries' ? 'pin' : 'puk';
  return [before, { ...before, [counter]: left, ...(left === 0 ? { [value]: -1 } : {}) }, after];
}
