import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fromHex, toHex } from '../apdu/index.ts';
import { createCard, openPcscChannel } from '../index.ts';
import { startReaders } from './readers.test-support.ts';
import { replayTraces } from './replay.ts';

const folder = startReaders();

it('a reader is a card that answers at once, the same as on this thread', async () => {
  const here = createCard();
  const there = await openPcscChannel('Proefpas 00 00');
  expect(toHex(there.powerOn())).toBe(toHex(here.powerOn()));
  for (const command of ['00CA010000', '0020000106393939393939', '00A4000C023F00', '00B0000000', '00']) {
    expect(toHex(there.transmit(fromHex(command)))).toBe(toHex(here.transmit(fromHex(command))));
  }
  expect(toHex(there.reset())).toBe(toHex(here.reset()));
  there.powerOff();
  expect(() => there.transmit(fromHex('00CA010000'))).toThrow(expect.objectContaining({ name: 'CardMute' }));
  await there.close();
});

it('an empty reader and one that is not there are told apart', async () => {
  const empty = await openPcscChannel('Proefpas 01 00');
  expect(() => empty.powerOn()).toThrow(expect.objectContaining({ name: 'CardMute' }));
  await empty.close();
  await expect(openPcscChannel('Nowhere')).rejects.toMatchObject({
    name: 'PcscError',
    message: 'there is no reader "Nowhere"; readers are "Proefpas 00 00", "Proefpas 01 00" (SCARD_E_UNKNOWN_READER)',
  });
});

it('a trace is played to the card in a reader', async () => {
  const trace = join(folder, 't.cardtrace');
  writeFileSync(trace, 'cardtrace 1\n> 00CA010103\n< 010006 [9000]\n> 00CA010103\n< 999999 [9000]\n');
  const order = { traces: [trace], set: [], literal: false, keepSecrets: false, json: false };
  expect(await replayTraces({ ...order, pcscReader: 'Proefpas 00 00' })).toBe(1);
  await expect(replayTraces({ ...order, pcscReader: 'Nowhere' })).rejects.toMatchObject({
    name: 'UsageError',
    message: expect.stringContaining('readers are "Proefpas 00 00"'),
  });
});
