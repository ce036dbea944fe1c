/** Starts the real program for tests, with a folder for temporary files in which nothing may be left. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly process: ChildProcess;
  /** Settles with the standard output so far, as soon as it holds the text. Rejects when the program ends without. */
  printed(text: string): Promise<string>;
  readonly ended: Promise<Ended>;
}

/** Where the programs of this test file put what is temporary. */
const folder = mkdtempSync(join(tmpdir(), 'cli-'));

const alive = new Set<ChildProcess>();

/**
 * Ends what a failed test left running and removes the folder; the names of what programs left in it. Compiled sources,
 * which tsx keeps there, do not count.
 */
export function leftBehind(): string[] {
  for (const child of alive) child.kill('SIGKILL');
  const left = readdirSync(folder).filter((name) => !name.startsWith('tsx-'));
  rmSync(folder, { recursive: true });
  return left;
}

/** Starts the program in a session of its own, without a terminal. */
export function startProefpas(...args: readonly string[]): Running {
  const { XDG_RUNTIME_DIR: _, PCSCLITE_CSOCK_NAME: __, ...rest } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], {
    cwd: ROOT,
    detached: true,
    env: { ...rest, TMPDIR: folder },
  });
  alive.add(child);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (status) => {
      alive.delete(child);
      resolve({ status, stdout, stderr });
    });
  });
  const printed = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = () => stdout.includes(text) && resolve(stdout);
      child.stdout.on('data', look);
      look();
      child.on('close', () => reject(new Error(`ended without "${text}": ${stdout}${stderr}`)));
    });
  return { process: child, printed, ended };
}

/** Runs the program to its end with its standard streams at a terminal, which `script` makes. */
export async function proefpasAtTerminal(
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<{ readonly stdout: string }> {
  const command = [process.execPath, '--import', 'tsx', MAIN, ...args].map((word) => `'${word}'`).join(' ');
  const { FORCE_COLOR: _, NO_COLOR: __, ...rest } = process.env;
  const options = { cwd: ROOT, env: { ...rest, TMPDIR: folder, ...env } };
  const { stdout } = await promisify(execFile)('script', ['-qec', command, '/dev/null'], options);
  return { stdout };
}

/** Runs the program to its end. */
export function proefpas(...args: readonly string[]): Promise<Ended> {
  return startProefpas(...args).ended;
}
