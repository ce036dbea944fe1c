/** docs/clients.md: every block is typed, each section in a folder of its own, and prints what stands below it. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Block, documentedProgram, SECTIONS } from './documented.test-support.ts';
import { has, inFreshFolder, MAIN } from './host-programs.test-support.ts';

const GRANTED = 'What the blocks take for granted';
const PYSCARD = '../lib/python3/dist-packages/smartcard/scard';
const ENGINE = '../lib/x86_64-linux-gnu/engines-3/pkcs11.so';
const P11_KIT_CLIENT = '../lib/x86_64-linux-gnu/pkcs11/p11-kit-client.so';

/** What has to be installed for the blocks of a section, openssl and OpenSC apart. */
// biome-ignore format: a table reads best with its columns aligned
const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  'For every program':                          [],
  "OpenSC's own tools":                         [],
  'pkcs11-tool':                                [],
  'GnuTLS: p11tool, gnutls-cli':                ['p11tool', 'gnutls-cli'],
  'OpenSSL with the pkcs11 engine':             [ENGINE],
  'curl':                                       ['curl', ENGINE],
  'OpenSSH':                                    ['ssh-agent', 'ssh-add', 'ssh-keygen'],
  'NSS: modutil, certutil, tstclnt, cmsutil':   ['modutil', 'certutil', 'tstclnt', 'cmsutil'],
  'Java':                                       ['javac', 'java', 'keytool'],
  'GnuPG: scdaemon, gpgsm':                     ['gpgsm', 'gpg-agent', 'gpgconf', 'scdaemon'],
  'pyscard':                                    ['python3', PYSCARD],
  'pdfsig':                                     ['pdfsig', 'certutil', 'modutil'],
  'pcsc_scan':                                  ['pcsc_scan'],
  'p11-kit':                                    ['p11-kit', P11_KIT_CLIENT],
};

/** Ports of the document, and free ones in their place. */
const ports = new Map<string, string>();

const adapted = (text: string): string => {
  const own = text.replaceAll('npx proefpas', `${process.execPath} ${MAIN}`);
  return [...ports].reduce((script, [documented, free]) => script.replaceAll(documented, free), own);
};

/** Where a block's output begins. */
const mark = (index: number): string => `=== block ${index}`;

/** A block with something below it may end as it likes; any other one has to succeed. */
function typed({ language, text }: Block, index: number, blocks: readonly Block[]): string {
  if (language === 'java') {
    const name = /class (\w+) /.exec(text)![1]!;
    return `cat > ${name}.java <<'JAVA'\n${documentedProgram(name)}JAVA\n`;
  }
  if (language !== 'sh') return '';
  const script = adapted(text);
  return `echo '${mark(index)}'\n${blocks[index + 1]?.language === 'text' ? `(set +e\n${script}) || true\n` : script}`;
}

const [variables, files, servers] = SECTIONS.find(({ title }) => title === GRANTED)!.blocks;
const sections = SECTIONS.filter(({ title }) => title !== GRANTED);

/** Ends agents and servers that a section left because it failed. */
const CLEAN_UP = `trap '{ ssh-agent -k; p11-kit server -k; gpgconf --kill all; } > /dev/null 2>&1 || true' EXIT`;

const folder = mkdtempSync(join(tmpdir(), 'clients-'));
let serving: ChildProcess;

async function freePort(): Promise<string> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}

beforeAll(async () => {
  for (const port of ['4433', '4434', '4435']) ports.set(port, await freePort());
  const prepare = `set -e\n${variables!.text}${adapted(files!.text)}`;
  execFileSync('sh', ['-c', prepare], { cwd: folder, stdio: 'ignore' });
  serving = spawn('sh', ['-c', `set -e\n${adapted(servers!.text)}wait`], {
    cwd: folder,
    stdio: 'ignore',
    detached: true,
  });
});

afterAll(() => {
  process.kill(-serving.pid!, 'SIGKILL');
  rmSync(folder, { recursive: true });
});

describe.skipIf(!has('openssl', 'opensc-tool', 'pkcs15-tool', 'pkcs11-tool'))('docs/clients.md', () => {
  it('is what these tests type', () => {
    expect(sections.map(({ title }) => title)).toEqual(Object.keys(PROGRAMS));
  });

  for (const { title, blocks } of sections) {
    it.skipIf(!has(...(PROGRAMS[title] ?? [])))(title, async () => {
      const waits = [...ports.values()].map(
        (port) => `until grep -q ACCEPT ${folder}/server-${port}.log; do sleep 0.05; done`,
      );
      const script = [CLEAN_UP, 'set -e', ...waits, `ln -s ${folder}/* .`, variables!.text, ...blocks.map(typed)];
      const { status, output } = await inFreshFolder([
        'sh',
        '-c',
        `exec 2>&1 </dev/null\ncat > section.sh <<'SECTION'\n${script.join('\n')}\nSECTION\n${process.execPath} ${MAIN} run zorg-id -- sh section.sh`,
      ]);
      expect(status, output).toBe(0);
      for (const [index, { language, text }] of blocks.entries()) {
        if (language !== 'text') continue;
        const printed = output.split(mark(index - 1))[1]!.split('=== block')[0]!;
        for (const line of text.trimEnd().split('\n')) expect(printed).toContain(line);
      }
    });
  }
});
