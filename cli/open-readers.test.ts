import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { toHex } from '../apdu/index.ts';
import { type OpenReaders, openReaders } from './open-readers.ts';
import { describeReaders } from './output.ts';
import type { RawReadersOptions } from './readers-options.ts';
import { readersOrder } from './readers-order.ts';

/** Opens and closes what a command line asks for. */
async function opened(cards: readonly string[], options: RawReadersOptions = {}): Promise<OpenReaders> {
  const readers = await openReaders(readersOrder(cards, options));
  await readers.close();
  return readers;
}

const serials = ({ readers }: OpenReaders) => readers.map(({ serial }) => serial);

it('makes the same cards of the same seed, and another one for every reader', async () => {
  const published = await opened(['zorg-id-blank', 'zorg-id-blank']);
  expect(serials(await opened(['zorg-id-blank', 'zorg-id-blank']))).toEqual(serials(published));
  expect(new Set([...serials(published), ...serials(await opened(['zorg-id-blank'], { seed: '2A' }))]).size).toBe(3);
  expect(serials(await opened(['zorg-id-blank'], { isolate: true }))).toEqual(serials(published).slice(0, 1));
});

it('tells a seed that the system chose, and no other', async () => {
  const order = readersOrder(['zorg-id-blank'], { seed: 'random' });
  const readers = await openReaders(order);
  await readers.close();
  expect(readers.randomSeed).toBe(toHex(order.seed!));
  const again = await opened(['zorg-id-blank'], { seed: readers.randomSeed! });
  expect(serials(again)).toEqual(serials(readers));
  expect(again.randomSeed).toBeUndefined();
});

it('says when nothing listens where the virtual reader should be', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const opening = opened(['zorg-id-blank'], { vpcd: `127.0.0.1:${port}` });
  await expect(opening).rejects.toThrow(new RegExp(`127\\.0\\.0\\.1.*${port}.*; proefpas doctor says how to get one$`));
});

it('refuses a virtual reader on another computer, without advice that would not help', async () => {
  await expect(opened(['zorg-id-blank'], { vpcd: '192.0.2.1' })).rejects.toThrow(/^(?!.*doctor).*192\.0\.2\.1/);
});

it('tells the values of other PINs and PUKs, of a card that has any', async () => {
  const readers = await opened(['conformance', 'zorg-id']);
  expect(readers.readers.map(({ morePins }) => morePins)).toEqual([
    [
      { reference: 0x81, label: 'Spare PIN', kind: 'pin', value: '654321' },
      { reference: 0x82, label: 'Spare PUK', kind: 'puk', value: '87654321' },
    ],
    undefined,
  ]);
  expect(describeReaders(readers)).toMatch(
    /^PUK {6}12345678\nPIN 81 {3}654321 \(Spare PIN\)\nPUK 82 {3}87654321 \(Spare PUK\)\n\nReader/m,
  );
});
