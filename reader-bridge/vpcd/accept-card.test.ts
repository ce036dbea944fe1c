import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type CardLink, CardMute, concat, fromHex, toHex } from '../../apdu/index.ts';
import { type AcceptOptions, acceptVpcdCard, type VpcdCard, VpcdError } from './accept-card.ts';
import { connectVpcd } from './client.ts';
import { encodeMessage } from './messages.ts';

const HOST = '127.0.0.1';
const ECHO = fromHex('00A40000');

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Listens, and lets `come` connect to the port that was given. */
async function accept(come: (port: number) => unknown, options: Partial<AcceptOptions> = {}): Promise<VpcdCard> {
  const card = await acceptVpcdCard({ host: HOST, port: 0, onListening: come, ...options });
  closers.push(() => card.close());
  return card;
}

/** A card of ours, which echoes and keeps a log. */
async function echoCard(log: string[]): Promise<VpcdCard> {
  const link: CardLink = {
    powerOn: async () => {
      log.push('on');
      return fromHex('3B00');
    },
    reset: async () => {
      log.push('reset');
      return fromHex('3B0141');
    },
    powerOff: async () => {
      log.push('off');
    },
    transmit: async (command) => {
      log.push(toHex(command));
      return concat(command, fromHex('9000'));
    },
  };
  return accept((port) => connectVpcd(link, { port }).then(({ close }) => closers.push(close)));
}

/** Somebody else's card, which answers with what it is told, message by message, and says nothing more. */
function strange(...answers: readonly string[]): (port: number) => void {
  return (port) => {
    const socket: Socket = connect(port, HOST);
    closers.push(() => void socket.destroy());
    socket.on('error', () => undefined);
    const left = [...answers];
    // ON and OFF are not answered; each of them comes in a message of one byte, as ATR does.
    socket.on('data', (chunk) => {
      if (chunk.at(-1) !== 1 && chunk.at(-1) !== 0 && left.length > 0)
        socket.write(encodeMessage(fromHex(left.shift()!)));
    });
  };
}

describe('a card that connects', () => {
  test('is powered, reset, asked and left without power', async () => {
    const log: string[] = [];
    const card = await echoCard(log);
    expect(toHex(await card.powerOn())).toBe('3B00');
    expect(toHex(await card.transmit(ECHO))).toBe(`${toHex(ECHO)}9000`);
    expect(toHex(await card.reset())).toBe('3B0141');
    await card.powerOff();
    await expect(card.transmit(ECHO)).rejects.toBeInstanceOf(CardMute);
    await expect(card.reset()).rejects.toBeInstanceOf(CardMute);
    expect(toHex(await card.powerOn())).toBe('3B00');
    expect(log).toEqual(['off', 'on', toHex(ECHO), 'reset', 'off', 'off', 'on']);
  });

  test.each([0, 1, 0x10000])('is sent no command of %i bytes', async (length) => {
    const card = await echoCard([]);
    await card.powerOn();
    await expect(card.transmit(new Uint8Array(length))).rejects.toBeInstanceOf(VpcdError);
    expect(toHex(await card.transmit(ECHO))).toBe(`${toHex(ECHO)}9000`);
  });

  test('that gives no ATR is mute', async () => {
    const card = await accept(strange(''));
    await expect(card.powerOn()).rejects.toThrow('no answer to reset');
  });

  test('that does not answer is given up, and not listened to any more', async () => {
    const card = await accept(strange('3B00'), { answerMs: 50 });
    await card.powerOn();
    await expect(card.transmit(ECHO)).rejects.toThrow('has not answered within 0.05 seconds');
    await expect(card.powerOn()).rejects.toBeInstanceOf(CardMute);
  });

  test('that leaves takes the command with it', async () => {
    let theirs: Socket | undefined;
    const card = await accept((port) => {
      theirs = connect(port, HOST);
      theirs.once('data', () => theirs!.destroy());
    });
    await expect(card.powerOn()).rejects.toThrow('the card went away');
    await expect(card.powerOn()).rejects.toBeInstanceOf(CardMute);
    await card.close();
  });

  test('is alone: whoever comes next finds nobody', async () => {
    let port = 0;
    const card = await accept((taken) => {
      port = taken;
      strange('3B00')(taken);
    });
    await card.powerOn();
    const [refused] = (await once(connect(port, HOST), 'error')) as [NodeJS.ErrnoException];
    expect(refused.code).toBe('ECONNREFUSED');
  });
});

describe('waiting for a card', () => {
  test('ends after a time', async () => {
    await expect(acceptVpcdCard({ host: HOST, port: 0, patienceMs: 20 })).rejects.toThrow(
      'no card has connected to 127.0.0.1:0 within 0.02 seconds',
    );
  });

  test('is not done where somebody else does', async () => {
    const other = createServer().listen(0, HOST);
    closers.push(() => void other.close());
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(acceptVpcdCard({ host: HOST, port })).rejects.toThrow('something listens there already');
  });

  test.each(['0.0.0.0', '192.0.2.1', '::', 'example.org'])('is not done on a network: %s', async (host) => {
    await expect(acceptVpcdCard({ host, port: 0 })).rejects.toThrow('not a loopback address');
  });
});
