/** Programs in PATH. */
import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const TIMEOUT_MS = 5000;

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Full path of a program, or undefined. Folders that only administrators have in PATH are looked into too. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isProgram);
}

/** What a program prints on both its outputs; empty when it fails to start or to end in time. */
export function outputOf(program: string, ...args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: TIMEOUT_MS, encoding: 'utf8' }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
}

/** The first version number in a text. */
export function versionIn(text: string): string | undefined {
  return /[0-9]+\.[0-9]+(?:\.[0-9]+)*/.exec(text)?.[0];
}
