import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CardLink, CardMute, concat, fromHex, toHex } from '../../apdu/index.ts';
import { connectVpcd, type VpcdConnection } from './client.ts';
import { encodeMessage, MessageReader } from './messages.ts';

const COLD_ATR = fromHex('3B00');
const WARM_ATR = fromHex('3B0141');
const ECHO = fromHex('00A40000');
const [OFF, ON, RESET, ATR] = ['00', '01', '02', '04'] as const;

/** A card that does nothing but echo, and keeps a log of what it was asked. */
function idleCard(log: string[]): CardLink {
  let powered = false;
  return {
    powerOn: async () => {
      log.push('on');
      powered = true;
      return COLD_ATR;
    },
    reset: async () => {
      log.push('reset');
      if (!powered) throw new CardMute('unpowered');
      return WARM_ATR;
    },
    powerOff: async () => {
      log.push('off');
      powered = false;
    },
    transmit: async (command) => {
      log.push(toHex(command));
      if (!powered) throw new CardMute('unpowered');
      return concat(command, fromHex('9000'));
    },
  };
}

describe('the vpcd client', () => {
  let server: Server;
  let port: number;
  let log: string[];
  let connection: VpcdConnection | undefined;

  beforeEach(async () => {
    log = [];
    connection = undefined;
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });

  afterEach(async () => {
    await connection?.close();
    server.close();
  });

  /** Puts the card in; answers the driver's end of the connection. */
  async function insert(card: CardLink = idleCard(log)): Promise<Socket> {
    const accepted = once(server, 'connection');
    connection = await connectVpcd(card, { port });
    const [driver] = (await accepted) as [Socket];
    return driver;
  }

  /** Sends all payloads in one write and waits for `count` answers. */
  async function exchange(driver: Socket, payloads: readonly string[], count: number): Promise<string[]> {
    const reader = new MessageReader();
    const answers: string[] = [];
    driver.write(concat(...payloads.map((payload) => encodeMessage(fromHex(payload)))));
    while (answers.length < count) {
      const [chunk] = (await once(driver, 'data')) as [Buffer];
      answers.push(...[...reader.feed(chunk)].map((bytes) => toHex(bytes)));
    }
    return answers;
  }

  test('power on, ATR, APDU, reset and off, in the order asked', async () => {
    const driver = await insert();
    const answers = await exchange(driver, [ON, ATR, toHex(ECHO), RESET, ATR, OFF, ATR], 4);
    expect(answers).toEqual([COLD_ATR, concat(ECHO, fromHex('9000')), WARM_ATR, WARM_ATR].map((bytes) => toHex(bytes)));
    expect(log).toEqual(['on', toHex(ECHO), 'reset', 'off']);
  });

  test('a request for the ATR powers a card that never had power', async () => {
    const driver = await insert();
    expect(await exchange(driver, [ATR, ATR], 2)).toEqual([toHex(COLD_ATR), toHex(COLD_ATR)]);
    expect(log).toEqual(['on']);
  });

  test('a card that gives no ATR is answered for with an empty message', async () => {
    const mute = async () => Promise.reject(new CardMute('dead'));
    const driver = await insert({ ...idleCard(log), powerOn: mute });
    expect(await exchange(driver, [ON, ATR], 1)).toEqual(['']);
  });

  test('a mute card is answered for with 6400, and the connection goes on', async () => {
    const driver = await insert();
    const answers = await exchange(driver, [toHex(ECHO), RESET, ON, toHex(ECHO)], 2);
    expect(answers).toEqual(['6400', toHex(concat(ECHO, fromHex('9000')))]);
  });

  test('an answer too long for a message becomes 6400', async () => {
    const driver = await insert({ ...idleCard(log), transmit: async () => new Uint8Array(0x10000) });
    expect(await exchange(driver, [toHex(ECHO)], 1)).toEqual(['6400']);
  });

  test('an empty message and an unknown control message are passed over', async () => {
    const driver = await insert();
    expect(await exchange(driver, ['', '7F', ATR], 1)).toEqual([toHex(COLD_ATR)]);
  });

  test.each(['end', 'resetAndDestroy'] as const)(
    'the driver leaves by %s: closed resolves, power is off',
    async (how) => {
      const driver = await insert();
      await exchange(driver, [ATR], 1);
      driver[how]();
      await connection!.closed;
      expect(log).toEqual(['on', 'off']);
    },
  );

  test('close takes the card out of the reader', async () => {
    const driver = await insert();
    const gone = once(driver.resume(), 'end');
    await connection!.close();
    await gone;
    expect(log).toEqual(['off']);
  });

  test('a refused connection rejects and says so', async () => {
    server.close();
    await once(server, 'close');
    await expect(connectVpcd(idleCard(log), { port })).rejects.toThrow(`127.0.0.1 port ${port}: nothing listens there`);
  });

  test.each(['0.0.0.0', '192.0.2.1', '128.0.0.1', '::', '2001:db8::1', 'example.org', ''])(
    'the address %j is refused',
    async (host) => {
      await expect(connectVpcd(idleCard(log), { host, port })).rejects.toThrow('not a loopback address');
    },
  );

  test.each(['127.0.0.1', 'localhost'])('the address %s is accepted', async (host) => {
    connection = await connectVpcd(idleCard(log), { host, port });
  });
});
