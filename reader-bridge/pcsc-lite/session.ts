/**
 * One client connection, fed with bytes in any pieces. Requests are answered one after the other; what is no request ends the
 * connection and nothing else.
 */
import type { Broker, Member } from './broker.ts';
import {
  beginTransaction,
  type Client,
  connect,
  controlReader,
  disconnect,
  endTransaction,
  getAttribute,
  type Reply,
  reconnect,
  releaseHandles,
  transmit,
} from './card-requests.ts';
import { COMMAND, MAX_PAYLOAD, MAX_READERS, SCARD, VERSION } from './constants.ts';
import { HEADER_SIZE, LAYOUT, Message } from './messages.ts';
import type { Handle } from './reader.ts';

/** Where the session's bytes go. */
export interface Wire {
  send(bytes: Uint8Array): void;
  /** The other side broke the protocol. */
  close(): void;
}

interface Request {
  readonly body: Message;
  readonly payload: Uint8Array;
}

const NO_BYTES = new Uint8Array(0);

/** The name of the protocol's messages by number, their body's size, where they have one fixed, and the field of their payload's length. */
// biome-ignore format: a table reads best with its columns aligned
const REQUESTS: ReadonlyMap<number, { readonly size: number; readonly rv: number; readonly payload?: number }> = new Map([
  [COMMAND.establishContext,      { size: LAYOUT.establish.size,  rv: LAYOUT.establish.rv }],
  [COMMAND.releaseContext,        { size: LAYOUT.release.size,    rv: LAYOUT.release.rv }],
  [COMMAND.connect,               { size: LAYOUT.connect.size,    rv: LAYOUT.connect.rv }],
  [COMMAND.reconnect,             { size: LAYOUT.reconnect.size,  rv: LAYOUT.reconnect.rv }],
  [COMMAND.disconnect,            { size: LAYOUT.disconnect.size, rv: LAYOUT.disconnect.rv }],
  [COMMAND.beginTransaction,      { size: LAYOUT.begin.size,      rv: LAYOUT.begin.rv }],
  [COMMAND.endTransaction,        { size: LAYOUT.end.size,        rv: LAYOUT.end.rv }],
  [COMMAND.transmit,              { size: LAYOUT.transmit.size,   rv: LAYOUT.transmit.rv, payload: LAYOUT.transmit.sendLength }],
  [COMMAND.control,               { size: LAYOUT.control.size,    rv: LAYOUT.control.rv,  payload: LAYOUT.control.sendLength }],
  [COMMAND.status,                { size: LAYOUT.status.size,     rv: LAYOUT.status.rv }],
  [COMMAND.cancel,                { size: LAYOUT.cancel.size,     rv: LAYOUT.cancel.rv }],
  [COMMAND.getAttrib,             { size: LAYOUT.attribute.size,  rv: LAYOUT.attribute.rv }],
  [COMMAND.setAttrib,             { size: LAYOUT.attribute.size,  rv: LAYOUT.attribute.rv }],
  [COMMAND.version,               { size: LAYOUT.version.size,    rv: LAYOUT.version.rv }],
  [COMMAND.getReadersState,       { size: 0, rv: 0 }],
  [COMMAND.waitReaderStateChange, { size: 0, rv: 0 }],
  [COMMAND.stopWaiting,           { size: 0, rv: 0 }],
  [COMMAND.getReaderEvents,       { size: 0, rv: 0 }],
  [COMMAND.getReadersStateSize,   { size: 0, rv: 0 }],
  [COMMAND.getReadersStateArray,  { size: 0, rv: 0 }],
]);

/** WAIT and STOP have a body of 8 bytes up to protocol 4:3. */
const OLD_WAIT_SIZE = 8;

/** The longest request; a client that sends more while it waits for an answer is none. */
const MAX_REQUEST = HEADER_SIZE + LAYOUT.attribute.size + MAX_PAYLOAD;

