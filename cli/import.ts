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

/** Writes one trace; several logs follow each other in it. What none of them could make is not written, nor is its file made. */
export async function importLogs({ logs, output, keepSecrets }: ImportOrder): Promise<number> {
  const sources = logs.map((log) => ({ file: nameOf(log), pieces: existing(log) }));
  let target: number | undefined;
  let text = `${HEADER}\n`;
  const flush = (): void => {
    if (output !== undefined) target ??= newFile(output);
    if (target === undefined) process.stdout.write(text);
    else writeSync(target, text);
    text = '';
  };
  let unknown = 0;
  for (const { file, pieces } of sources) {
    const log = new LogImport({ name: file, keepSecrets }, (statement) => {
      text += `${formatStatement(statement)}\n`;
      if (text.length > CHUNK) flush();
    });
    for await (const group of pieces) log.take(group);
    const report = log.end();
    if (report.format === undefined) unknown++;
    const said = report.format === undefined ? [noLog(file)] : remarks(file, report);
    for (const sentence of said) process.stderr.write(`proefpas: ${sentence}\n`);
  }
  if (unknown < sources.length) flush();
  if (target !== undefined) closeSync(target);
  return unknown === 0 ? EXIT.success : EXIT.usage;
}

/** A file of the owner's alone, empty. */
function newFile(path: string): number {
  const fd = openSync(path, 'w', 0o600);
  fchmodSync(fd, 0o600);
  return fd;
}
