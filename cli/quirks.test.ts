/** `quirks` and `--quirk`. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { QUIRKS } from '../applet/index.ts';
import { MemoryFlash, OBJECT, ObjectStore } from '../emulator/index.ts';
import { createCard, readImage } from '../index.ts';
import { leftBehind, proefpas } from './cli.test-support.ts';
import { openReaders } from './open-readers.ts';
import { quirksDocument } from './quirks.ts';
import type { RawReadersOptions } from './readers-options.ts';
import { readersOrder } from './readers-order.ts';

let folder: string;
let image: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quirks-'));
  image = join(folder, 'card.img');
});
afterEach(() => rmSync(folder, { recursive: true }));
afterAll(() => expect(leftBehind()).toEqual([]));

/** What is told of the first card of a command line. */
async function opened(cards: readonly string[], options: RawReadersOptions) {
  const readers = await openReaders(readersOrder(cards, options));
  await readers.close();
  return readers.readers[0]!;
}

it('stand in the documentation as in the table', () => {
  const page = fileURLToPath(new URL('../docs/quirks.md', import.meta.url));
  expect(readFileSync(page, 'utf8')).toBe(quirksDocument());
});

it('are listed for people and for programs', async () => {
  const { stdout } = await proefpas('quirks', '--json');
  const lines = stdout.trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { quirk: string }).quirk)).toEqual(Object.keys(QUIRKS));
  expect((await proefpas('quirks')).stdout).toContain('blocked-63c0\n  with it  The wrong PIN that blocks');
});

it.each<[string, string[]]>([
  ['there is no quirk "blocked"; proefpas quirks lists those there are', ['start', '--quirk', 'blocked']],
  [
    'a card has either no-chaining or chaining-6e00, not both; leave one out',
    ['run', '--quirk', 'chaining-6e00', '--quirk', 'no-chaining', '--', 'true'],
  ],
  ['quirks speaks JSON or Markdown; leave out --json or --markdown', ['quirks', '--json', '--markdown']],
])('%s', async (message, args) => {
  expect(await proefpas(...args)).toMatchObject({ status: 2, stdout: '', stderr: `proefpas: ${message}\n` });
});

it('are kept in an image, which is opened with them and with no others', async () => {
  const made = await opened(['zorg-id-blank'], { image, quirk: ['no-chaining', 'blocked-63c0'] });
  expect(made.serial).not.toBe((await opened(['zorg-id-blank'], {})).serial);
  expect(readImage(image)?.profile.quirks).toEqual(['blocked-63c0', 'no-chaining']);
  expect(await opened(['zorg-id-blank'], { image })).toEqual(made);
  expect(await opened([], { image, quirk: ['blocked-63c0', 'no-chaining'] })).toEqual(made);
  await expect(opened([image], { quirk: ['one-channel'] })).rejects.toThrow(
    `${image} holds a card that was made with blocked-63c0 and no-chaining; name no quirks to open it as it is`,
  );
  expect((await proefpas('image', 'show', image)).stdout).toContain('Quirks   blocked-63c0, no-chaining');
});

it('are not added to a card that was made without', async () => {
  await opened(['zorg-id-blank'], { image });
  await expect(opened(['zorg-id-blank'], { image, quirk: ['one-channel'] })).rejects.toThrow('made without quirks');
});

it('keep the PIN of a ready image known, however it is filled up', async () => {
  await opened(['zorg-id'], { image, quirk: ['pin-filler-ff'] });
  expect(await opened([], { image })).toMatchObject({ pin: '123456', puk: '12345678' });
});

it('of a later version are told by name', () => {
  const flash = new MemoryFlash(createCard({ profile: 'zorg-id-blank' }).image());
  const store = ObjectStore.open(flash, { capacity: 131072, format: () => [] });
  store.commit([{ put: OBJECT.quirks, bytes: new TextEncoder().encode('no-chaining from-the-future') }]);
  expect(() => createCard({ profile: 'zorg-id-blank', flash })).toThrow('there is no quirk "from-the-future"');
});
