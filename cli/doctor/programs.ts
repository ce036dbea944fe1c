/** Host programs that people try a card with. */
import { statSync } from 'node:fs';
import type { Check } from './check.ts';
import { findProgram, outputOf, versionIn } from './find-program.ts';
import { install } from './install.ts';

interface HostProgram {
  readonly name: string;
  /** What makes it print its version. */
  readonly version: readonly string[];
  readonly purpose: string;
  readonly debianPackage: string;
}

// biome-ignore format: a table reads best with its columns aligned
const PROGRAMS: readonly HostProgram[] = [
  { name: 'opensc-tool', version: ['--info'],    purpose: 'OpenSC: readers, APDUs, PKCS#15, PKCS#11', debianPackage: 'opensc' },
  { name: 'pcsc_scan',   version: ['-V'],        purpose: 'PC/SC: readers and ATRs',                  debianPackage: 'pcsc-tools' },
  { name: 'scdaemon',    version: ['--version'], purpose: 'GnuPG: smartcards for gpg and gpgsm',      debianPackage: 'scdaemon' },
];

/** GnuPG keeps scdaemon out of PATH. */
async function findScdaemon(): Promise<string | undefined> {
  const gpgconf = findProgram('gpgconf');
  if (gpgconf === undefined) return undefined;
  const line = /^scdaemon:[^:]*:([^:\n]+)/m.exec(await outputOf(gpgconf, '--list-components'));
  const path = line === null ? undefined : decodeURIComponent(line[1]!);
  return path !== undefined && statSync(path, { throwIfNoEntry: false })?.isFile() ? path : undefined;
}

const SETUID_OR_SETGID = 0o6000;

async function check({ name, version, purpose, debianPackage }: HostProgram): Promise<Check> {
  const path = findProgram(name) ?? (name === 'scdaemon' ? await findScdaemon() : undefined);
  if (path === undefined) return { name, status: 'missing', detail: purpose, advice: install(debianPackage) };
  const found = versionIn(await outputOf(path, ...version)) ?? 'of unknown version';
  const special = (statSync(path).mode & SETUID_OR_SETGID) !== 0 ? ', setuid or setgid' : '';
  return { name, status: 'ok', detail: `${found}, ${path}${special}` };
}

export function checkPrograms(): Promise<Check[]> {
  return Promise.all(PROGRAMS.map(check));
}
