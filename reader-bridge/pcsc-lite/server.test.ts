import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CardChannel, type CardLink, fromHex, linkTo } from '../../apdu/index.ts';
import { Slot } from '../slot.ts';
import { encodeRequest, plainCard, SocketClient } from './client.test-support.ts';
import { COMMAND, MAX_CONNECTIONS } from './constants.ts';
import { LAYOUT } from './messages.ts';
import { type PcscLiteServer, servePcscLite } from './server.ts';

const READER = 'Test 00 00';

let folder: string;
let servers: PcscLiteServer[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'server-'));
  servers = [];
});

afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  rmSync(folder, { recursive: true });
});

async function serve({
  card = plainCard(),
  ...options
}: {
  socket?: string;
  card?: CardChannel | CardLink;
} = {}): Promise<PcscLiteServer> {
  const slot = new Slot(READER);
  slot.insert(card);
  const server = await servePcscLite({ slots: [slot], ...options });
  servers.push(server);
  return server;
}

/** The plain card elsewhere: each answer takes a turn of the event loop. */
function distantCard(): CardLink {
  const near = linkTo(plainCard());
  const turn = (): Promise<void> => new Promise(setImmediate);
  return {
    powerOn: () => turn().then(() => near.powerOn()),
    reset: () => turn().then(() => near.reset()),
    powerOff: () => turn().then(() => near.powerOff()),
    transmit: (command) => turn().then(() => near.transmit(command)),
  };
}

const mode = (path: string): number => statSync(path).mode & 0o777;

describe('the socket', () => {
  it('is its user’s alone, also in a folder that is everybody’s, and nothing is left beside it', async () => {
    mkdirSync(join(folder, 'shared'));
    chmodSync(join(folder, 'shared'), 0o777);
    const own = await serve();
    expect([mode(own.socket), mode(join(own.socket, '..'))]).toEqual([0o600, 0o700]);
    const chosen = await serve({ socket: join(folder, 'shared/sock') });
    expect(mode(chosen.socket)).toBe(0o600);
    expect(readdirSync(join(folder, 'shared'))).toEqual(['sock']);
    const deep = await serve({ socket: join(folder, 'made/sock') });
    expect([mode(deep.socket), mode(join(folder, 'made'))]).toEqual([0o600, 0o700]);
  });

  it('has a path of 107 bytes at most; a longer one is refused before anything is made', async () => {
    const fitting = join(folder, 'a/b', 'x'.repeat(107 - join(folder, 'a/b/').length));
    await (await serve({ socket: fitting })).close();
    await expect(serve({ socket: `${fitting}x` })).rejects.toThrow(/longer than 107 bytes; choose a shorter one/);
    await expect(serve({ socket: `${fitting.slice(0, -1)}é` })).rejects.toThrow(/longer than 107 bytes/);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of a server that was killed is replaced', async () => {
    const path = join(folder, 'sock');
    const killed = createServer().listen(join(folder, 'first'));
    await once(killed, 'listening');
    // A name that its server does not know of stays when it ends.
    renameSync(join(folder, 'first'), path);
    killed.close();
    await once(killed, 'close');
    expect(statSync(path).isSocket()).toBe(true);
    await serve({ socket: path });
    const client = await SocketClient.open(path);
    expect(await client.connect(READER)).toBeGreaterThan(0);
    await client.close();
  });

  it('of a server at work is left alone, as is anything that is no socket', async () => {
    const path = join(folder, 'sock');
    await serve({ socket: path });
    await expect(serve({ socket: path })).rejects.toThrow(/another server listens on .*sock already; stop it or/);
    const client = await SocketClient.open(path);
    expect(await client.connect(READER)).toBeGreaterThan(0);
    await client.close();
    writeFileSync(join(folder, 'file'), 'precious');
    await expect(serve({ socket: join(folder, 'file') })).rejects.toThrow(/is no socket; choose another path/);
    expect(readdirSync(folder).sort()).toEqual(['file', 'sock']);
  });

  it('goes at the end, with every folder that was made for it and holds nothing else', async () => {
    mkdirSync(join(folder, 'theirs'));
    const deep = await serve({ socket: join(folder, 'theirs/made/too/sock') });
    const kept = await serve({ socket: join(folder, 'busy/sock') });
    writeFileSync(join(folder, 'busy/file'), '');
    const own = await serve();
    const client = await SocketClient.open(own.socket);
    await Promise.all([own.close(), own.close(), deep.close(), kept.close()]);
    await expect(client.receive(1)).rejects.toThrow(/closed/);
    expect(existsSync(join(own.socket, '..'))).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(['busy', 'theirs']);
    expect([readdirSync(join(folder, 'theirs')), readdirSync(join(folder, 'busy'))]).toEqual([[], ['file']]);
  });
});

