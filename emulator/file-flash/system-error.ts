/** What the system says of a file that cannot be used, in a sentence that says what to do. */
import { DeviceError } from '../nvm/index.ts';

// biome-ignore format: a table reads best with its columns aligned
const ADVICE: Readonly<Record<string, string>> = {
  ENOENT:       'there is no such file or folder',
  ENOTDIR:      'what should be its folder is a file',
  EACCES:       'it may not be opened or made; use a file and folder of your own',
  EPERM:        'it may not be changed; use a file and folder of your own',
  EROFS:        'its disk is read-only; copy it to another folder',
  EISDIR:       'it is a folder; name a file in it',
  ELOOP:        'it is a symbolic link; name the file that it leads to',
  ENXIO:        'it is no ordinary file',
  ENODEV:       'it is no ordinary file',
  ENOSPC:       'its disk is full; make room first',
  EDQUOT:       'your quota of its disk is used up; make room first',
  EFBIG:        'it would be larger than a file may be',
  ENAMETOOLONG: 'its name is too long',
  EIO:          'its disk reports an error',
};

/** The refusal of a file because of what the system answered. */
export function systemRefusal(path: string, cause: unknown): DeviceError {
  const { code = 'unknown error', message } = cause as NodeJS.ErrnoException;
  const advice = ADVICE[code] ?? message;
  return new DeviceError('unusable', `${path} cannot be used as a card image: ${advice} (${code})`, { cause });
}

/** Does something with a file; what the system or the store refuses is told as `DeviceError` that names the file. */
export function withRefusals<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw systemRefusal(path, error);
    if (error instanceof DeviceError && !error.message.includes(path)) {
      throw new DeviceError(error.kind, `${path}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}
