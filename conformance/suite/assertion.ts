/** An assertion: one sentence that a card has to keep to, with its clause, and how it is tried. */
import type { Bench } from './bench.ts';
import type { Clause } from './clauses.ts';

/**
 * must: the standard demands it · should: common practice, or one of the words that the standard allows · may: the card's choice, but
 * when it has it, then like this.
 */
export type Level = 'must' | 'should' | 'may';

/**
 * pass · fail · explained: our own card departs by decision, and the source is named · inconclusive: what comes before could not be
 * brought about · inapplicable: the card does not have or announce it, or the guard does not allow it.
 */
export type Outcome = 'pass' | 'fail' | 'explained' | 'inconclusive' | 'inapplicable';

export interface Assertion {
  /** Group and number, such as "SEL-04". Never used for another one. */
  readonly id: string;
  readonly clause: Clause;
  readonly level: Level;
  /** What it is for: a sentence about cards. */
  readonly purpose: string;
  /** When it passes. */
  readonly criterion: string;
  /** The status words that it allows; patterns of words.ts. */
  readonly words: readonly string[];
  /** Creates, deletes, overwrites or blocks something: only on a card that was declared disposable. */
  readonly destructive?: true;
  /** Tries it. Returns when the card passes. Throws `Failed`, `Inconclusive` or `Inapplicable`, or what the link throws. */
  run(card: Bench): Promise<void>;
}

/** A row of a group, which gives it its clause unless it has its own. */
export type Row = Omit<Assertion, 'clause'> & { readonly clause?: Clause };

/** Assertions about one clause. */
export function group(clause: Clause, rows: readonly Row[]): Assertion[] {
  return rows.map((row) => ({ ...row, clause: row.clause ?? clause }));
}

/** The card does not keep to it. */
export class Failed extends Error {
  override readonly name = 'Failed';
}

/** It cannot be told, because a step before it did not go well. */
export class Inconclusive extends Error {
  override readonly name = 'Inconclusive';
}

/** The card does not have what it is about, or the guard does not allow it. */
export class Inapplicable extends Error {
  override readonly name = 'Inapplicable';
}
