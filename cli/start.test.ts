import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { fromHex } from '../apdu/index.ts';
import { leftBehind, startProefpas } from './cli.test-support.ts';
import { readersOrder } from './readers-order.ts';
import { start } from './start.ts';

afterAll(() => {
  expect(leftBehind()).toEqual([]);
});

describe.concurrent('start', () => {
  it('tells how to reach the cards in JSON, serves until SIGTERM, and leaves nothing', async () => {
    const running = startProefpas(
      'start',
      '--json',
      'zorg-id:tries=1',
      'zorg-id',
      'zorg-id-blank',
      'none',
      '--reader',
      'R',
    );
    const { socket, ...ready } = JSON.parse(await running.printed('\n'));
    const serial = expect.stringMatching(/^([0-9A-F]{2})+$/);
    const secrets = { image: null, pin: '123456', puk: '12345678' };
    const none = { image: null, pin: null, puk: null };
    expect(ready).toEqual({
      event: 'ready',
      vpcd: null,
      seed: null,
      readers: [
        { name: 'R 00 00', card: 'zorg-id:tries=1', description: expect.any(String), serial, ...secrets },
        { name: 'R 01 00', card: 'zorg-id', description: expect.any(String), serial, ...secrets },
        { name: 'R 02 00', card: 'zorg-id-blank', description: expect.any(String), serial, ...none },
        { name: 'R 03 00', card: 'none', description: null, serial: null, ...none },
      ],
    });
    expect(statSync(socket).isSocket()).toBe(true);
    running.process.kill('SIGTERM');
    const { status, stdout, stderr } = await running.ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.trim().split('\n').slice(1)).toEqual(['{"event":"closed"}']);
    expect(existsSync(socket)).toBe(false);
  });

  it('tells people the line to paste, reader, card, PIN and PUK', async () => {
    const running = startProefpas('start');
    const text = await running.printed('Ctrl-C');
    running.process.kill('SIGINT');
    for (const line of [
      /^ {2}export PCSCLITE_CSOCK_NAME=\/\S+$/m,
      /^Reader +Proefpas 00 00$/m,
      /^Card +zorg-id: operational ZORG-ID test card$/m,
      /^PIN +123456$/m,
      /^PUK +12345678$/m,
    ]) {
      expect(text).toMatch(line);
    }
    expect(await running.ended).toMatchObject({ status: 0, stderr: '' });
  });

  it('serves on when nobody reads its output any more', async () => {
    const running = startProefpas('start', '--json', 'none');
    await running.printed('\n');
    running.process.stdout?.destroy();
    running.process.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ status: 0, stderr: '' });
  });

  it('says in a sentence why there can be no socket', async () => {
    const { status, stdout, stderr } = await startProefpas('start', '--socket', 'package.json').ended;
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^proefpas: \/.+package\.json is there already .+\n$/);
  });
});

it('lies in a virtual reader until that goes away', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const running = startProefpas('start', 'zorg-id-blank', '--json', '--vpcd', `127.0.0.1:${port}`);
  const [reader] = (await once(server, 'connection')) as [Socket];
  const { socket, vpcd } = JSON.parse(await running.printed('\n'));
  expect({ socket, vpcd }).toEqual({ socket: null, vpcd: `127.0.0.1:${port}` });
  // Frames of vpcd: two bytes of length; a single byte is a request: 01 power on, 04 ATR.
  reader.write(fromHex('000101 000104 0005 00CA010000'));
  let answers = '';
  while (answers.length < 2 * (2 + 23 + 2 + 10))
    answers += ((await once(reader, 'data')) as [Buffer])[0].toString('hex');
  expect(answers).toMatch(/^00173b9f.{42}000a.{16}9000$/);
  reader.destroy();
  server.close();
  const { status, stdout, stderr } = await running.ended;
  const message = `the virtual reader at 127.0.0.1:${port} went away`;
  expect({ status, stderr }).toEqual({ status: 1, stderr: `proefpas: ${message}\n` });
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events.slice(1)).toEqual([{ event: 'lost', message }, { event: 'closed' }]);
});

it('takes everything away again when it is stopped while it starts', async () => {
  const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const folder = mkdtempSync(join(tmpdir(), 'start-'));
  vi.stubEnv('TMPDIR', folder);
  vi.stubEnv('XDG_RUNTIME_DIR', undefined);
  const before = process.listenerCount('SIGHUP');
  try {
    const ended = start(readersOrder(['zorg-id-blank', 'none'], { json: true }));
    process.emit('SIGHUP', 'SIGHUP');
    expect(await ended).toBe(0);
    expect(said.mock.calls).toEqual([['{"event":"closed"}\n']]);
    expect(readdirSync(folder).filter((name) => !name.startsWith('tsx-'))).toEqual([]);
    expect(process.listenerCount('SIGHUP')).toBe(before);
  } finally {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  }
});
