/** A file that only its owner reads: traces and reports may hold what others must not see. */
import { closeSync, fchmodSync, fstatSync, openSync, writeSync } from 'node:fs';
import { UsageError } from './exit-status.ts';

export interface PrivateFile {
  /** Writes all of it; throws what has gone wrong, a full disk for one. */
  write(content: string | Uint8Array): void;
  close(): void;
}

/** Makes the file, or empties it. Throws `UsageError` when the path is none that can be written to. */
export function openPrivateFile(path: string): PrivateFile {
  const file = opened(path);
  return {
    write: (content) => {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      try {
        for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      } catch (cause) {
        const { code } = cause as NodeJS.ErrnoException;
        throw new Error(`${path} cannot be written to its end (${code}); make room, or name another file`, { cause });
      }
    },
    close: () => closeSync(file),
  };
}

/** The whole content at once. Throws as `openPrivateFile` and its `write` do. */
export function writePrivateFile(path: string, content: string | Uint8Array): void {
  const file = openPrivateFile(path);
  try {
    file.write(content);
  } finally {
    file.close();
  }
}

function opened(path: string): number {
  try {
    const file = openSync(path, 'w', 0o600);
    // A device or a pipe is everybody's, and stays so.
    if (fstatSync(file).isFile()) fchmodSync(file, 0o600);
    return file;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UsageError(`${path} cannot be written (${code}); name a file in a folder of yours`, { cause });
  }
}
