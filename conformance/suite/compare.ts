/** Two cards side by side: where the same assertion comes out otherwise, or with another status word. */
import { ASSERTIONS } from './assertions/index.ts';
import type { Result, SuiteReport } from './run-suite.ts';

export interface Difference {
  readonly id: string;
  readonly clause: string;
  readonly purpose: string;
  /** "pass 63C2 63C2", card by card: the outcome, and the status words in the order of the commands. */
  readonly behaviour: readonly [string, string];
}

const MOST_WORDS = 6;

/** The status words of an assertion's answers, repeats left out. */
function wordsOf({ got }: Result): string {
  const words = got.map((answer) => answer.slice(-4)).filter((word, i, all) => word !== all[i - 1]);
  return words.slice(-MOST_WORDS).join(' ');
}

export function compareRuns(one: SuiteReport, other: SuiteReport): Difference[] {
  return ASSERTIONS.flatMap(({ id, clause, purpose }) => {
    const [a, b] = [one, other].map(({ assertions }) => assertions.find((result) => result.id === id));
    if (a === undefined || b === undefined) return [];
    const behaviour = [a, b].map((result) => `${result.outcome} ${wordsOf(result)}`.trimEnd());
    return behaviour[0] === behaviour[1]
      ? []
      : [{ id, clause, purpose, behaviour: [behaviour[0]!, behaviour[1]!] as const }];
  });
}

export function compareText(names: readonly [string, string], differences: readonly Difference[]): string[] {
  if (differences.length === 0) return [`${names[0]} and ${names[1]} behave alike in every assertion.`];
  return differences.flatMap(({ id, clause, purpose, behaviour }) => [
    `${id}  ${purpose} (${clause})`,
    ...names.map((name, i) => `    ${name.padEnd(Math.max(...names.map(({ length }) => length)))}  ${behaviour[i]}`),
    '',
  ]);
}
