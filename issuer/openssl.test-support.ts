/** The program openssl, to which what we make is shown. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pem } from './pem.ts';

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

export interface Outcome {
  readonly status: number | null;
  /** Standard output and error, one after the other. */
  readonly output: string;
}

export const certificatesPem = (...ders: readonly Uint8Array[]): string => pem('CERTIFICATE', ...ders);

/** Runs openssl in a folder of its own that holds the files. */
export function openssl(files: Readonly<Record<string, string | Uint8Array>>, ...args: readonly string[]): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'openssl-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const { status, stdout, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
    return { status, output: stdout + stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The moment as -attime takes it. */
export const attime = (milliseconds: number): string => String(Math.floor(milliseconds / 1000));
