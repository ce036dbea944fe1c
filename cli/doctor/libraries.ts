/** Libraries that host programs load: pcsc-lite's client library, and OpenSC's PKCS#11 module. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Check } from './check.ts';
import { findProgram, outputOf } from './find-program.ts';
import { install } from './install.ts';

const FOLDERS = ['/lib', '/usr/lib', '/usr/lib64', '/usr/local/lib'];

/** The folders of libraries, those of this computer's architecture included. */
function libraryFolders(): string[] {
  const triplets = ['/usr/lib', '/lib'].flatMap((folder) =>
    existsSync(folder)
      ? readdirSync(folder)
          .filter((name) => name.includes('-linux-'))
          .map((name) => join(folder, name))
      : [],
  );
  return [...triplets, ...FOLDERS].flatMap((folder) => [folder, join(folder, 'pkcs11')]);
}

/** Full path of a shared library: as the loader's own list has it, else where libraries usually lie. */
async function findLibrary(name: string): Promise<string | undefined> {
  const ldconfig = findProgram('ldconfig');
  const list = ldconfig === undefined ? '' : await outputOf(ldconfig, '-p');
  const listed = list
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line.startsWith(`${name} `))
    ?.split(' => ')[1];
  return (
    listed ??
    libraryFolders()
      .map((folder) => join(folder, name))
      .find(existsSync)
  );
}

async function checkPcsclite(): Promise<Check[]> {
  const name = 'libpcsclite';
  const path = await findLibrary('libpcsclite.so.1');
  if (path === undefined) {
    const detail = 'the library through which programs reach PC/SC readers';
    return [{ name, status: 'missing', detail, advice: install('libpcsclite1'), required: true }];
  }
  // This second library came with 2.1.0, as did secure_getenv.
  const secure = existsSync(join(dirname(path), 'libpcsclite_real.so.1'));
  const found: Check = { name, status: 'ok', detail: `${path}, ${secure ? '2.1.0 or later' : 'before 2.1.0'}` };
  if (!secure) return [found];
  const detail =
    'setuid and setgid programs, and those with file capabilities, ignore PCSCLITE_CSOCK_NAME: run them without these rights';
  return [found, { name: 'privileges', status: 'note', detail }];
}

async function checkPkcs11(): Promise<Check> {
  const name = 'PKCS#11 module';
  const path = await findLibrary('opensc-pkcs11.so');
  if (path !== undefined) return { name, status: 'ok', detail: path };
  return {
    name,
    status: 'missing',
    detail: "OpenSC's, for browsers, Java, ssh and everything else that speaks PKCS#11",
    advice: install('opensc-pkcs11'),
  };
}

export async function checkLibraries(): Promise<Check[]> {
  return [...(await checkPcsclite()), await checkPkcs11()];
}
