import { afterAll, describe, expect, it } from 'vitest';
import { leftBehind, proefpas, startProefpas } from './cli.test-support.ts';
import { readersOrder } from './readers-order.ts';
import { run } from './run.ts';

const node = (code: string) => ['--', process.execPath, '-e', code];

afterAll(() => {
  expect(leftBehind()).toEqual([]);
});

describe.concurrent('run', () => {
  it('returns the status of the command, which alone speaks and finds a live socket', async () => {
    const code = `require('net').connect(process.env.PCSCLITE_CSOCK_NAME, () => { console.log('reached'); process.exit(7) })`;
    expect(await proefpas('run', ...node(code))).toEqual({ status: 7, stdout: 'reached\n', stderr: '' });
  });

  it('gives several cards a thread each', async () => {
    const ended = await proefpas('run', 'zorg-id-blank', 'none', 'zorg-id-blank', ...node('process.exit(0)'));
    expect(ended).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('passes signals on, and tells 128 and the number of the one that ended the command', async () => {
    const handled = startProefpas(
      'run',
      'none',
      ...node(`process.on('SIGTERM', () => process.exit(9)); setInterval(() => {}, 1000); console.log('up')`),
    );
    const interrupted = startProefpas('run', 'none', ...node(`setInterval(() => {}, 1000); console.log('up')`));
    await Promise.all([handled, interrupted].map((running) => running.printed('up')));
    handled.process.kill('SIGTERM');
    interrupted.process.kill('SIGINT');
    expect(await handled.ended).toEqual({ status: 9, stdout: 'up\n', stderr: '' });
    expect(await interrupted.ended).toEqual({ status: 130, stdout: 'up\n', stderr: '' });
  });

  it.each([
    ['./no-such-program', 127, 'proefpas: ./no-such-program was not found; check its name and PATH\n'],
    ['./package.json', 126, 'proefpas: ./package.json cannot be executed (EACCES); check its mode\n'],
  ])('%s: status %i', async (command, status, stderr) => {
    expect(await proefpas('run', 'none', '--', command)).toEqual({ status, stdout: '', stderr });
  });

  it('wants a command after --', async () => {
    const stderr =
      'proefpas: run needs a command after --, as in: proefpas run zorg-id -- pkcs11-tool --list-objects\n';
    const ended = [proefpas('run', 'zorg-id', 'pkcs11-tool', '-L'), proefpas('run', '--')];
    for (const outcome of await Promise.all(ended)) expect(outcome).toEqual({ status: 2, stdout: '', stderr });
  });

  it('tells in JSON, on standard error', async () => {
    const { stderr, stdout } = await proefpas('run', '--json', 'none', ...node('process.exit(3)'));
    const [ready, exit] = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(ready).toMatchObject({ event: 'ready', readers: [{ card: 'none', serial: null }] });
    expect(exit).toEqual({ event: 'exit', status: 3 });
    expect(stdout).toBe('');
  });
});

it('does not start the command any more when it is stopped while it starts itself', async () => {
  const ended = run(readersOrder(['none'], {}), ['./no-such-program']);
  process.emit('SIGHUP', 'SIGHUP');
  expect(await ended).toBe(129);
});
