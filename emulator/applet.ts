/** What the card OS and an applet agree on. */
import type { InstructionRow } from './instruction.ts';

/** An application on the card. Made anew for each card, because it may remember something until power-off. */
export interface Applet {
  /** Its application identifiers: SELECT by one of them, or by the beginning of one, selects it. */
  readonly names: readonly Uint8Array[];
  /** What it answers, in order of the instruction code. */
  readonly instructions: readonly InstructionRow[];
  /** Power was switched on: forget everything. */
  powerOn(): void;
}
