import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CardChannel, fromHex, toHex } from '../../../apdu/index.ts';
import { Slot } from '../../slot.ts';
import { plainCard } from '../client.test-support.ts';
import { COMMAND, DISPOSITION, PROTOCOL, SCARD, SHARE } from '../constants.ts';
import { HEADER_SIZE, LAYOUT, Message, READER_STATE_ENTRY } from '../messages.ts';
import { type PcscLiteServer, servePcscLite } from '../server.ts';
import { listPcscReaders, openPcscReader } from './open-reader.ts';
import { PcscContext } from './pcsc-context.ts';

const NAMES = ['Test 00 00', 'Test 01 00'] as const;
const [NAME, EMPTY] = NAMES;
const COMMAND_AB = fromHex('00AB0000');

let folder: string;
let slots: Slot[];
let server: PcscLiteServer;
const calls: string[] = [];

/** The plain card, which writes down what is done to its power. */
function watchedCard(): CardChannel {
  const card = plainCard();
  const noting =
    <Result>(name: string, call: () => Result) =>
    (): Result => {
      calls.push(name);
      return call();
    };
  return {
    ...card,
    powerOn: noting('on', card.powerOn),
    reset: noting('reset', card.reset),
    powerOff: noting('off', card.powerOff),
  };
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'client-'));
  slots = NAMES.map((name) => new Slot(name));
  slots[0]!.insert(watchedCard());
  server = await servePcscLite({ slots, socket: join(folder, 's') });
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const open = (name: string = NAME, patienceMs = 5_000) => openPcscReader(name, { socket: server.socket, patienceMs });
const context = () => PcscContext.open(server.socket);

describe('the card in a reader', () => {
  it('is powered on cold, answers, is reset, and left without power', async () => {
    const reader = await open();
    calls.length = 0;
    expect(toHex(await reader.powerOn())).toMatch(/^3B9F1881/);
    expect(calls).toEqual(['off', 'on']);
    expect(toHex(await reader.transmit(COMMAND_AB))).toBe('00AB9000');
    expect(toHex(await reader.transmit(new Uint8Array(65_540).fill(0xab)))).toBe('ABAB9000');
    expect(toHex(await reader.reset())).toMatch(/^3B9F1881/);
    await reader.powerOff();
    expect(calls).toEqual(['off', 'on', 'reset', 'off']);
    await expect(reader.transmit(COMMAND_AB)).rejects.toMatchObject({ name: 'CardMute' });
    await reader.powerOn();
    expect(toHex(await reader.transmit(COMMAND_AB))).toBe('00AB9000');
    await reader.close();
  });

  it('is reached by nobody else meanwhile, and is waited for while somebody else has it', async () => {
    const reader = await open();
    await reader.powerOn();
    const other = await open(NAME, 10);
    await expect(other.powerOn()).rejects.toMatchObject({
      name: 'PcscError',
      symbol: 'SCARD_E_SHARING_VIOLATION',
      code: SCARD.sharingViolation,
    });
    const patient = await open();
    const later = patient.powerOn();
    await reader.powerOff();
    expect(toHex(await later)).toMatch(/^3B/);
    await Promise.all([reader, other, patient].map((each) => each.close()));
  });

  it('is mute when it is taken out, and there again when it is put back', async () => {
    const reader = await open();
    await reader.powerOn();
    slots[0]!.remove();
    await slots[0]!.settled();
    await expect(reader.transmit(COMMAND_AB)).rejects.toMatchObject({
      name: 'CardMute',
      message: 'the card was taken out (SCARD_W_REMOVED_CARD)',
    });
    await reader.powerOff();
    await expect(reader.powerOn()).rejects.toMatchObject({ name: 'CardMute', message: /SCARD_E_NO_SMARTCARD/ });
    slots[0]!.insert(watchedCard());
    await slots[0]!.settled();
    await reader.powerOn();
    expect(toHex(await reader.transmit(COMMAND_AB))).toBe('00AB9000');
    await reader.close();
  });

  it('is not in an empty reader', async () => {
    const reader = await open(EMPTY);
    await expect(reader.powerOn()).rejects.toMatchObject({ name: 'CardMute' });
    await reader.close();
  });
});

describe('what goes wrong', () => {
  it('an unknown reader is told with those there are', async () => {
    await expect(open('Test')).rejects.toThrow(
      'there is no reader "Test"; readers are "Test 00 00", "Test 01 00" (SCARD_E_UNKNOWN_READER)',
    );
    expect(await listPcscReaders(server.socket)).toEqual(NAMES);
  });

  it('a service that is not there, goes away, or breaks off', async () => {
    await expect(listPcscReaders(join(folder, 'none'))).rejects.toThrow(/start pcscd.*\(SCARD_E_NO_SERVICE\)$/);
    const reader = await open();
    await reader.powerOn();
    await server.close();
    await expect(reader.transmit(COMMAND_AB)).rejects.toMatchObject({ symbol: 'SCARD_F_COMM_ERROR' });
    await reader.close();
  });
});