describe('a client that behaves badly', () => {
  const work = async (client: SocketClient, card: number): Promise<void> => {
    expect(await client.transmit(card, fromHex('00A40000'))).toEqual(fromHex('00A49000'));
  };

  /** Bytes that begin like requests more often than chance would have it: cut, oversized, or with any body. */
  const nonsense = (): fc.Arbitrary<Uint8Array> => {
    const command = fc.constantFrom(...Object.values(COMMAND), 0x00, 0x03, 0x0c, 0x0e, 0xffffffff);
    const fields = fc.array(fc.oneof(fc.nat(8), fc.nat(0xffffffff)), { maxLength: 80 });
    const payload = fc.uint8Array({ maxLength: 40 });
    const request = fc
      .tuple(command, fields, payload, fc.nat(400))
      .map(([number, body, bytes, cut]) =>
        encodeRequest(number, body, { payload: bytes, reader: READER }).slice(0, cut),
      );
    const begun = fc
      .array(request, { maxLength: 3 })
      .map((requests) =>
        Buffer.concat([
          encodeRequest(COMMAND.version, [4, 4, 0]),
          encodeRequest(COMMAND.establishContext, [2, 0, 0]),
          ...requests,
        ]),
      );
    return fc.oneof(fc.uint8Array({ maxLength: 300 }), request, begun);
  };

  it('sends 10,000 kinds of nonsense: another works on, and no connection or handle is left', async () => {
    const { socket } = await serve();
    const bystander = await SocketClient.open(socket);
    const card = await bystander.connect(READER);
    const strings = fc.sample(nonsense(), { numRuns: 10_000, seed: 4 });
    for (let at = 0; at < strings.length; at += 100) {
      const clients = await Promise.all(strings.slice(at, at + 100).map(() => SocketClient.open(socket)));
      for (const [i, client] of clients.entries()) client.socket.end(strings[at + i]!);
      await work(bystander, card);
      await Promise.all(clients.map(({ socket }) => socket.closed || once(socket, 'close')));
    }
    expect(await bystander.handlesOpen()).toBe(1);
    await bystander.close();
    const all = await Promise.all(Array.from({ length: MAX_CONNECTIONS }, () => SocketClient.open(socket)));
    for (const client of all) await client.ask(LAYOUT.version.size, COMMAND.version, [4, 4, 0]);
    await Promise.all(all.map((client) => client.close()));
  });

  it('dies at any moment of its work, with a transaction or a reset under way: the card is free again', async () => {
    const { socket } = await serve({ card: distantCard() });
    const bystander = await SocketClient.open(socket);
    const card = await bystander.connect(READER);
    const moments = fc.sample(fc.tuple(fc.nat(4), fc.integer({ min: 0, max: 8 })), { numRuns: 300, seed: 5 });
    const connect = encodeRequest(COMMAND.connect, [0, 2, 3], { reader: READER });
    const die = async ([steps, turns]: [number, number]): Promise<void> => {
      const client = await SocketClient.open(socket);
      const handle = steps === 0 ? 0 : await client.connect(READER);
      const begin = [encodeRequest(COMMAND.establishContext, [2, 0, 0]), connect];
      const use = [
        encodeRequest(COMMAND.beginTransaction, [handle, 0]),
        encodeRequest(COMMAND.transmit, [handle, 2, 16, 4, 3, 16, 65548, 0], { payload: fromHex('00A40000') }),
        encodeRequest(COMMAND.reconnect, [handle, 2, 3, 2, 0, 0]),
        encodeRequest(COMMAND.disconnect, [handle, 2, 0]),
      ];
      client.socket.write(Buffer.concat(steps === 0 ? begin : use.slice(0, steps)));
      for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
      await client.close();
    };
    for (let at = 0; at < moments.length; at += 20) await Promise.all(moments.slice(at, at + 20).map(die));
    await expect.poll(() => bystander.handlesOpen()).toBe(1);
    const reconnected = await bystander.ask(LAYOUT.reconnect.size, COMMAND.reconnect, [card, 2, 3, 0, 0, 0]);
    expect(reconnected.get(LAYOUT.reconnect.rv)).toBe(0);
    const begun = await bystander.ask(LAYOUT.begin.size, COMMAND.beginTransaction, [card, 0]);
    expect(begun.get(LAYOUT.begin.rv)).toBe(0);
    await work(bystander, card);
    await bystander.close();
  });

  it('opens 200 connections at once, with a handle each, and drops them: all of it is free again', async () => {
    const { socket } = await serve();
    for (let round = 0; round < 3; round++) {
      const clients = await Promise.all(Array.from({ length: MAX_CONNECTIONS }, () => SocketClient.open(socket)));
      await Promise.all(clients.map((client) => client.connect(READER)));
      const [first, ...others] = clients;
      expect(await first!.handlesOpen()).toBe(MAX_CONNECTIONS);
      const oneTooMany = await SocketClient.open(socket);
      await expect(oneTooMany.receive(1)).rejects.toThrow(/closed/);
      await Promise.all(others.map((client) => client.close()));
      await expect.poll(() => first!.handlesOpen()).toBe(1);
      await first!.close();
    }
  });

  it('never sends, or sends half a request and goes: another works on', async () => {
    const { socket } = await serve();
    const silent = await SocketClient.open(socket);
    const bystander = await SocketClient.open(socket);
    const card = await bystander.connect(READER);
    for (const request of [
      encodeRequest(COMMAND.connect, [1, 2, 3], { reader: READER }),
      encodeRequest(COMMAND.transmit, [card, 2, 16, 4, 3, 16, 65548, 0], { payload: fromHex('00A40000') }),
    ]) {
      for (const length of [1, 7, 8, 9, request.length - 1]) {
        const half = await SocketClient.open(socket);
        half.socket.end(request.subarray(0, length));
        await once(half.socket, 'close');
        await work(bystander, card);
      }
    }
    expect(await silent.ask(LAYOUT.version.size, COMMAND.version, [4, 4, 0]).then((m) => m.get(8))).toBe(0);
    await Promise.all([silent.close(), bystander.close()]);
  });

  it('does not read its answers, and is asked for no more', async () => {
    const { socket } = await serve();
    const deaf = await SocketClient.open(socket);
    deaf.socket.pause();
    const bystander = await SocketClient.open(socket);
    const card = await bystander.connect(READER);
    const requests = Buffer.concat(Array(200_000).fill(encodeRequest(COMMAND.getReadersState, [])));
    deaf.socket.write(requests);
    for (let i = 0; i < 500; i++) await work(bystander, card);
    expect(deaf.socket.writableLength).toBeGreaterThan(0);
    deaf.socket.resume();
    await deaf.receive(2944 * 1000);
    await Promise.all([deaf.close(), bystander.close()]);
  });

  it('sends on and on while it waits for a transaction to end, and is cut off', async () => {
    const { socket } = await serve();
    const owner = await SocketClient.open(socket);
    const card = await owner.connect(READER);
    await owner.ask(LAYOUT.begin.size, COMMAND.beginTransaction, [card, 0]);
    const greedy = await SocketClient.open(socket);
    const requests = [
      encodeRequest(COMMAND.establishContext, [2, 0, 0]),
      encodeRequest(COMMAND.connect, [0, 2, 3], { reader: READER }),
      new Uint8Array(100_000),
    ];
    greedy.socket.write(Buffer.concat(requests));
    await greedy.receive(LAYOUT.establish.size);
    await expect(greedy.receive(1)).rejects.toThrow(/closed/);
    await work(owner, card);
    await owner.close();
  });
});
