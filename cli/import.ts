/** `proefpas import`: logs that people have become traces of ours. A log of any length is read in little memory. */
import { setFlagsFromString } from 'node:v8';
import { LogImport } from '../conformance/index.ts';
import { EXIT } from './exit-status.ts';
import { existing, nameOf, noLog, tellRemarks } from './read-trace.ts';
import { openTraceFile, type TraceFile } from './trace-file.ts';

export interface ImportOrder {
  readonly logs: readonly string[];
  /** Standard output when left out. */
  readonly output?: string;
  readonly keepSecrets: boolean;
}

/** Writes one trace; several logs follow each other in it. What none of them could make is not written, nor is its file made. */
export async function importLogs({ logs, output, keepSecrets }: ImportOrder): Promise<number> {
  // Nothing of a log lives long; a young generation that V8 lets grow only takes memory.
  setFlagsFromString('--semi-space-growth-factor=1');
  const sources = logs.map((log) => ({ file: nameOf(log), pieces: existing(log) }));
  let target: TraceFile | undefined;
  let unknown = 0;
  for (const { file, pieces } of sources) {
    const log = new LogImport({ name: file, keepSecrets }, (statement) => {
      target ??= openTraceFile(output);
      target.write(statement);
    });
    for await (const group of pieces) log.take(group);
    const report = log.end();
    if (report.format !== undefined) tellRemarks({ file, report });
    else {
      unknown++;
      process.stderr.write(`proefpas: ${noLog(file)}\n`);
    }
  }
  target?.close();
  return unknown === 0 ? EXIT.success : EXIT.usage;
}
