/** `proefpas import`: logs that people have become traces of ours. A log of any length is read in little memory. */
import { closeSync, fchmodSync, openSync, writeSync } from 'node:fs';
import { formatStatement, HEADER, LogImport } from '../conformance/index.ts';
import { EXIT } from './exit-status.ts';
import { existing, nameOf, noLog, remarks } from './read-trace.ts';

export interface ImportOrder {
  readonly logs: readonly string[];
  /** Standard output when left out. */
  readonly output?: string;
  readonly keepSecrets: boolean;
}

/** Bytes that are written at once. */
const CHUNK = 1 << 16;

/** Writes one trace; several logs follow each other in it. */
export async function importLogs({ logs, output, keepSecrets }: ImportOrder): Promise<number> {
  const sources = logs.map((log) => ({ file: nameOf(log), lines: existing(log) }));
  const target = output === undefined ? undefined : openSync(output, 'w', 0o600);
  if (target !== undefined) fchmodSync(target, 0o600);
  let text = `${HEADER}\n`;
  const flush = (): void => {
    if (target === undefined) process.stdout.write(text);
    else writeSync(target, text);
    text = '';
  };
  let understood = true;
  for (const { file, lines } of sources) {
    const log = new LogImport({ name: file, keepSecrets }, (statement) => {
      text += `${formatStatement(statement)}\n`;
      if (text.length > CHUNK) flush();
    });
    for await (const group of lines) for (const line of group) log.line(line);
    const report = log.end();
    if (report.format === undefined) understood = false;
    const said = report.format === undefined ? [noLog(file)] : remarks(file, report);
    for (const sentence of said) process.stderr.write(`proefpas: ${sentence}\n`);
  }
  flush();
  if (target !== undefined) closeSync(target);
  return understood ? EXIT.success : EXIT.usage;
}
