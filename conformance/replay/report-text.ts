/** A replay's result for people. */
import type { Finding, ReplayReport } from './findings.ts';

/** Lines of text: differences and what could not be told one by one, what is explained counted. */
export function reportText({ file, findings, exchanges, judged, verdict }: ReplayReport): string[] {
  const told = findings.filter((finding) => finding.verdict !== 'explained');
  const reasons = new Map<string, number>();
  for (const finding of findings) {
    if (finding.verdict === 'explained') reasons.set(finding.cause, (reasons.get(finding.cause) ?? 0) + 1);
  }
  return [
    ...told.flatMap((finding) => [...findingText(finding), '']),
    ...[...reasons].map(([reason, times]) => `explained, ${times} ${times === 1 ? 'time' : 'times'}: ${reason}`),
    `${file}: ${VERDICTS[verdict]}; ${exchanges} commands sent, ${judged} answers judged`,
  ];
}

const VERDICTS = {
  same: 'no difference',
  different: 'different',
  inconclusive: 'inconclusive',
} as const satisfies Record<ReplayReport['verdict'], string>;

function findingText(finding: Finding): string[] {
  const { file, line, exchange, command, field, recorded, answered, clause, cause, effect } = finding;
  const inCase = finding.case === undefined ? '' : ` in ${finding.case}`;
  return [
    `${file}:${line}: ${finding.verdict}: ${field} of command ${exchange}${inCase}: ${command}`,
    ...(recorded === undefined ? [] : [`  recorded  ${recorded}`]),
    ...(answered === undefined ? [] : [`  answered  ${answered}`]),
    ...(clause === '' ? [] : [`  clause    ${clause}`]),
    `  cause     ${cause}`,
    ...(effect === undefined || finding.verdict !== 'different' ? [] : [`  effect    ${effect}`]),
  ];
}
