/** The files that a replay writes for build servers and for people. */
import { htmlReport, junitReport, type ReplayReport, tapReport } from '../conformance/index.ts';
import { writePrivateFile } from './private-file.ts';

export interface ReportFiles {
  readonly junit?: string;
  /** True: on standard output, and nothing else there. */
  readonly tap?: string | true;
  readonly html?: string;
}

/** Whether one of them shows whole sessions. */
export function wantsSession({ junit, tap, html }: ReportFiles): boolean {
  return junit !== undefined || tap !== undefined || html !== undefined;
}

/** Writes what was asked for; `card` names what was judged. */
export async function writeReports(
  reports: readonly ReplayReport[],
  card: string,
  { junit, tap, html }: ReportFiles,
): Promise<void> {
  if (junit !== undefined) writePrivateFile(junit, await junitReport(reports, card));
  if (tap === true) process.stdout.write(tapReport(reports));
  else if (tap !== undefined) writePrivateFile(tap, tapReport(reports));
  if (html !== undefined) writePrivateFile(html, htmlReport(reports, card));
}
