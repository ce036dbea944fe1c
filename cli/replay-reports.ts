/** The files that a replay writes for build servers and for people. */
import { writeFileSync } from 'node:fs';
import type { ReplayReport } from '../conformance/index.ts';
import { UsageError } from './exit-status.ts';

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
  if (
    !wantsSession({ ...(junit !== undefined && { junit }), ...(tap && { tap }), ...(html !== undefined && { html }) })
  )
    return;
  const { htmlReport, junitReport, tapReport } = await import('../conformance/index.ts');
  if (junit !== undefined) write(junit, await junitReport(reports, card));
  if (tap === true) process.stdout.write(tapReport(reports));
  else if (tap !== undefined) write(tap, tapReport(reports));
  if (html !== undefined) write(html, htmlReport(reports, card));
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text, { mode: 0o600 });
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${error instanceof Error ? error.message : error}`);
  }
}
