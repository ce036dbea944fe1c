/** A connection to the card in a reader, as SCardConnect gives it. Each method rejects with `PcscError`. */
import { COMMAND, MAX_PAYLOAD, PROTOCOL, SCARD, type SHARE } from '../constants.ts';
import { LAYOUT, Message } from '../messages.ts';
import { PcscError, succeed } from './pcsc-error.ts';
import { encodeRequest, type ServerConnection } from './server-connection.ts';

type Mode = (typeof SHARE)[keyof typeof SHARE];

/** Milliseconds between two questions whether another program's transaction has ended, as pcsc-lite's own client waits. */
const POLL_MS = 100;

/** What PC/SC's structures say of their own length; servers do not look at it. */
const PCI_LENGTH = 16;

const NO_BYTES: Uint8Array = new Uint8Array(0);

export class PcscConnection {
  readonly #server: ServerConnection;
  readonly #card: number;
  #protocol: number;
  #shareMode: Mode;

  constructor(server: ServerConnection, card: number, protocol: number, shareMode: Mode) {
    this.#server = server;
    this.#card = card;
    this.#protocol = protocol;
    this.#shareMode = shareMode;
  }

  /** Bits of PROTOCOL; 0 for none yet. */
  get protocol(): number {
    return this.#protocol;
  }

  /** Command → answer. */
  async transmit(command: Uint8Array): Promise<Uint8Array> {
    const at = LAYOUT.transmit;
    const body = this.#body(at.size);
    body.set(at.sendProtocol, this.#protocol).set(at.sendPciLength, PCI_LENGTH).set(at.sendLength, command.length);
    body.set(at.recvProtocol, PROTOCOL.t0 | PROTOCOL.t1).set(at.recvPciLength, PCI_LENGTH);
    body.set(at.recvLength, MAX_PAYLOAD);
    return await this.#payload(COMMAND.transmit, body, command, at.rv, at.recvLength);
  }

  /** A control code of the reader's own and its data → what it answers. */
  async control(code: number, data: Uint8Array = NO_BYTES): Promise<Uint8Array> {
    const at = LAYOUT.control;
    const body = this.#body(at.size).set(at.code, code).set(at.sendLength, data.length).set(at.recvLength, MAX_PAYLOAD);
    return await this.#payload(COMMAND.control, body, data, at.rv, at.returned);
  }

  /** The value of an attribute. PC/SC part 3. */
  async attribute(id: number): Promise<Uint8Array> {
    const at = LAYOUT.attribute;
    const room = at.length - at.value;
    const reply = await this.#ask(COMMAND.getAttrib, this.#body(at.size).set(at.id, id).set(at.length, room), at.rv);
    return reply.bytes.slice(at.value, at.value + Math.min(room, reply.get(at.length)));
  }

  /** SCardReconnect: `initialization` is a DISPOSITION, leave, reset or unpower. What happened before is forgotten. */
  async reconnect(initialization: number, shareMode: Mode = this.#shareMode): Promise<void> {
    const at = LAYOUT.reconnect;
    const body = this.#body(at.size)
      .set(at.shareMode, shareMode)
      .set(at.protocols, PROTOCOL.t0 | PROTOCOL.t1);
    const reply = await this.#ask(COMMAND.reconnect, body.set(at.initialization, initialization), at.rv);
    this.#protocol = reply.get(at.protocol);
    this.#shareMode = shareMode;
  }

  /** Resolves when the card can be used: nothing happened to it since the connection was made. */
  async status(): Promise<void> {
    await this.#ask(COMMAND.status, this.#body(LAYOUT.status.size), LAYOUT.status.rv);
  }

  /** Begins a transaction, during which no other program reaches the card. Waits so long for another's to end. */
  async begin(patienceMs: number): Promise<void> {
    const at = LAYOUT.begin;
    for (const end = Date.now() + patienceMs; ; ) {
      try {
        await this.#ask(COMMAND.beginTransaction, this.#body(at.size), at.rv);
        return;
      } catch (error) {
        const isBusy = error instanceof PcscError && error.code === SCARD.sharingViolation;
        if (!isBusy || Date.now() >= end) throw error;
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    }
  }

  /** Ends a transaction; `disposition` is a DISPOSITION. */
  async end(disposition: number): Promise<void> {
    const at = LAYOUT.end;
    await this.#ask(COMMAND.endTransaction, this.#body(at.size).set(at.disposition, disposition), at.rv);
  }

  /** Ends the connection; `disposition` is a DISPOSITION. */
  async disconnect(disposition: number): Promise<void> {
    const at = LAYOUT.disconnect;
    await this.#ask(COMMAND.disconnect, this.#body(at.size).set(at.disposition, disposition), at.rv);
  }

  /** A request's body; each begins with the number of the handle. */
  #body(size: number): Message {
    return new Message(new Uint8Array(size)).set(0, this.#card);
  }

  async #ask(command: number, body: Message, rvAt: number): Promise<Message> {
    const reply = await this.#server.ask(encodeRequest(command, body.bytes), (receive) => receive(body.bytes.length));
    succeed(reply.get(rvAt));
    return reply;
  }

  /** A request with a payload, which on success is answered with one too. */
  async #payload(
    command: number,
    body: Message,
    payload: Uint8Array,
    rvAt: number,
    lengthAt: number,
  ): Promise<Uint8Array> {
    if (payload.length > MAX_PAYLOAD) throw new RangeError(`${payload.length} bytes are more than a reader takes`);
    return await this.#server.ask(encodeRequest(command, body.bytes, payload), async (receive) => {
      const reply = await receive(body.bytes.length);
      succeed(reply.get(rvAt));
      const length = reply.get(lengthAt);
      return length === 0 ? NO_BYTES : (await receive(length)).bytes;
    });
  }
}
