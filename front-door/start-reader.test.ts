import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { fromHex, linkTo, toHex } from '../apdu/index.ts';
import type { Slot } from '../reader-bridge/index.ts';
import { createCard } from './create-card.ts';
import type { ProfileName } from './profiles.ts';
import { type Readers, type StartReaderOptions, startReader } from './start-reader.ts';

const SERIAL = fromHex('00CA0100 00');
const WRONG_PIN = fromHex('00200001 10 39393939393939390000000000000000');
const open: Readers[] = [];

async function start(options?: StartReaderOptions): Promise<Readers> {
  const readers = await startReader(options);
  open.push(readers);
  return readers;
}

const transmit = (slot: Slot | undefined, command: Uint8Array): Promise<string> =>
  new Promise((resolve, reject) =>
    slot?.transmit(command, (error, response) => (error ? reject(error) : resolve(toHex(response)))),
  );

afterEach(async () => {
  await Promise.all(open.splice(0).map((readers) => readers.close()));
});

it('serves a ready zorg-id card when nothing is asked for', async () => {
  const { env, slots } = await start();
  expect(slots.map(({ name, hasCard }) => [name, hasCard])).toEqual([['Proefpas 00 00', true]]);
  expect(statSync(env.PCSCLITE_CSOCK_NAME).isSocket()).toBe(true);
  const client = connect(env.PCSCLITE_CSOCK_NAME);
  await once(client, 'connect');
  client.destroy();
  expect(await transmit(slots[0], fromHex('00200001 10 31323334353600000000000000000000'))).toBe('9000');
});

it('serves a card that is passed in itself, here or elsewhere', async () => {
  const here = createCard();
  const behind = createCard();
  const { slots } = await start({ cards: [here, linkTo(behind)] });
  for (const slot of slots) expect(await transmit(slot, WRONG_PIN)).toBe('63C2');
  for (const card of [here, behind]) expect(card.inspect().pins[0]?.triesLeft).toBe(2);
  expect(here.fork().inspect().pins[0]?.triesLeft).toBe(2);
});

it('tells every command and its answer', async () => {
  const { slots } = await start({ cards: ['zorg-id-blank'] });
  const seen: string[] = [];
  slots[0]?.on('apdu', ({ command, response }) => seen.push(`${toHex(command)} ${response && toHex(response)}`));
  const answer = await transmit(slots[0], SERIAL);
  expect(seen).toEqual([`00CA010000 ${answer}`]);
});

it('puts another card in every reader, and none where none is asked for', async () => {
  const { slots } = await start({ cards: ['zorg-id-blank', null, 'zorg-id-blank'], name: 'R' });
  expect(slots.map(({ name, hasCard }) => [name, hasCard])).toEqual([
    ['R 00 00', true],
    ['R 01 00', false],
    ['R 02 00', true],
  ]);
  expect(await transmit(slots[2], SERIAL)).not.toBe(await transmit(slots[0], SERIAL));
});

it('leaves nothing behind, however it is closed', async () => {
  const card = createCard();
  let path: string;
  {
    await using readers = await startReader({ cards: [card] });
    path = readers.env.PCSCLITE_CSOCK_NAME;
    expect(existsSync(path)).toBe(true);
  }
  expect(existsSync(dirname(path))).toBe(false);
  expect(() => card.transmit(SERIAL)).toThrow('no power');
  const readers = await startReader({ cards: [card] });
  await readers.close();
  await readers.close();
  expect(existsSync(dirname(readers.env.PCSCLITE_CSOCK_NAME))).toBe(false);
});

it('makes the socket where it is told to, takes nothing away that is there, and leaves the cards without power', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'readers-'));
  try {
    const socket = join(folder, 'socket');
    const readers = await start({ cards: [null], socket });
    expect(readers.env).toEqual({ PCSCLITE_CSOCK_NAME: socket });
    await readers.close();
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(socket, 'mine');
    const card = createCard();
    await expect(startReader({ cards: [card], socket })).rejects.toThrow(socket);
    expect(() => card.transmit(SERIAL)).toThrow('no power');
    expect(readdirSync(folder)).toEqual(['socket']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('refuses a profile that does not exist, and a number of readers that PC/SC does not know', async () => {
  await expect(startReader({ cards: ['zorg' as ProfileName] })).rejects.toThrow(/profiles are zorg-id, zorg-id-blank/);
  await expect(startReader({ cards: new Array<null>(17).fill(null) })).rejects.toThrow(/16/);
  await expect(startReader({ cards: [] })).rejects.toThrow(/16/);
});
