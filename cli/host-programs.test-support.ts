/** Real host programs, run against a card by the compiled command line as a user would. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Whether every program is installed; tests that need a missing one are skipped. */
export const has = (...programs: readonly string[]): boolean =>
  programs.every((name) =>
    ['/usr/bin', '/usr/sbin', '/usr/lib/gnupg'].some((folder) => existsSync(join(folder, name))),
  );

/** OpenSC's PKCS#11 module, where Debian puts it. */
export const PKCS11_MODULE = '/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so';

export interface Outcome {
  readonly status: number;
  readonly output: string;
}

/** Runs a shell script with a card in the reader, in a fresh folder of its own; standard output and error together. */
export function withCard(card: readonly string[], script: string): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'proefpas-host-'));
  const shell = `exec 2>&1; set -e; M=${PKCS11_MODULE}; ${script}`;
  const args = [join(ROOT, 'dist/cli/main.js'), 'run', ...card, '--', 'sh', '-c', shell];
  const env = { ...process.env, HOME: folder, GNUPGHOME: folder, LC_ALL: 'C' };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder, env, timeout: 100_000 }, (error, stdout, stderr) => {
      rmSync(folder, { recursive: true, force: true });
      resolve({ status: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr });
    });
  });
}