export class Session implements Client, Member {
  readonly broker: Broker;
  readonly handles = new Map<number, Handle>();
  context = 0;
  isOpen = true;
  readonly #wire: Wire;
  #minor = 4;
  #buffer: Uint8Array = NO_BYTES;
  #busy = false;
  #waits = false;
  /** Protocol 4:6: between WAIT and the state array an event would be taken for part of an answer. */
  #held = false;
  #cancelled = false;
  #seen = 0;

  constructor(broker: Broker, wire: Wire) {
    this.broker = broker;
    this.#wire = wire;
    broker.members.add(this);
  }

  /** Takes bytes from the client. */
  feed(bytes: Uint8Array): void {
    if (!this.isOpen) return;
    this.#buffer = this.#buffer.length === 0 ? bytes : Buffer.concat([this.#buffer, bytes]);
    this.#work();
    if (this.#buffer.length > MAX_REQUEST) this.#fail();
  }

  /** The client is gone. Its handles and locks go too. */
  end(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#waits = false;
    this.broker.members.delete(this);
    releaseHandles(this);
    if (this.context !== 0) this.broker.freeNumber(this.context);
    this.context = 0;
  }

  notify(): void {
    if (this.#waits && !this.#held) this.#sendEvent(SCARD.success);
  }

  cancelWait(): void {
    if (!this.#waits) return;
    if (this.#held) this.#cancelled = true;
    else this.#sendEvent(SCARD.cancelled);
  }

  /** Each WAIT is followed by exactly one of these. */
  #sendEvent(rv: number): void {
    this.#waits = false;
    this.#wire.send(new Message(new Uint8Array(LAYOUT.event.size)).set(LAYOUT.event.rv, rv).bytes);
  }

  #work(): void {
    while (this.isOpen && !this.#busy) {
      if (this.#buffer.length < HEADER_SIZE) return;
      const header = new Message(this.#buffer);
      const size = header.get(0);
      const command = header.get(4);
      const request = REQUESTS.get(command);
      if (request === undefined || !this.#fits(command, size, request.size)) return this.#fail();
      if (this.#buffer.length < HEADER_SIZE + size) return;
      const payloadLength = request.payload === undefined ? 0 : header.get(HEADER_SIZE + request.payload);
      if (payloadLength > MAX_PAYLOAD) return this.#fail();
      const end = HEADER_SIZE + size + payloadLength;
      if (this.#buffer.length < end) return;
      const body = new Message(this.#buffer.subarray(HEADER_SIZE, HEADER_SIZE + size));
      const payload = this.#buffer.subarray(HEADER_SIZE + size, end);
      this.#buffer = this.#buffer.length === end ? NO_BYTES : this.#buffer.subarray(end);
      this.#take(command, { body, payload }, request.rv);
    }
  }

  #fits(command: number, size: number, expected: number): boolean {
    const isWait = command === COMMAND.waitReaderStateChange || command === COMMAND.stopWaiting;
    return size === (isWait && this.#minor <= 3 ? OLD_WAIT_SIZE : expected);
  }

  #fail(): void {
    this.end();
    this.#wire.close();
  }

  #take(command: number, { body, payload }: Request, rvAt: number): void {
    this.#busy = true;
    let now = true;
    const reply: Reply = (rv, more) => {
      body.set(rvAt, rv);
      if (this.isOpen) this.#send(body.bytes, more);
      this.#busy = false;
      if (!now) this.#work();
    };
    if (body.bytes.length > 0 && rvAt > 0) this.#answer(command, body, payload, reply);
    else {
      this.#tell(command);
      this.#busy = false;
    }
    now = false;
  }

  /** One write for a reply and its payload. */
  #send(body: Uint8Array, payload?: Uint8Array): void {
    if (payload === undefined || payload.length === 0) {
      this.#wire.send(body);
      return;
    }
    const bytes = Buffer.allocUnsafe(body.length + payload.length);
    bytes.set(body);
    bytes.set(payload, body.length);
    this.#wire.send(bytes);
  }

  /** Requests whose body comes back with a return value. */
  #answer(command: number, body: Message, payload: Uint8Array, reply: Reply): void {
    switch (command) {
      case COMMAND.version:
        return this.#version(body, reply);
      case COMMAND.establishContext:
        return this.#establish(body, reply);
      case COMMAND.releaseContext:
        return this.#release(body, reply);
      case COMMAND.cancel: {
        const member = this.broker.memberWith(body.get(LAYOUT.cancel.context));
        member?.cancelWait();
        return reply(member === undefined ? SCARD.invalidHandle : SCARD.success);
      }
      case COMMAND.connect:
        if (this.context === 0) return reply(SCARD.invalidHandle);
        return connect(this, body, reply);
      default:
        return this.#useHandle(command, body, payload, reply);
    }
  }

  /** Requests that begin with the number of a handle. A handle of somebody else's ends the connection. */
  #useHandle(command: number, body: Message, payload: Uint8Array, reply: Reply): void {
    const handle = this.handles.get(body.get(0));
    if (handle === undefined) return this.#fail();
    switch (command) {
      case COMMAND.transmit:
        return transmit(handle, body, payload, reply);
      case COMMAND.reconnect:
        return reconnect(this, handle, body, reply);
      case COMMAND.disconnect:
        return disconnect(this, handle, body.get(LAYOUT.disconnect.disposition), reply);
      case COMMAND.beginTransaction:
        return beginTransaction(this, handle, reply);
      case COMMAND.endTransaction:
        return endTransaction(handle, body.get(LAYOUT.end.disposition), reply);
      case COMMAND.status:
        return reply(handle.reader.obstacle(handle));
      case COMMAND.control:
        return controlReader(handle, body, reply);
      case COMMAND.getAttrib:
        return getAttribute(this, handle, body, reply);
      default:
        // SET_ATTRIB: there is nothing to set.
        return reply(handle.reader.obstacle(handle) || SCARD.unsupportedFeature);
    }
  }

  #version(body: Message, reply: Reply): void {
    const at = LAYOUT.version;
    const minor = body.get(at.minor);
    if (body.get(at.major) === VERSION.major && minor >= VERSION.oldestMinor && minor <= VERSION.newestMinor) {
      this.#minor = minor;
      return reply(SCARD.success);
    }
    body.set(at.major, VERSION.major).set(at.minor, VERSION.newestMinor);
    reply(SCARD.serviceStopped);
  }

  #establish(body: Message, reply: Reply): void {
    if (body.get(LAYOUT.establish.scope) > 3 || this.context !== 0) return reply(SCARD.invalidValue);
    this.context = this.broker.newNumber();
    body.set(LAYOUT.establish.context, this.context);
    reply(SCARD.success);
  }

  #release(body: Message, reply: Reply): void {
    if (this.context === 0) return reply(SCARD.invalidHandle);
    if (body.get(LAYOUT.release.context) !== this.context) return reply(SCARD.invalidValue);
    releaseHandles(this);
    this.broker.freeNumber(this.context);
    this.context = 0;
    reply(SCARD.success);
  }

