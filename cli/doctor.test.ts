import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { doctor } from './doctor.ts';

/** What the doctor says with a changed environment. */
async function consult(environment: Record<string, string | undefined> = {}) {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const status = await doctor(true);
  const [[text]] = said.mock.calls as [[string]];
  said.mockClear();
  await doctor(false);
  const [[people]] = said.mock.calls as [[string]];
  return { status, people, ...JSON.parse(text) };
}

function pretend(platform: NodeJS.Platform): void {
  vi.stubGlobal('process', Object.create(process, { platform: { value: platform } }));
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

it('ends with 0 just when everything that run needs is there', async () => {
  const { status, runWorks, checks } = await consult();
  const needed = checks.filter(({ required }: { required?: boolean }) => required);
  expect(runWorks).toBe(needed.every((check: { status: string }) => check.status === 'ok'));
  expect(status).toBe(runWorks ? 0 : 1);
});

it('says so when no socket can be made', async () => {
  const { status, runWorks, people } = await consult({ TMPDIR: '/no/such/folder', XDG_RUNTIME_DIR: undefined });
  expect({ status, runWorks }).toEqual({ status: 1, runWorks: false });
  expect(people).toMatch(/^wrong +own socket/m);
  expect(people).toContain('proefpas run does not work here yet.');
});

it('tells programs that are not there, and how to install them', async () => {
  const { checks, people } = await consult({ PATH: '/no/such/folder' });
  const tool = checks.find(({ name }: { name: string }) => name === 'opensc-tool');
  expect(tool).toMatchObject({ status: 'missing', advice: expect.stringContaining('opensc') });
  expect(people).toMatch(/^missing +opensc-tool .*\n +→ /m);
});

it('tells a live socket from one where nobody listens', async () => {
  const path = join(tmpdir(), `doctor-${process.pid}`);
  const variable = async () => {
    const { checks } = await consult({ PCSCLITE_CSOCK_NAME: path });
    return checks.find(({ name }: { name: string }) => name === 'PCSCLITE_CSOCK_NAME').status;
  };
  expect(await variable()).toBe('wrong');
  vi.restoreAllMocks();
  const server = createServer((socket) => socket.end()).listen(path);
  try {
    expect(await variable()).toBe('ok');
  } finally {
    server.close();
  }
});

it.each(['darwin', 'win32'] as const)('says on %s what is possible there, in a few lines', async (platform) => {
  pretend(platform);
  const { status, runWorks, advice, people } = await consult();
  expect({ status, runWorks }).toEqual({ status: 1, runWorks: false });
  expect(advice.length).toBeLessThanOrEqual(6);
  expect(people).toContain('proefpas start --vpcd');
  expect(people).toContain('createCard');
});
