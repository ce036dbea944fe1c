/** Findings as files: what was found once is given again by every test run. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './run-block.ts';

/** Keeps a finding in a folder, which is made when it is missing; path of its file. */
export function keepFinding(folder: string, finding: Finding): string {
  mkdirSync(folder, { recursive: true });
  const name = createHash('sha256').update(JSON.stringify(finding.input)).digest('hex').slice(0, 8);
  const path = join(folder, `${finding.target}-${name}.json`);
  writeFileSync(path, `${JSON.stringify(finding, null, 2)}\n`, { mode: 0o600 });
  return path;
}

/** The findings that a folder keeps, by file name. */
export function keptFindings(folder: string): ReadonlyMap<string, Finding> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return new Map(names.sort().map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as Finding]));
}
