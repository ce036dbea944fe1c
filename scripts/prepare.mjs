/**
 * Set-up for `npm start` and `npm test` on a machine that has only Node: the packages of the lock file, a build where it is
 * older than the sources, and with --host-programs the programs that the host tests drive.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STAMP = join(ROOT, 'node_modules', '.proefpas-lock');
const SOURCES = ['apdu', 'emulator', 'applet', 'issuer', 'reader-bridge', 'conformance', 'cli', 'front-door'];

/** A program that a host test drives, and the Debian package it comes in. */
const HOST_PROGRAMS = [
  ['opensc-tool', 'opensc'],
  ['pcsc_scan', 'pcsc-tools'],
  ['pcscd', 'pcscd'],
  ['scdaemon', 'scdaemon', '/usr/lib/gnupg/scdaemon'],
  ['pyscard', 'python3-pyscard', '/usr/lib/python3/dist-packages/smartcard/scard'],
  ['openssl', 'openssl'],
  ['xmlsec1', 'xmlsec1'],
  ['curl', 'curl'],
  ["OpenSSL's pkcs11 engine", 'libengine-pkcs11-openssl', '/usr/lib/x86_64-linux-gnu/engines-3/pkcs11.so'],
  ['ssh-agent', 'openssh-client'],
  ['gpgsm', 'gpgsm'],
  ['gpg-agent', 'gpg-agent'],
  ['gpgconf', 'gpgconf'],
  ['pdfsig', 'poppler-utils'],
  ['p11-kit', 'p11-kit'],
  ["p11-kit's client", 'p11-kit-modules', '/usr/lib/x86_64-linux-gnu/pkcs11/p11-kit-client.so'],
  ['p11tool', 'gnutls-bin'],
  ['certutil', 'libnss3-tools'],
  ['javac', 'default-jdk-headless'],
  ["vsmartcard's virtual reader", 'vsmartcard-vpcd', '/usr/lib/pcsc/drivers/serial/libifdvpcd.so'],
  ['ip', 'iproute2'],
];

function run(command, args) {
  execFileSync(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
}

function demandNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`proefpas needs Node 20.19 or newer; this is ${process.versions.node}`);
  process.exit(1);
}

function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lock) return;
  console.error('installing packages (npm ci) …');
  run('npm', ['ci', '--no-audit', '--no-fund']);
  writeFileSync(STAMP, lock);
}

/** Newest change of a TypeScript source, milliseconds. */
function newestSource(folder) {
  return Math.max(
    0,
    ...readdirSync(folder, { withFileTypes: true }).map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return newestSource(path);
      return entry.name.endsWith('.ts') ? statSync(path).mtimeMs : 0;
    }),
  );
}

function build() {
  const built = join(ROOT, 'dist', 'index.js');
  const newest = Math.max(
    statSync(join(ROOT, 'index.ts')).mtimeMs,
    ...SOURCES.map((name) => newestSource(join(ROOT, name))),
  );
  if (existsSync(built) && statSync(built).mtimeMs >= newest) return;
  console.error('building …');
  run('npm', ['run', '--silent', 'build']);
}

function installHostPrograms() {
  const found = ([name, , path]) =>
    (path === undefined
      ? ['/usr/bin', '/usr/sbin', '/bin', '/sbin'].map((folder) => `${folder}/${name}`)
      : [path]
    ).some(existsSync);
  const missing = HOST_PROGRAMS.filter((program) => !found(program)).map(([, pack]) => pack);
  if (missing.length === 0) return;
  const advice = `host programs are missing; tests that drive them are skipped or fail. Install: ${missing.join(' ')}`;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    console.error(advice);
    return;
  }
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) =>
    spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env: environment }).status;
  console.error(`installing host programs: ${missing.join(' ')} …`);
  if (apt('update', '-qq') !== 0 || apt('install', '-y', '-qq', '--no-install-recommends', ...missing) !== 0)
    console.error(advice);
}

demandNode();
installPackages();
build();
if (process.argv.includes('--host-programs')) installHostPrograms();
