/**
 * The socket of a pcsc-lite server of our own: private to its user, made once and never made again while it serves.
 */
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Slot } from '../slot.ts';
import { Broker } from './broker.ts';
import { MAX_CONNECTIONS } from './constants.ts';
import { Session } from './session.ts';

export interface ServerOptions {
  /** One reader each, 1 to 16. */
  readonly slots: readonly Slot[];
  /** Path of the socket; one in a new private folder when left out. */
  readonly socket?: string;
}

export interface PcscLiteServer {
  /** Absolute path of the socket: the value of PCSCLITE_CSOCK_NAME. */
  readonly socket: string;
  /** Ends every connection, takes the cards out, removes what was made. */
  close(): Promise<void>;
}

/** What fits `sun_path` with its NUL; libpcsclite and Node cut longer ones off without a word. */
const MAX_PATH_BYTES = 107;

/** Rejects with a sentence when the socket cannot be made. */
export async function servePcscLite({ slots, socket }: ServerOptions): Promise<PcscLiteServer> {
  const broker = new Broker(slots);
  await Promise.all(slots.map((slot) => slot.settled()));
  const folder =
    socket === undefined ? mkdtempSync(join(process.env.XDG_RUNTIME_DIR ?? tmpdir(), 'proefpas-')) : undefined;
  const path = resolve(socket ?? join(folder!, 'pcscd.comm'));
  const connections = new Set<Socket>();
  const server = createServer((connection) => serveClient(broker, connections, connection));
  try {
    if (Buffer.byteLength(path) > MAX_PATH_BYTES) {
      throw new Error(`the socket path ${path} is longer than ${MAX_PATH_BYTES} bytes; choose a shorter one`);
    }
    if (socket !== undefined) await makeWay(path);
    await listen(server, path);
  } catch (error) {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((done) => server.close(() => done()));
    for (const connection of connections) connection.destroy();
    await closed;
    for (const slot of slots) slot.remove();
    await Promise.all(slots.map((slot) => slot.settled()));
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  };
  return { socket: path, close: () => (closing ??= close()) };
}

function serveClient(broker: Broker, connections: Set<Socket>, connection: Socket): void {
  if (connections.size >= MAX_CONNECTIONS) {
    connection.destroy();
    return;
  }
  connections.add(connection);
  const session = new Session(broker, {
    send: (bytes) => connection.write(bytes),
    close: () => connection.destroy(),
  });
  connection.on('data', (bytes) => session.feed(bytes));
  connection.on('error', () => connection.destroy());
  connection.on('close', () => {
    connections.delete(connection);
    session.end();
  });
}

/** Removes a socket that nobody listens on; anything else at the path stays. */
async function makeWay(path: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there === undefined) return;
  if (!there.isSocket()) throw new Error(`${path} is there already and is no socket; choose another path`);
  const live = await new Promise<boolean>((answer) => {
    const probe = createConnection(path);
    probe.on('connect', () => {
      probe.destroy();
      answer(true);
    });
    probe.on('error', () => answer(false));
  });
  if (live) throw new Error(`another server listens on ${path} already; stop it or choose another path`);
  rmSync(path);
}

/** Listens with the socket's mode right from its first moment. */
function listen(server: Server, path: string): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    const mask = process.umask(0o177);
    server.listen(path, () => {
      chmodSync(path, 0o600);
      done();
    });
    process.umask(mask);
  });
}
