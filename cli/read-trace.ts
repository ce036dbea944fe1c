/** A trace to work with: a file of ours, or any log that people have. `-` is standard input. */
import { existsSync } from 'node:fs';
import {
  HEADER,
  type ImportReport,
  LogImport,
  type LogPieces,
  logPieces,
  parseTrace,
  type Statement,
  type Trace,
  TraceError,
} from '../conformance/index.ts';
import { UsageError } from './exit-status.ts';

export interface ReadTrace {
  readonly trace: Trace;
  /** What the file is called in messages. */
  readonly file: string;
  /** What became of a log; undefined for a trace of ours. */
  readonly report?: ImportReport;
}

/** Reads it whole. Throws `UsageError` when there is no such file, no APDU in it, or a trace that is none. */
export async function readTrace(path: string, keepSecrets: boolean): Promise<ReadTrace> {
  const file = nameOf(path);
  const statements: Statement[] = [];
  const log = new LogImport({ name: file, keepSecrets }, (statement) => statements.push(statement));
  let own: string[] | undefined;
  let isFirst = true;
  for await (const pieces of existing(path)) {
    const [first] = pieces;
    if (first === undefined) continue;
    if (isFirst && typeof first === 'string' && first.trim() === HEADER) own = [];
    isFirst = false;
    if (own === undefined) log.take(pieces);
    else for (const line of pieces) if (typeof line === 'string') own.push(line);
  }
  if (own !== undefined) return { file, trace: parsed(own.join('\n'), file) };
  const report = log.end();
  if (report.format === undefined) throw new UsageError(noLog(file));
  return { file, trace: { statements }, report };
}

function parsed(text: string, file: string): Trace {
  try {
    return parseTrace(text, file);
  } catch (error) {
    if (error instanceof TraceError) throw new UsageError(error.message);
    throw error;
  }
}

/** What a path is called in messages. */
export function nameOf(path: string): string {
  return path === '-' ? 'standard input' : path;
}

/** A file that holds nothing we know. */
export const noLog = (file: string): string =>
  `${file} is no trace and no log that is known: no line of it looks like a command or an answer`;

/** What a file that has to be there is made of. Throws `UsageError` when it is not, or cannot be read to its end. */
export function existing(path: string): AsyncGenerator<LogPieces> {
  if (path !== '-' && !existsSync(path)) throw new UsageError(`there is no file ${path}`);
  return readable(path);
}

async function* readable(path: string): AsyncGenerator<LogPieces> {
  try {
    yield* logPieces(path);
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    if (code === '') throw cause;
    throw new UsageError(`${nameOf(path)} cannot be read: ${REASONS.get(code) ?? code}`, { cause });
  }
}

// biome-ignore format: a table reads best with its columns aligned
const REASONS: ReadonlyMap<string, string> = new Map([
  ['EISDIR',       'it is a folder; name the files in it'],
  ['EACCES',       'this user may not; ask its owner'],
  ['Z_BUF_ERROR',  'it is packed with gzip and cut off; unpack what there is of it, zcat does'],
  ['Z_DATA_ERROR', 'it is packed with gzip and damaged; make it again'],
]);

/** Tells people what they should know of a log, one sentence each; of a trace of ours there is nothing. */
export function tellRemarks({ file, report }: Pick<ReadTrace, 'file' | 'report'>): void {
  for (const sentence of report === undefined ? [] : remarks(file, report))
    process.stderr.write(`proefpas: ${sentence}\n`);
}

function remarks(file: string, report: ImportReport): string[] {
  const { unknown, gaps, orphans, unanswered } = report;
  const told = unknown.slice(0, 12).map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
  const more = unknown.length > told.length ? ` and ${unknown.length - told.length} more places` : '';
  return [
    ...(unknown.length === 0 ? [] : [`${file}: not understood, line ${told.join(', ')}${more}`]),
    ...(gaps === 0 ? [] : [`${file}: ${gaps} hidden by the program that wrote the log; --set PIN=… fills them in`]),
    ...(orphans === 0 ? [] : [`${file}: ${orphans} answers have no command before them`]),
    ...(unanswered === 0 ? [] : [`${file}: the log ends before the answer to its last command`]),
  ];
}
