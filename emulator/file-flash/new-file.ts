/**
 * Makes a file that is there with all its content or not at all: it is written under another name in the same folder, made
 * durable, and renamed. The other name is always the same, and locked, so that of several who make the same file at the same
 * time one wins, and what a killed one has left is written over by the next.
 */
import { closeSync, constants, fsyncSync, ftruncateSync, openSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { closingOnFailure, demandOwn, found, openLocked } from './open-file.ts';
import { withRefusals } from './system-error.ts';

/** The name of a file until it is whole. */
function unfinishedName(path: string): string {
  return join(dirname(path), `.${basename(path)}.unfinished`);
}

/** Writes all of the bytes, however few the system takes at a time. */
export function writeAll(fd: number, bytes: Uint8Array, offset: number): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done, offset + done);
}

/** Makes what was done to a folder durable. Windows cannot open folders, and needs no such thing. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/**
 * Makes and locks a file of this content; undefined when somebody else has made one of this name. Throws `DeviceError`, and
 * then leaves nothing behind.
 */
export function newFile(path: string, content: () => Uint8Array): number | undefined {
  const unfinished = unfinishedName(path);
  const fd = openLocked(unfinished, constants.O_RDWR | constants.O_CREAT, 'exclusive', path)!;
  return closingOnFailure(fd, () => {
    try {
      if (withRefusals(path, () => found(path)) !== undefined) {
        unlinkSync(unfinished);
        closeSync(fd);
        return undefined;
      }
      withRefusals(path, () => {
        demandOwn(fd, unfinished);
        ftruncateSync(fd, 0);
        writeAll(fd, content(), 0);
        fsyncSync(fd);
        renameSync(unfinished, path);
        syncFolder(path);
      });
      return fd;
    } catch (error) {
      if (found(unfinished) !== undefined) unlinkSync(unfinished);
      throw error;
    }
  });
}