describe('a connection', () => {
  it('nests transactions, is told of a reset by another, and reconnects', async () => {
    const [mine, theirs] = [await context(), await context()];
    const a = await mine.connect(NAME, SHARE.shared, PROTOCOL.t1);
    const b = await theirs.connect(NAME, SHARE.shared, PROTOCOL.t0 | PROTOCOL.t1);
    expect([a.protocol, b.protocol]).toEqual([PROTOCOL.t1, PROTOCOL.t1]);
    expect((await mine.reader(NAME)).sharing).toBe(2);
    await a.begin(0);
    await a.begin(0);
    await a.end(DISPOSITION.leave);
    await expect(b.begin(0)).rejects.toMatchObject({ symbol: 'SCARD_E_SHARING_VIOLATION' });
    await a.end(DISPOSITION.reset);
    await expect(b.transmit(COMMAND_AB)).rejects.toMatchObject({ symbol: 'SCARD_W_RESET_CARD' });
    await expect(b.status()).rejects.toMatchObject({ symbol: 'SCARD_W_RESET_CARD' });
    await b.reconnect(DISPOSITION.leave);
    await b.status();
    expect(toHex(await b.transmit(COMMAND_AB))).toBe('00AB9000');
    await expect(a.end(DISPOSITION.leave)).rejects.toMatchObject({ symbol: 'SCARD_W_RESET_CARD' });
    await a.disconnect(DISPOSITION.leave);
    await b.disconnect(DISPOSITION.unpower);
    await Promise.all([mine.close(), theirs.close()]);
  });

  it('asks for attributes and features', async () => {
    const mine = await context();
    const card = await mine.connect(NAME, SHARE.direct, 0);
    expect(new TextDecoder().decode(await card.attribute(0x00010100))).toBe('proefpas\0');
    expect(toHex(await card.control(0x42000d48))).toBe('120442330012');
    await expect(card.control(0x42000001)).rejects.toMatchObject({ symbol: 'SCARD_E_UNSUPPORTED_FEATURE' });
    await mine.close();
  });
});

describe('other servers', () => {
  /** Answers as a pcscd of one version does that has `entries` readers' room, the first one taken. */
  async function oldServer(minor: number, entries: number) {
    const states = new Message(new Uint8Array(entries * READER_STATE_ENTRY.size));
    states.setText(0, 'Old 00 00');
    const asked: number[] = [];
    const old = createServer((socket) => {
      let bytes = Buffer.alloc(0);
      socket.on('error', () => socket.destroy());
      socket.on('data', (more) => {
        bytes = Buffer.concat([bytes, more]);
        while (bytes.length >= HEADER_SIZE && bytes.length >= HEADER_SIZE + bytes.readUInt32LE(0)) {
          const size = bytes.readUInt32LE(0);
          const command = bytes.readUInt32LE(4);
          const body = new Message(Uint8Array.from(bytes.subarray(HEADER_SIZE, HEADER_SIZE + size)));
          bytes = bytes.subarray(HEADER_SIZE + size);
          asked.push(command);
          if (command === COMMAND.getReadersState) socket.write(states.bytes);
          else if (command === COMMAND.establishContext) socket.write(body.set(LAYOUT.establish.context, 7).bytes);
          else if (command === COMMAND.version) {
            const at = LAYOUT.version;
            const accepts = body.get(at.minor) === minor;
            socket.write(body.set(at.minor, minor).set(at.rv, accepts ? 0 : SCARD.serviceStopped).bytes);
          } else socket.write(body.bytes);
        }
      });
    });
    old.listen(join(folder, 'old'));
    await once(old, 'listening');
    return { asked, close: () => old.close() };
  }

  // biome-ignore format: a table reads best with its columns aligned
  it.each([
    [4, 16],
    [5, 48],
    [3, 16],
  ])('one that speaks 4:%i alone and has room for %i readers', async (minor, entries) => {
    const old = await oldServer(minor, entries);
    const mine = await PcscContext.open(join(folder, 'old'));
    expect(mine.minor).toBe(minor);
    expect((await mine.readers()).map(({ name }) => name)).toEqual(['Old 00 00']);
    expect((await mine.readers()).map(({ name }) => name)).toEqual(['Old 00 00']);
    expect(old.asked).not.toContain(COMMAND.getReadersStateArray);
    await mine.close();
    old.close();
  });

  it('one of another age is refused in words', async () => {
    const old = await oldServer(9, 16);
    await expect(PcscContext.open(join(folder, 'old'))).rejects.toThrow(
      'the PC/SC service speaks protocol 4:9; ours are 4:2 to 4:6 (SCARD_E_SERVICE_STOPPED)',
    );
    old.close();
  });
});
