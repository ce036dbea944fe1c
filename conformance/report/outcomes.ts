/** A replay's result as the list of test points that JUnit and TAP want. */
import { type Finding, type ReplayReport, verdictOf } from '../replay/findings.ts';

export interface Outcome {
  readonly name: string;
  readonly verdict: ReplayReport['verdict'];
  /** Those that are not explained. */
  readonly findings: readonly Finding[];
  readonly milliseconds: number;
}

/** One point for each case of the trace; without cases one for each command. Needs a report with its session. */
export function outcomes({ cases, session = [], findings }: ReplayReport): Outcome[] {
  const told = findings.filter(({ verdict }) => verdict !== 'explained');
  if (cases.length === 0) {
    const sent = session.map(({ exchange, command, milliseconds }) => {
      const own = told.filter((finding) => finding.exchange === exchange);
      return { name: `${exchange} ${command}`, verdict: verdictOf(own), findings: own, milliseconds };
    });
    return [...sent, ...notSent(told, new Set(session.map(({ exchange }) => exchange)))];
  }
  const times = new Map<string, number>();
  let current = '';
  for (const { begins, milliseconds } of session) {
    current = begins ?? current;
    times.set(current, (times.get(current) ?? 0) + milliseconds);
  }
  const inCases = cases.map(({ id, title, verdict }) => {
    const own = told.filter((finding) => finding.case === id);
    return { name: `${id} ${title}`, verdict, findings: own, milliseconds: times.get(id) ?? 0 };
  });
  const before = told.filter((finding) => finding.case === undefined);
  return before.length === 0
    ? inCases
    : [{ name: 'before the first case', verdict: verdictOf(before), findings: before, milliseconds: 0 }, ...inCases];
}

/** Findings on what was not sent stand with no command of the session. */
function notSent(findings: readonly Finding[], sent: ReadonlySet<number>): Outcome[] {
  return findings
    .filter(({ exchange }) => !sent.has(exchange))
    .map((finding) => ({ name: finding.command, verdict: verdictOf([finding]), findings: [finding], milliseconds: 0 }));
}
