/** A replay's result in the Test Anything Protocol, version 14: one point a line, what is wrong in YAML below it. */
import type { Finding, ReplayReport } from '../replay/findings.ts';
import { outcomes } from './outcomes.ts';

/** The text of several reports, numbered through. Reports need their sessions. */
export function tapReport(reports: readonly ReplayReport[]): string {
  const points = reports.flatMap((report) => outcomes(report).map((outcome) => ({ ...outcome, file: report.file })));
  const lines = points.flatMap(({ file, name, verdict, findings, milliseconds }, i) => {
    const skipped = verdict === 'inconclusive' ? ` # SKIP ${escaped(findings[0]?.cause ?? 'inconclusive')}` : '';
    const title = `${verdict === 'different' ? 'not ok' : 'ok'} ${i + 1} - ${escaped(`${file}: ${name}`)}${skipped}`;
    const details = findings.length === 0 ? [] : ['  ---', ...yaml(findings, milliseconds), '  ...'];
    return [title, ...details];
  });
  return ['TAP version 14', `1..${points.length}`, ...lines, ''].join('\n');
}

/** A description ends at its line, and `#` begins a directive. */
const escaped = (text: string): string => text.replace(/[\r\n]+/g, ' ').replace(/[\\#]/g, '\\$&');

function yaml(findings: readonly Finding[], milliseconds: number): string[] {
  return [
    `  duration_ms: ${milliseconds.toFixed(3)}`,
    '  findings:',
    ...findings.flatMap(({ file, line, verdict, command, field, recorded, answered, clause, cause, effect }) => {
      const rows = Object.entries({
        at: `${file}:${line}`,
        verdict,
        command,
        field,
        recorded,
        answered,
        clause,
        cause,
        effect,
      });
      // A JSON string is a YAML string.
      return rows
        .filter(([, value]) => value !== undefined)
        .map(([key, value], i) => `    ${i === 0 ? '- ' : '  '}${key}: ${JSON.stringify(value)}`);
    }),
  ];
}
