/** Folders that a command makes for its user. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes the folder and those above it, where they are not there; `mode` is the folder's own. Node's recursive way mistakes a disk
 * that cannot be written to for a missing folder, and in places such as /proc tries for ever. Throws what the system says.
 */
export function makeFolder(folder: string, mode?: number): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(resolve(folder)));
  mkdirSync(folder, mode);
}
