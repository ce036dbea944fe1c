/**
 * The client's side of pcsc-lite's protocol: which readers there are, and connections to the cards in them. Speaks 4:2 to
 * 4:6, whichever the server has, to pcscd and to a server of ours.
 */
import { COMMAND, MAX_READERS, SCARD, type SHARE, VERSION } from '../constants.ts';
import { READER_STATE_ENTRY as ENTRY, LAYOUT, Message } from '../messages.ts';
import { PcscConnection } from './pcsc-connection.ts';
import { PcscError, succeed } from './pcsc-error.ts';
import { encodeRequest, type Receive, ServerConnection } from './server-connection.ts';

/** A reader as the server tells it. */
export interface ReaderState {
  readonly name: string;
  /** Bits of the protocol's READER_STATE. */
  readonly state: number;
  /** −1 exclusive use, otherwise how many connections are open. */
  readonly sharing: number;
  /** Empty without a card. */
  readonly atr: Uint8Array;
}

/** Some distributions build pcsc-lite with room for more readers, under the same version number. */
const MOST_READERS = 48;

const SYSTEM_SCOPE = 2;
const DEFAULT_SOCKET = '/run/pcscd/pcscd.comm';

/** Where the PC/SC service of this process's environment listens. */
export function pcscSocket(): string {
  return process.env.PCSCLITE_CSOCK_NAME ?? DEFAULT_SOCKET;
}

export class PcscContext {
  readonly #connection: ServerConnection;
  readonly #minor: number;
  readonly #context: number;
  /** Entries of a state array, where the protocol does not tell. */
  readonly #entries: number;

  private constructor(connection: ServerConnection, minor: number, context: number, entries: number) {
    this.#connection = connection;
    this.#minor = minor;
    this.#context = context;
    this.#entries = entries;
  }

