/** The result of a run for people: clause × outcome, what failed and why, what was not looked at, and the words answered. */
import type { Outcome } from './assertion.ts';
import { ASSERTIONS } from './assertions/index.ts';
import { clauseTable, OUTCOMES, wordCoverage } from './coverage.ts';
import type { Result, SuiteRun } from './run-suite.ts';

const MOST_STEPS = 6;
const LONGEST_HEX = 80;

const purposes = new Map(ASSERTIONS.map(({ id, purpose }) => [id, purpose]));

const cut = (hex: string): string =>
  hex.length <= LONGEST_HEX ? hex : `${hex.slice(0, LONGEST_HEX)}… (${hex.length / 2} bytes)`;

/** Columns filled up with blanks; the first one to the left, numbers to the right. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  return rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
}

function described({ id, clause, level, message, sent, expected, got }: Result): string[] {
  const steps = sent.map((command, i) => [
    `    sent      ${cut(command)}`,
    `    expected  ${expected[i]}`,
    `    got       ${cut(got[i]!)}`,
  ]);
  return [
    `${id}  ${purposes.get(id) ?? ''}`,
    `    ${clause}, ${level}: ${message}`,
    ...(steps.length > MOST_STEPS ? [`    (${steps.length - MOST_STEPS} steps before)`] : []),
    ...steps.slice(-MOST_STEPS).flat(),
    '',
  ];
}

/** The reasons of an outcome, each with the assertions that it is about. */
function reasons(results: readonly Result[], outcome: Outcome): string[] {
  const byMessage = new Map<string, string[]>();
  for (const { id, message } of results.filter((result) => result.outcome === outcome)) {
    byMessage.set(message, [...(byMessage.get(message) ?? []), id]);
  }
  return [...byMessage].map(([message, ids]) => `  ${message}: ${ids.join(', ')}`);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, '', ...lines, ''];
}

export function suiteText({ floor, assertions, facts, log }: SuiteRun): string[] {
  const table = clauseTable(assertions);
  const total = OUTCOMES.map((_, i) => table.reduce((sum, { counts }) => sum + counts[i]!, 0));
  const rows = [
    ['clause', ...OUTCOMES],
    ...table.map(({ clause, counts }) => [clause, ...counts.map((count) => (count === 0 ? '·' : `${count}`))]),
    ['together', ...total.map(String)],
  ];
  const failed = assertions.filter(({ outcome }) => outcome === 'fail');
  const { answered, missing } = wordCoverage(log);
  return [
    ...columns(rows),
    '',
    ...section('Failed', failed.flatMap(described)),
    ...section('Explained: decided so, and written down', reasons(assertions, 'explained')),
    ...section('Inconclusive', reasons(assertions, 'inconclusive')),
    ...section('Inapplicable', reasons(assertions, 'inapplicable')),
    ...section(
      'Status words answered',
      answered.map(([word, meaning, times]) => `  ${word}  ${meaning} (${times})`),
    ),
    ...section(
      'Status words never answered',
      missing.map(([word, meaning]) => `  ${word}  ${meaning}`),
    ),
    ...section(
      'Remarks',
      facts.remarks.map((sentence) => `  ${sentence}`),
    ),
    `${log.length} commands; of each PIN at least ${floor} tries stayed.`,
  ];
}
