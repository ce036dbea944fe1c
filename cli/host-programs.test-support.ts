/** Real host programs, run against a card by the compiled command line as a user would. */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const MAIN = join(ROOT, 'dist/cli/main.js');

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
  const shell = `exec 2>&1; set -e; M=${PKCS11_MODULE}; ${script}`;
  return inFreshFolder([process.execPath, MAIN, 'run', ...card, '--', 'sh', '-c', shell]);
}

/** Mounts, network and processes of its own; whatever is left in it ends with its first process. */
const PRIVATELY = ['unshare', '--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'];

/**
 * The driver sends length and command apart, and the second waits until the first is acknowledged: 40 ms for each command, unless
 * that is done at once.
 */
const QUICK = 'ip route change local 127.0.0.1 dev lo proto kernel scope host src 127.0.0.1 table local quickack 1';

/**
 * Runs a shell script on a machine with a pcscd of its own, as Debian configures it, and vsmartcard's driver in it. In
 * the script `$PROEFPAS` is the command. Where the system lets nobody have namespaces, as in many containers, the
 * machine itself is used, provided that no pcscd is at work on it. What pcscd says stands in pcscd.log.
 */
export function withSystemPcscd(script: string, pcscdOptions = ''): Promise<Outcome> {
  const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  const wrapper = [...PRIVATELY, ...asRoot];
  const isPrivate = spawnSync(wrapper[0]!, [...wrapper.slice(1), 'true']).status === 0;
  const shell = `exec 2>&1; set -e; M=${PKCS11_MODULE}; PROEFPAS='${process.execPath} ${MAIN}'
    ${isPrivate ? `ip link set lo up; ${QUICK}; mount -t tmpfs tmpfs /run` : ''}
    test ! -e /run/pcscd/pcscd.comm || { echo 'a pcscd is at work on this machine already'; exit 1; }
    mkdir -p /run/pcscd
    pcscd --foreground ${pcscdOptions} > pcscd.log 2>&1 & PCSCD=$!
    CARD=$PCSCD
    trap 'kill $PCSCD $CARD 2>/dev/null || true; wait' EXIT
    until test -S /run/pcscd/pcscd.comm; do kill -0 $PCSCD || { cat pcscd.log; exit 1; }; sleep 0.02; done
    ${script}`;
  return inFreshFolder([...(isPrivate ? wrapper : []), 'sh', '-c', shell]);
}

export function inFreshFolder([program, ...args]: readonly string[]): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'proefpas-host-'));
  const { PCSCLITE_CSOCK_NAME: _, ...rest } = process.env;
  const env = { ...rest, HOME: folder, GNUPGHOME: folder, LC_ALL: 'C' };
  const options = { cwd: folder, env, timeout: 50_000, killSignal: 'SIGKILL' } as const;
  return new Promise((resolve) => {
    execFile(program!, args, options, (error, stdout, stderr) => {
      rmSync(folder, { recursive: true, force: true });
      resolve({ status: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr });
    });
  });
}
