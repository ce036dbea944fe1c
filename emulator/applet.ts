/** What the card OS and an applet agree on. */
import type { InstructionRow } from './instruction.ts';

/** An application on the card. Made anew for each card, because it may remember something until power-off. */
export interface Applet {
  /** What it answers, in order of the instruction code. */
  readonly instructions: readonly InstructionRow[];
  /** Power was switched on: forget everything. */
  powerOn(): void;
}
