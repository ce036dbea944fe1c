/** A client of the pcsc-lite protocol for tests: requests as bytes, and a connection over a real socket. */
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { type CardChannel, CardMute, fromHex } from '../../apdu/index.ts';
import { COMMAND } from './constants.ts';
import { LAYOUT, Message, READER_STATE_ENTRY } from './messages.ts';

/** Answers CLA, INS and 9000 to everything; T=1. */
export function plainCard(): CardChannel {
  let powered = false;
  const atr = fromHex('3B9F188131FE458031E873F641D7575A4F5247545354C2');
  const reset = () => {
    powered = true;
    return atr;
  };
  return {
    powerOn: reset,
    reset,
    powerOff: () => {
      powered = false;
    },
    transmit: (command) => {
      if (!powered) throw new CardMute('no power');
      return Uint8Array.of(...command.subarray(0, 2), 0x90, 0x00);
    },
  };
}

/** A request whose body is u32 fields; that of CONNECT is context, share mode, protocols, and the reader's name. */
export function encodeRequest(
  command: number,
  body: readonly number[],
  { payload = new Uint8Array(0), reader = '' }: { payload?: Uint8Array | undefined; reader?: string | undefined } = {},
): Uint8Array {
  const size = command === COMMAND.connect ? LAYOUT.connect.size : body.length * 4;
  const message = new Message(new Uint8Array(8 + size + payload.length));
  message.set(0, size).set(4, command);
  if (command === COMMAND.connect) {
    const [context, share, protocols] = body as [number, number, number];
    const at = LAYOUT.connect;
    message.set(8 + at.context, context).setText(8 + at.reader, reader);
    message.set(8 + at.shareMode, share).set(8 + at.protocols, protocols);
  } else for (const [i, value] of body.entries()) message.set(8 + 4 * i, value);
  message.bytes.set(payload, 8 + size);
  return message.bytes;
}

/** A client over a real socket, one request at a time. */
export class SocketClient {
  readonly socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (bytes) => {
      this.#received = Buffer.concat([this.#received, bytes]);
      this.#wake();
    });
    socket.on('close', () => this.#wake());
    socket.on('error', () => socket.destroy());
  }

  static async open(path: string): Promise<SocketClient> {
    const socket = createConnection(path);
    await once(socket, 'connect');
    return new SocketClient(socket);
  }

  /** The next bytes from the server, exactly so many. Rejects when it closes before. */
  async receive(length: number): Promise<Message> {
    while (this.#received.length < length) {
      if (this.socket.closed) throw new Error(`closed with ${this.#received.length} of ${length} bytes received`);
      await new Promise<void>((heard) => {
        this.#wake = heard;
      });
    }
    const message = new Message(Uint8Array.from(this.#received.subarray(0, length)));
    this.#received = this.#received.subarray(length);
    return message;
  }

  ask(replySize: number, ...request: Parameters<typeof encodeRequest>): Promise<Message> {
    this.socket.write(encodeRequest(...request));
    return this.receive(replySize);
  }

  /** Version, context and a shared connection to the reader; the number of the handle. */
  async connect(reader: string): Promise<number> {
    await this.ask(LAYOUT.version.size, COMMAND.version, [4, 4, 0]);
    const established = await this.ask(LAYOUT.establish.size, COMMAND.establishContext, [2, 0, 0]);
    const context = established.get(LAYOUT.establish.context);
    const connected = await this.ask(LAYOUT.connect.size, COMMAND.connect, [context, 2, 3], { reader });
    if (connected.get(LAYOUT.connect.rv) !== 0) throw new Error(`rv ${connected.get(LAYOUT.connect.rv).toString(16)}`);
    return connected.get(LAYOUT.connect.card);
  }

  /** The answer to a command. Rejects when there is none. */
  async transmit(card: number, payload: Uint8Array): Promise<Uint8Array> {
    const at = LAYOUT.transmit;
    const reply = await this.ask(at.size, COMMAND.transmit, [card, 2, 16, payload.length, 3, 16, 65548, 0], {
      payload,
    });
    if (reply.get(at.rv) !== 0) throw new Error(`rv ${reply.get(at.rv).toString(16)}`);
    return (await this.receive(reply.get(at.recvLength))).bytes;
  }

  /** Handles that are open on the first reader, −1 for exclusive use. */
  async handlesOpen(): Promise<number> {
    const states = await this.ask(16 * READER_STATE_ENTRY.size, COMMAND.getReadersState, []);
    return states.get(READER_STATE_ENTRY.sharing) | 0;
  }

  async close(): Promise<void> {
    if (this.socket.closed) return;
    this.socket.destroy();
    await once(this.socket, 'close');
  }
}
