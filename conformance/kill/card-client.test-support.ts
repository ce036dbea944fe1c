/** A client of pcsc-lite's protocol that talks to one card, for tests in which the server may die at any moment. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { COMMAND, PROTOCOL, SHARE, VERSION } from '../../reader-bridge/pcsc-lite/constants.ts';
import { HEADER_SIZE, LAYOUT, Message } from '../../reader-bridge/pcsc-lite/messages.ts';

/** The server has gone, and with it the answer. */
export class ServerGone extends Error {
  override readonly name = 'ServerGone';
}

export class CardClient {
  readonly #socket: Socket;
  #received = Buffer.alloc(0);
  #gone = false;
  #card = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    const end = (): void => {
      this.#gone = true;
      socket.emit('more');
    };
    socket.on('data', (bytes: Buffer) => {
      this.#received = Buffer.concat([this.#received, bytes]);
      socket.emit('more');
    });
    socket.on('error', end).on('close', end);
  }

  /** Connects to the card in a reader, shared. */
  static async open(path: string, reader: string): Promise<CardClient> {
    const socket = connect(path);
    const client = new CardClient(socket);
    await client.#request(
      COMMAND.version,
      client.#body(LAYOUT.version.size, [0, VERSION.major], [4, VERSION.newestMinor]),
    );
    const context = await client.#request(COMMAND.establishContext, client.#body(LAYOUT.establish.size, [0, 2]));
    const { connect: at } = LAYOUT;
    const body = client
      .#body(
        at.size,
        [at.context, context.get(LAYOUT.establish.context)],
        [at.shareMode, SHARE.shared],
        [at.protocols, PROTOCOL.t1],
      )
      .setText(at.reader, reader);
    client.#card = (await client.#request(COMMAND.connect, body)).get(at.card);
    return client;
  }

  /** The answer to a command. Throws `ServerGone`. */
  async transmit(command: Uint8Array): Promise<Uint8Array> {
    const { transmit: at } = LAYOUT;
    const body = this.#body(
      at.size,
      [at.card, this.#card],
      [at.sendProtocol, PROTOCOL.t1],
      [at.sendPciLength, 8],
      [at.sendLength, command.length],
      [at.recvPciLength, 8],
      [at.recvLength, 65_538],
    );
    const reply = await this.#request(COMMAND.transmit, body, command);
    if (reply.get(at.rv) !== 0) throw new Error(`the command was not passed on: ${reply.get(at.rv).toString(16)}`);
    return this.#take(reply.get(at.recvLength));
  }

  close(): void {
    this.#socket.destroy();
  }

  #body(size: number, ...fields: readonly (readonly [number, number])[]): Message {
    const message = new Message(new Uint8Array(size));
    for (const [offset, value] of fields) message.set(offset, value);
    return message;
  }

  async #request(command: number, body: Message, payload: Uint8Array = new Uint8Array(0)): Promise<Message> {
    const size = body.bytes.length;
    const header = new Message(new Uint8Array(HEADER_SIZE)).set(0, size).set(4, command);
    this.#socket.write(Buffer.concat([header.bytes, body.bytes, payload]));
    return new Message(await this.#take(size));
  }

  async #take(length: number): Promise<Uint8Array> {
    while (this.#received.length < length) {
      if (this.#gone) throw new ServerGone('the server has gone');
      await once(this.#socket, 'more').catch(() => undefined);
    }
    const taken = Uint8Array.from(this.#received.subarray(0, length));
    this.#received = this.#received.subarray(length);
    return taken;
  }
}
