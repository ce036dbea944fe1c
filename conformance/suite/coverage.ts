/** Which clauses a run has looked at, with what outcome, and which status words the card has answered. */
import { describeStatusWord, parseResponse, SW } from '../../apdu/index.ts';
import type { Outcome } from './assertion.ts';
import type { RawExchange } from './guard.ts';
import type { Result } from './run-suite.ts';
import { wordText } from './words.ts';

export const OUTCOMES: readonly Outcome[] = ['pass', 'fail', 'explained', 'inconclusive', 'inapplicable'];

export interface ClauseRow {
  readonly clause: string;
  /** In the order of `OUTCOMES`. */
  readonly counts: readonly number[];
}

/** One row for each clause, in the order in which they came. */
export function clauseTable(results: readonly Result[]): ClauseRow[] {
  const clauses = [...new Set(results.map(({ clause }) => clause))];
  return clauses.map((clause) => {
    const own = results.filter((result) => result.clause === clause);
    return { clause, counts: OUTCOMES.map((outcome) => own.filter((result) => result.outcome === outcome).length) };
  });
}

export interface WordCoverage {
  /** Each with what it means and how often it was answered. */
  readonly answered: readonly (readonly [word: string, meaning: string, times: number])[];
  /** Words of ISO/IEC 7816-4:2005 §5.1.3 that the card has not answered. */
  readonly missing: readonly (readonly [word: string, meaning: string])[];
}

/** Words with a number in them count as one. */
function family(sw: number): string {
  const text = wordText(sw);
  if (/^(61|6C)/.test(text)) return `${text.slice(0, 2)}XX`;
  return text.startsWith('63C') ? '63CX' : text;
}

const meaningOf = (word: string): string =>
  describeStatusWord(Number.parseInt(word.replace(/XX$/, '10').replace(/X$/, '1'), 16));

export function wordCoverage(log: readonly RawExchange[]): WordCoverage {
  const times = new Map<string, number>();
  for (const { answer } of log) {
    if (answer === undefined || answer.length < 2) continue;
    const word = family(parseResponse(answer).sw);
    times.set(word, (times.get(word) ?? 0) + 1);
  }
  const defined = ['61XX', '63CX', '6CXX', ...Object.values(SW).map(wordText)];
  return {
    answered: [...times].sort(([a], [b]) => (a < b ? -1 : 1)).map(([word, count]) => [word, meaningOf(word), count]),
    missing: [...new Set(defined)]
      .sort()
      .flatMap((word) => (times.has(word) ? [] : [[word, meaningOf(word)] as const])),
  };
}
