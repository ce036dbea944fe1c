/** Where a trace is written to: a file of the owner's alone, or standard output. */
import { formatStatement, HEADER, type Statement } from '../conformance/index.ts';
import { openPrivateFile } from './private-file.ts';

/** Characters that are written at once. */
const CHUNK = 1 << 16;

export interface TraceFile {
  write(statement: Statement): void;
  close(): void;
}

/** Makes the file, or empties it; standard output when no path is given. Throws what is wrong with the path. */
export function openTraceFile(path: string | undefined): TraceFile {
  const file = path === undefined ? undefined : openPrivateFile(path);
  let text = `${HEADER}\n`;
  const flush = (): void => {
    if (file === undefined) process.stdout.write(text);
    else file.write(text);
    text = '';
  };
  return {
    write: (statement) => {
      text += `${formatStatement(statement)}\n`;
      if (text.length > CHUNK) flush();
    },
    close: () => {
      flush();
      file?.close();
    },
  };
}
