import { afterEach, expect, it } from 'vitest';
import { fromHex, toHex } from '../apdu/index.ts';
import { createCard } from './create-card.ts';
import { profiles } from './profiles.ts';
import { withVariant } from './variant.ts';
import { startWorkerCard, type WorkerCard } from './worker-card.ts';

const SERIAL = fromHex('00CA0100 00');
const profile = profiles['zorg-id-blank'];
const open: WorkerCard[] = [];

async function start(order: Parameters<typeof startWorkerCard>[0]): Promise<WorkerCard> {
  const card = await startWorkerCard(order);
  open.push(card);
  return card;
}

/** How many ports of threads keep or could keep this process busy. */
const threads = () => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;

afterEach(async () => {
  await Promise.all(open.splice(0).map((card) => card.close()));
});

it('is the same card as on this thread', async () => {
  const ready = withVariant(profiles['zorg-id'], 'tries=1');
  const here = createCard({ profile: ready, seed: '2A' });
  const there = await start({ profile: ready, seed: '2A' });
  expect(await there.powerOn()).toEqual(here.powerOn());
  for (const command of ['00CA010000', '00200001', '00A4000C023F00', '0084000008', '00']) {
    expect(toHex(await there.transmit(fromHex(command)))).toBe(toHex(here.transmit(fromHex(command))));
  }
  expect(await there.reset()).toEqual(here.reset());
});

it('answers calls in order, and keeps the command whole', async () => {
  const card = await start({ profile });
  await card.powerOn();
  const serial = await card.transmit(SERIAL);
  const commands = [SERIAL, fromHex('00FF0000'), SERIAL, fromHex('00')];
  expect(await Promise.all(commands.map((command) => card.transmit(command)))).toEqual([
    serial,
    fromHex('6D00'),
    serial,
    fromHex('6700'),
  ]);
  expect(toHex(commands[0]!)).toBe('00CA010000');
});

it('is mute without power, and the thread survives that', async () => {
  const card = await start({ profile });
  await expect(card.transmit(SERIAL)).rejects.toMatchObject({ name: 'CardMute', message: 'the card has no power' });
  await expect(card.reset()).rejects.toMatchObject({ name: 'CardMute' });
  await card.powerOn();
  await card.powerOff();
  await expect(card.transmit(SERIAL)).rejects.toMatchObject({ name: 'CardMute' });
  await card.powerOn();
  expect(toHex(await card.transmit(SERIAL)).slice(-4)).toBe('9000');
});

it('ends its thread on close; calls under way and later ones are mute, but power-off never fails', async () => {
  const before = threads();
  const card = await start({ profile });
  await card.powerOn();
  const underWay = card.transmit(SERIAL);
  const closing = card.close();
  await expect(underWay).rejects.toMatchObject({ name: 'CardMute', message: 'the card was taken away' });
  await closing;
  await card.close();
  expect(threads()).toBe(before);
  await expect(card.powerOn()).rejects.toMatchObject({ name: 'CardMute' });
  await card.powerOff();
});

it('tells what is wrong with an order, and leaves no thread', async () => {
  const before = threads();
  await expect(startWorkerCard({ profile, seed: 'zz' })).rejects.toMatchObject({ name: 'SyntaxError' });
  expect(threads()).toBe(before);
});

it('computes at length beside other work, and takes calls again afterwards', async () => {
  const card = await start({ profile: profiles['zorg-id'] });
  await card.powerOn();
  await card.transmit(fromHex('00200001 10 31323334353600000000000000000000'));
  await card.transmit(fromHex('00224100 06 8001F3 840101'));
  let turns = 0;
  let turning = setImmediate(function turn() {
    turns++;
    turning = setImmediate(turn);
  });
  // GENERATE ASYMMETRIC KEY PAIR, RSA 2048.
  const publicKey = await card.transmit(fromHex('00464200 000000'));
  clearImmediate(turning);
  expect(toHex(publicKey)).toMatch(/^7F49.*9000$/);
  expect(turns).toBeGreaterThan(0);
  expect(toHex(await card.transmit(SERIAL)).slice(-4)).toBe('9000');
});
