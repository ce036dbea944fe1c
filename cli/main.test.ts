import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/** Runs `quirks`, which says much, with its standard output or error sent elsewhere. */
function quirks(redirection: string) {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const script = `"$0" --import tsx "$1" quirks ${redirection}`;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script, process.execPath, main], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

it('fails in one sentence when its output cannot be written', () => {
  expect(quirks('>/dev/full')).toEqual({
    status: 1,
    stdout: '',
    stderr: 'proefpas: the output cannot be written (ENOSPC)\n',
  });
});

it('does not complain when whoever read its output has left, or when nobody can be told', () => {
  expect(quirks('| head -1')).toEqual({ status: 0, stdout: 'blocked-63c0\n', stderr: '' });
  expect(quirks('--bogus 2>/dev/full')).toEqual({ status: 2, stdout: '', stderr: '' });
});
