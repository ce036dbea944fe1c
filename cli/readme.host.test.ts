import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { leftBehind, startProefpas } from './cli.test-support.ts';
import { inFreshFolder, MAIN } from './host-programs.test-support.ts';

const README = readFileSync(fileURLToPath(new URL('../README.md', import.meta.url)), 'utf8');

/** Every command line of README that is for this program, without `npx proefpas`. */
const COMMANDS = [...README.matchAll(/^npx proefpas (.+)$/gm)].map(([, command]) => command!);

/** What README takes for granted: some file to sign, and a test of the reader's own, which here looks at the card. */
const GIVEN = `echo message > file
  printf '#!/bin/sh\\nexec opensc-tool -n\\n' > your-test; chmod +x your-test; PATH="$PWD:$PATH"`;

afterAll(() => expect(leftBehind()).toEqual([]));

describe('what README says to type', () => {
  it('is what these tests type', () => expect(COMMANDS.length).toBeGreaterThanOrEqual(6));

  it('in one folder, in this order, works', async () => {
    const typed = COMMANDS.filter((command) => !command.startsWith('start'));
    const lines = typed.map((command) => `echo 'typed: ${command}'; ${process.execPath} ${MAIN} ${command}`);
    const { status, output } = await inFreshFolder([
      'sh',
      '-c',
      `exec 2>&1 </dev/null; set -e; ${GIVEN}\n${lines.join('\n')}`,
    ]);
    expect({ status, output: status === 0 ? '' : output }).toEqual({ status: 0, output: '' });
  });

  it.each(COMMANDS.filter((command) => command.startsWith('start')))('%s', async (command) => {
    const program = startProefpas(...command.split(' '));
    await program.printed('PCSCLITE_CSOCK_NAME');
    program.process.kill('SIGINT');
    expect((await program.ended).stderr).toBe('');
  });
});

it('the program in README runs', async () => {
  const program = /```ts\n([\s\S]*?)```/.exec(README)![1]!;
  const entry = new URL('../dist/index.js', import.meta.url);
  const { status, output } = await inFreshFolder([
    process.execPath,
    '--import',
    fileURLToPath(new URL('../node_modules/tsx/dist/esm/index.mjs', import.meta.url)),
    '--input-type=module',
    '--eval',
    `${program.replace(`from 'proefpas'`, `from '${entry}'`).replace('await using readers', 'const readers')}
     if (card.inspect().lifeCycle !== 'operational') throw new Error('no card');
     await readers.close();`,
  ]);
  expect({ status, output }).toEqual({ status: 0, output: '' });
});
