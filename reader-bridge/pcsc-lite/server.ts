/**
 * The socket of a pcsc-lite server of our own: private to its user, made once and never made again while it serves.
 */
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, renameSync, rmdirSync, rmSync } from 'node:fs';
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

/** What `mkdtemp` adds to a name is as long as this. */
const CHOSEN = 'XXXXXX';

/** A socket begins its life in a private folder beside its place; no longer than the shortest name people choose. */
const NEST_SOCKET = 's';

/** Rejects with a sentence when the socket cannot be made; nothing is left behind then. */
export async function servePcscLite({ slots, socket }: ServerOptions): Promise<PcscLiteServer> {
  const broker = new Broker(slots);
  await Promise.all(slots.map((slot) => slot.settled()));
  const connections = new Set<Socket>();
  const server = createServer((connection) => serveClient(broker, connections, connection));
  const place = socket === undefined ? makePrivateFolder() : await makeWay(resolve(socket));
  try {
    await listenPrivately(server, place.path);
  } catch (error) {
    place.remove();
    throw error;
  }
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((done) => server.close(() => done()));
    place.remove();
    for (const connection of connections) connection.destroy();
    await closed;
    for (const slot of slots) slot.remove();
    await Promise.all(slots.map((slot) => slot.settled()));
  };
  return { socket: place.path, close: () => (closing ??= close()) };
}

function serveClient(broker: Broker, connections: Set<Socket>, connection: Socket): void {
  if (connections.size >= MAX_CONNECTIONS) {
    connection.destroy();
    return;
  }
  connections.add(connection);
  const session = new Session(broker, {
    send: (bytes) => {
      // Who does not read its answers is not asked for more.
      if (!connection.write(bytes)) connection.pause();
    },
    close: () => connection.destroy(),
  });
  connection.on('drain', () => connection.resume());
  connection.on('data', (bytes) => session.feed(bytes));
  connection.on('error', () => connection.destroy());
  connection.on('close', () => {
    connections.delete(connection);
    session.end();
  });
}

/** Where the socket is made, and how to remove everything that was. */
interface Place {
  readonly path: string;
  remove(): void;
}

function makePrivateFolder(): Place {
  const prefix = join(process.env.XDG_RUNTIME_DIR ?? tmpdir(), 'proefpas-');
  demandRoom(join(`${prefix}${CHOSEN}`, 'pcscd.comm'));
  const folder = mkdtempSync(prefix);
  return { path: join(folder, 'pcscd.comm'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Makes the folders of a path that somebody chose. A socket that nobody listens on may be there, nothing else. */
async function makeWay(path: string): Promise<Place> {
  demandRoom(path);
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there !== undefined) {
    if (!there.isSocket()) throw new Error(`${path} is there already and is no socket; choose another path`);
    if (await isLive(path)) {
      throw new Error(`another server listens on ${path} already; stop it or choose another path`);
    }
  }
  const made = mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return {
    path,
    remove: () => {
      rmSync(path, { force: true });
      if (made !== undefined) removeEmpty(dirname(path), made);
    },
  };
}

/** Removes a folder, and those around it up to `outermost`, as far as nobody else put something there. */
function removeEmpty(folder: string, outermost: string): void {
  try {
    rmdirSync(folder);
  } catch {
    return;
  }
  if (folder !== outermost) removeEmpty(dirname(folder), outermost);
}

function demandRoom(path: string): void {
  const longest = Math.max(Buffer.byteLength(path), Buffer.byteLength(join(dirname(path), CHOSEN, NEST_SOCKET)));
  if (longest > MAX_PATH_BYTES) {
    throw new Error(`the socket path ${path} is longer than ${MAX_PATH_BYTES} bytes; choose a shorter one`);
  }
}

function isLive(path: string): Promise<boolean> {
  return new Promise((answer) => {
    const probe = createConnection(path);
    probe.on('connect', () => {
      probe.destroy();
      answer(true);
    });
    probe.on('error', () => answer(false));
  });
}

/** Listens where nobody else can look, and comes out at `path` with its mode: right from its first moment, whatever the umask. */
async function listenPrivately(server: Server, path: string): Promise<void> {
  const nest = mkdtempSync(`${dirname(path)}/`);
  try {
    const first = join(nest, NEST_SOCKET);
    await new Promise<void>((done, fail) => {
      // After this, an error is that of a client who could not be accepted, and nobody else's.
      server.on('error', fail);
      server.listen(first, done);
    });
    chmodSync(first, 0o600);
    renameSync(first, path);
  } catch (error) {
    server.close();
    throw error;
  } finally {
    rmSync(nest, { recursive: true, force: true });
  }
}
