/** `--image`, and images as CARDs: what `start` and `run` make of them. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { leftBehind, proefpas, startProefpas } from './cli.test-support.ts';
import { type OpenReaders, openReaders } from './open-readers.ts';
import type { RawReadersOptions } from './readers-options.ts';
import { readersOrder } from './readers-order.ts';

let folder: string;
let image: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'image-option-'));
  image = join(folder, 'card.img');
});

afterEach(() => rmSync(folder, { recursive: true }));
afterAll(() => expect(leftBehind()).toEqual([]));

/** Opens and closes what a command line asks for. */
async function opened(cards: readonly string[], options: RawReadersOptions = {}): Promise<OpenReaders> {
  const readers = await openReaders(readersOrder(cards, options));
  await readers.close();
  return readers;
}

it('makes the card that would have been made in memory, and opens it again, named or not', async () => {
  const [inMemory] = (await opened(['zorg-id:tries=1'], { seed: '2A' })).readers;
  const [made] = (await opened(['zorg-id:tries=1'], { seed: '2A', image })).readers;
  expect(made).toEqual({ ...inMemory, image });
  const bytes = readFileSync(image);
  expect((await opened(['zorg-id:tries=1'], { image })).readers).toEqual([made]);
  expect((await opened([], { image, isolate: true })).readers).toEqual([{ ...made, card: 'zorg-id' }]);
  expect((await opened([image, 'none'])).readers).toMatchObject([{ card: 'zorg-id', image, serial: made?.serial }, {}]);
  expect(readFileSync(image).equals(bytes)).toBe(true);
  expect(readdirSync(folder)).toEqual(['card.img']);
});

it.each([{}, { isolate: true as const }])('refuses what disagrees, naming both, with %j', async (options) => {
  await opened(['zorg-id-blank'], { image });
  await expect(opened(['zorg-id'], { image, ...options })).rejects.toThrow(
    `${image} holds a zorg-id-blank card, not zorg-id; leave zorg-id out to open it`,
  );
  await expect(opened([], { image, seed: '2A', ...options })).rejects.toThrow(/card\.img.* another seed/);
  await expect(opened([image, image], options)).rejects.toThrow(`${image} is in use by this very process`);
  expect((await opened([image], options)).readers).toMatchObject([{ card: 'zorg-id-blank', pin: null, image }]);
});

it('keeps a second program out while one has the card, and starts at once after kill -9', async () => {
  const first = startProefpas('start', '--json', '--image', image);
  await first.printed('\n');
  const { status, stderr } = await proefpas('run', '--image', image, '--', 'true');
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: expect.stringMatching(
      new RegExp(`^proefpas: ${image} is in use by process ${first.process.pid} \\(node main\\.ts start\\); .*\n$`),
    ),
  });
  const { socket } = JSON.parse(await first.printed('\n'));
  first.process.kill('SIGKILL');
  await first.ended;
  expect(await proefpas('run', '--image', image, '--', 'true')).toEqual({ status: 0, stdout: '', stderr: '' });
  // kill -9 leaves the socket; nothing else may be.
  rmSync(join(socket, '..'), { recursive: true });
});
