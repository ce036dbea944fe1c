import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CANARIES, type Canary } from './canaries.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COPIED = [
  'apdu',
  'emulator',
  'applet',
  'issuer',
  'conformance',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
];

/** A copy of the source with a fault in it. */
function planted({ changes }: Canary): string {
  const folder = mkdtempSync(join(tmpdir(), 'proefpas-canary-'));
  for (const name of COPIED) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const [file, text, instead] of changes) {
    const source = readFileSync(join(folder, file), 'utf8');
    if (source.split(text).length !== 2) throw new Error(`${file} does not have this exactly once: ${text}`);
    writeFileSync(
      join(folder, file),
      source.replace(text, () => instead),
    );
  }
  return folder;
}

/** Exit status and output of the watcher in a copy. */
function watch(folder: string, { seenBy, only }: Canary): Promise<{ status: number | null; output: string }> {
  const args =
    seenBy === 'sweep'
      ? ['--import', 'tsx', 'conformance/canaries/first-violation.ts', ...(only === undefined ? [] : [only])]
      : ['node_modules/vitest/vitest.mjs', 'run', '--bail=1', seenBy, ...(only === undefined ? [] : ['-t', only])];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, CI: 'true', NO_COLOR: '1' } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (output += bytes));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });
}

/** What the output of a watcher that saw a fault has in it: no crash of the watcher itself passes for that. */
const SEEN = {
  sweep: /operation \d+, (power lost|process killed)|while the power held/,
  test: /AssertionError|Disagreement/,
};

describe('each planted fault is seen', { timeout: 120_000 }, () => {
  it.concurrent.each(CANARIES.map((canary) => [canary.name, canary.seenBy, canary] as const))(
    '%s, by %s',
    async (_name, seenBy, canary) => {
      const folder = planted(canary);
      try {
        const { status, output } = await watch(folder, canary);
        expect(output).toMatch(seenBy === 'sweep' ? SEEN.sweep : SEEN.test);
        expect(status).toBe(1);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});