  /** Rejects with `PcscError`: nobody listens, or the server speaks another protocol. */
  static async open(socket: string = pcscSocket()): Promise<PcscContext> {
    const { connection, minor } = await negotiate(socket);
    try {
      // A state array of unknown length is followed by a reply of known form, which tells where it ends.
      const knowsSize = minor >= 6;
      const states = knowsSize ? [] : [encodeRequest(COMMAND.getReadersState)];
      const scope = new Message(new Uint8Array(LAYOUT.establish.size)).set(LAYOUT.establish.scope, SYSTEM_SCOPE);
      const requests = Buffer.concat([...states, encodeRequest(COMMAND.establishContext, scope.bytes)]);
      const { established, entries } = await connection.ask(requests, (receive) =>
        knowsSize ? plainEstablished(receive) : establishedBehindStates(receive),
      );
      succeed(established.get(LAYOUT.establish.rv));
      return new PcscContext(connection, minor, established.get(LAYOUT.establish.context), entries);
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** The minor number of the protocol version that was agreed on, 4:`minor`. */
  get minor(): number {
    return this.#minor;
  }

  /** The readers that there are now. */
  async readers(): Promise<ReaderState[]> {
    const array =
      this.#minor >= 6
        ? await this.#sizedStates()
        : await this.#connection.ask(encodeRequest(COMMAND.getReadersState), (receive) =>
            receive(this.#entries * ENTRY.size),
          );
    const count = array.bytes.length / ENTRY.size;
    return Array.from({ length: count }, (_, i) => readerState(array.bytes, i * ENTRY.size)).filter(
      ({ name }) => name !== '',
    );
  }

  async #sizedStates(): Promise<Message> {
    const size = await this.#connection.ask(encodeRequest(COMMAND.getReadersStateSize), (receive) =>
      receive(LAYOUT.stateSize.size),
    );
    return await this.#connection.ask(encodeRequest(COMMAND.getReadersStateArray), (receive) =>
      receive(size.get(LAYOUT.stateSize.count) * ENTRY.size),
    );
  }

  /** SCardConnect. Rejects with `PcscError`. */
  async connect(
    reader: string,
    shareMode: (typeof SHARE)[keyof typeof SHARE],
    protocols: number,
  ): Promise<PcscConnection> {
    const at = LAYOUT.connect;
    const body = new Message(new Uint8Array(at.size)).set(at.context, this.#context).setText(at.reader, reader);
    body.set(at.shareMode, shareMode).set(at.protocols, protocols);
    const reply = await this.#connection.ask(encodeRequest(COMMAND.connect, body.bytes), (receive) => receive(at.size));
    if (reply.get(at.rv) === SCARD.unknownReader) await this.reader(reader);
    succeed(reply.get(at.rv));
    return new PcscConnection(this.#connection, reply.get(at.card), reply.get(at.protocol), shareMode);
  }

  /** The reader of exactly this name. Rejects with `PcscError`, which names those there are. */
  async reader(name: string): Promise<ReaderState> {
    const readers = await this.readers();
    const found = readers.find((reader) => reader.name === name);
    if (found !== undefined) return found;
    const names = readers.map((reader) => `"${reader.name}"`);
    const choice = names.length === 0 ? 'no reader is connected' : `readers are ${names.join(', ')}`;
    throw new PcscError(SCARD.unknownReader, `there is no reader "${name}"; ${choice}`);
  }

  /** Breaks off, also while an answer is waited for; the server ends every connection made in it. */
  abandon(): void {
    this.#connection.close();
  }

  /** Ends the context and with it every connection made in it. */
  async close(): Promise<void> {
    const at = LAYOUT.release;
    const body = new Message(new Uint8Array(at.size)).set(at.context, this.#context);
    await this.#connection
      .ask(encodeRequest(COMMAND.releaseContext, body.bytes), (receive) => receive(at.size))
      .catch(() => undefined);
    this.#connection.close();
  }
}

/** Offers our newest version first, and takes the server's own when that is refused. */
async function negotiate(socket: string): Promise<{ connection: ServerConnection; minor: number }> {
  const at = LAYOUT.version;
  let minor: number = VERSION.newestMinor;
  for (let round = 0; ; round++) {
    const connection = await ServerConnection.open(socket);
    try {
      const body = new Message(new Uint8Array(at.size)).set(at.major, VERSION.major).set(at.minor, minor);
      const reply = await connection.ask(encodeRequest(COMMAND.version, body.bytes), (receive) => receive(at.size));
      const theirs = reply.get(at.minor);
      const isKnown = reply.get(at.major) === VERSION.major && theirs >= VERSION.oldestMinor && theirs <= minor;
      if (reply.get(at.rv) === SCARD.success) return { connection, minor: isKnown ? Math.min(theirs, minor) : minor };
      if (round > 0 || !isKnown) {
        const theirVersion = `${reply.get(at.major)}:${theirs}`;
        throw new PcscError(
          reply.get(at.rv),
          `the PC/SC service speaks protocol ${theirVersion}; ours are ${VERSION.major}:${VERSION.oldestMinor} to ${VERSION.major}:${VERSION.newestMinor}`,
        );
      }
      minor = theirs;
    } catch (error) {
      connection.close();
      throw error;
    }
    connection.close();
  }
}

interface Established {
  readonly established: Message;
  readonly entries: number;
}

async function plainEstablished(receive: Receive): Promise<Established> {
  return { established: await receive(LAYOUT.establish.size), entries: MAX_READERS };
}

async function establishedBehindStates(receive: Receive): Promise<Established> {
  const at = LAYOUT.establish;
  const usual = MAX_READERS * ENTRY.size;
  const start = (await receive(usual + at.size)).bytes;
  const end = new Message(start.subarray(usual));
  // No reader's name begins with this byte.
  if (end.get(at.scope) === SYSTEM_SCOPE) return { established: end, entries: MAX_READERS };
  await receive((MOST_READERS - MAX_READERS) * ENTRY.size - at.size);
  return { established: await receive(at.size), entries: MOST_READERS };
}

function readerState(array: Uint8Array, offset: number): ReaderState {
  const message = new Message(array.subarray(offset, offset + ENTRY.size));
  const isPresent = message.get(ENTRY.atrLength) <= 33;
  return {
    name: message.text(ENTRY.name),
    state: message.get(ENTRY.state),
    sharing: message.get(ENTRY.sharing) | 0,
    atr: message.bytes.slice(ENTRY.atr, ENTRY.atr + (isPresent ? message.get(ENTRY.atrLength) : 0)),
  };
}
