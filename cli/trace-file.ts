/** A file of the owner's alone that a trace is written to. */
import { closeSync, writeSync } from 'node:fs';
import { formatStatement, HEADER, type Statement } from '../conformance/index.ts';
import { privateFile } from './private-file.ts';

/** Bytes that are written at once. */
const CHUNK = 1 << 16;

export interface TraceFile {
  write(statement: Statement): void;
  close(): void;
}

/** Makes the file, or empties it; standard output when no path is given. Throws what is wrong with the path. */
export function openTraceFile(path: string | undefined): TraceFile {
  const fd = path === undefined ? undefined : privateFile(path);
  let text = `${HEADER}\n`;
  const flush = (): void => {
    if (fd === undefined) process.stdout.write(text);
    else writeSync(fd, text);
    text = '';
  };
  return {
    write: (statement) => {
      text += `${formatStatement(statement)}\n`;
      if (text.length > CHUNK) flush();
    },
    close: () => {
      flush();
      if (fd !== undefined) closeSync(fd);
    },
  };
}
