/** A replay's result as JUnit XML, which every build server reads. */
import type { Builder } from 'junit-report-builder';
import type { Finding, ReplayReport } from '../replay/findings.ts';
import { outcomes } from './outcomes.ts';

/** XML; `card` names what was judged. Reports need their sessions. */
export async function junitReport(reports: readonly ReplayReport[], card: string): Promise<string> {
  const { default: junit } = await import('junit-report-builder');
  // Its types say that the builder is one level deeper than it is where CommonJS is imported by a module.
  const builder = (junit as unknown as Builder).newBuilder();
  for (const report of reports) {
    const suite = builder.testSuite().name(legal(report.file));
    suite.property('card', legal(card));
    suite.property('commands', String(report.exchanges));
    for (const { name, verdict, findings, milliseconds } of outcomes(report)) {
      const test = suite
        .testCase()
        .className(legal(report.file))
        .name(legal(name))
        .time(milliseconds / 1000);
      const [first] = findings;
      if (first === undefined) continue;
      if (verdict === 'different') test.failure(legal(findings.map(textOf).join('\n\n')), first.field);
      else test.skipped().standardOutput(legal(findings.map(textOf).join('\n\n')));
    }
  }
  return builder.build();
}

/** What stands in a failure: everything that the finding says. */
function textOf(finding: Finding): string {
  const { file, line, command, field, recorded, answered, clause, cause, effect } = finding;
  return [
    `${file}:${line}: ${field}: ${command}`,
    ...(recorded === undefined ? [] : [`recorded: ${recorded}`]),
    ...(answered === undefined ? [] : [`answered: ${answered}`]),
    ...(clause === '' ? [] : [`clause: ${clause}`]),
    `cause: ${cause}`,
    ...(effect === undefined ? [] : [`effect: ${effect}`]),
  ].join('\n');
}

/** XML 1.0 §2.2 has no characters for most controls. */
function legal(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD');
}