  /** Requests about all readers, which have no body. */
  #tell(command: number): void {
    switch (command) {
      case COMMAND.getReadersState:
        this.#seen = this.broker.generation;
        return this.#wire.send(this.broker.states());
      case COMMAND.waitReaderStateChange:
        return this.#wait();
      case COMMAND.stopWaiting:
        if (this.#waits) this.#sendEvent(SCARD.success);
        return;
      case COMMAND.getReaderEvents:
        return this.#wire.send(
          new Message(new Uint8Array(LAYOUT.readerEvents.size)).set(LAYOUT.readerEvents.counter, 1).bytes,
        );
      case COMMAND.getReadersStateSize:
        return this.#wire.send(
          new Message(new Uint8Array(LAYOUT.stateSize.size)).set(LAYOUT.stateSize.count, MAX_READERS).bytes,
        );
      default:
        this.#wire.send(this.broker.states());
        this.#held = false;
        if (this.#cancelled && this.#waits) this.#sendEvent(SCARD.cancelled);
        this.#cancelled = false;
    }
  }

  #wait(): void {
    this.#waits = true;
    if (this.#minor >= 6) this.#held = true;
    else if (this.#minor >= 4) this.#wire.send(this.broker.states());
    else if (this.broker.generation !== this.#seen) this.#sendEvent(SCARD.success);
  }
}
