/**
 * The lock of a card image: flock on the open file itself, which the kernel gives to one at a time and takes back when the
 * file is closed, however its process ends. Nothing lies beside the image, and no lock is ever stale.
 *
 * Node has no flock. The lock belongs to the open file and not to who asked for it, so flock(1) takes it on a file that it is
 * handed; it lasts when that program has ended. The BSDs, macOS among them, lock while opening.
 */
import { spawnSync } from 'node:child_process';
import { DeviceError } from '../nvm/index.ts';
import { lockHolder } from './lock-holder.ts';

/** O_SHLOCK and O_EXLOCK of the BSDs' open(2); Node has no names for them. */
const OPEN_LOCKED = { shared: 0x10, exclusive: 0x20 } as const;

/** Systems whose open(2) can lock. */
const LOCKS_BY_OPENING: readonly NodeJS.Platform[] = ['darwin', 'freebsd', 'openbsd'];

/** flock(1) ends with this status when somebody else has the lock. */
const TAKEN = 1;

/** Exclusive for a card, shared for who only reads. */
export type LockMode = 'shared' | 'exclusive';

/** What open(2) must be told besides so that it takes the lock; 0 where it cannot. */
export function openingLock(mode: LockMode): number {
  return LOCKS_BY_OPENING.includes(process.platform) ? OPEN_LOCKED[mode] : 0;
}

/** Somebody else has the lock. */
export function inUse(path: string, told: string): DeviceError {
  return new DeviceError(
    'in use',
    `${told} is in use by ${lockHolder(path)}; an image is one card, for one reader at a time`,
  );
}

/** Takes the lock of an open file at once, or throws `DeviceError`: `in use`, or `unusable` where no lock can be had. */
export function lockFile(fd: number, path: string, mode: LockMode, told: string): void {
  if (openingLock(mode) !== 0) return;
  const { status, error } = spawnSync('flock', [mode === 'shared' ? '-sn' : '-xn', '3'], {
    stdio: ['ignore', 'ignore', 'ignore', fd],
    env: { PATH: [process.env.PATH, '/usr/bin', '/bin'].filter(Boolean).join(':') },
  });
  if (status === 0) return;
  if (status === TAKEN) throw inUse(path, told);
  if (process.platform === 'win32') {
    throw new DeviceError('unusable', `${told} cannot be used as a card image: on Windows it cannot be locked`);
  }
  const reason = `the program flock, of util-linux, cannot lock it${error === undefined ? '' : ` (${error.message})`}`;
  throw new DeviceError('unusable', `${told} cannot be used as a card image: ${reason}; install it`, { cause: error });
}
