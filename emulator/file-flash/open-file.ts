/** Opens files that may be card images: ordinary ones only, locked, and still the ones of that name. */
import { closeSync, constants, fchmodSync, fstatSync, lstatSync, openSync, type Stats } from 'node:fs';
import { DeviceError } from '../nvm/index.ts';
import { inUse, type LockMode, lockFile, openingLock } from './file-lock.ts';
import { systemRefusal, withRefusals } from './system-error.ts';

/** Only its owner reads or writes an image. */
const OWNER_ONLY = 0o600;

const OWNER_WRITES = 0o200;

/** How often in a row a file may be replaced while it is being locked. */
const MAX_REPLACEMENTS = 8;

/** A link is not followed, and neither a FIFO nor a lock is waited for. Windows knows neither word. */
const CAREFULLY = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** Closes the file if the work with it fails. */
export function closingOnFailure<Result>(fd: number, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** What lies under a path, links not followed; undefined for nothing. */
export function found(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

function isSame(one: Stats | undefined, other: Stats): boolean {
  return one?.ino === other.ino && one.dev === other.dev;
}

function openCarefully(path: string, flags: number, mode: LockMode, told: string): number | undefined {
  try {
    return openSync(path, flags | CAREFULLY | openingLock(mode), OWNER_ONLY);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && (flags & constants.O_CREAT) === 0) return undefined;
    if (codeOf(error) === 'EAGAIN' && openingLock(mode) !== 0) throw inUse(path, told);
    throw systemRefusal(told, error);
  }
}

/**
 * Opens and locks a file; undefined when there is none. Who has waited for nothing may still have opened a file that was
 * renamed or removed before the lock was taken: then it is tried again with what is there now. `told` is what refusals call it.
 */
export function openLocked(path: string, flags: number, mode: LockMode, told = path): number | undefined {
  for (let replaced = 0; replaced <= MAX_REPLACEMENTS; replaced++) {
    const fd = openCarefully(path, flags, mode, told);
    if (fd === undefined) return undefined;
    const isThatFile = closingOnFailure(fd, () => {
      const file = fstatSync(fd);
      if (!file.isFile()) {
        throw new DeviceError('unusable', `${told} cannot be used as a card image: it is no ordinary file`);
      }
      lockFile(fd, path, mode, told);
      return withRefusals(told, () => isSame(found(path), file));
    });
    if (isThatFile) return fd;
    closeSync(fd);
  }
  throw new DeviceError('unusable', `${told} cannot be used as a card image: others replace it all the time`);
}

/** Keeps others from a file, and refuses one that its owner has made read-only, which would not stop root. */
export function demandOwn(fd: number, path: string): void {
  if (process.platform === 'win32') return;
  const mode = fstatSync(fd).mode & 0o777;
  if ((mode & OWNER_WRITES) === 0) {
    throw new DeviceError('unusable', `${path} is read-only, and a card writes; type chmod 600 ${path}, or use a copy`);
  }
  if (mode !== OWNER_ONLY) withRefusals(path, () => fchmodSync(fd, OWNER_ONLY));
}
