/** Files that a command writes for its user alone. */
import { fchmodSync, fstatSync, openSync } from 'node:fs';

/** A new or emptied file, readable by its owner only; a device, such as /dev/null, stays as it is. Throws what is wrong with the path. */
export function privateFile(path: string): number {
  try {
    const fd = openSync(path, 'w', 0o600);
    if (fstatSync(fd).isFile()) fchmodSync(fd, 0o600);
    return fd;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new Error(`${path} cannot be written (${code}); name a file in a folder of yours`, { cause });
  }
}
