/** A connection to a pcsc-lite server: one request and its whole reply at a time, in the order they are asked for. */
import { createConnection, type Socket } from 'node:net';
import { SCARD } from '../constants.ts';
import { HEADER_SIZE, Message } from '../messages.ts';
import { PcscError } from './pcsc-error.ts';

const NO_BYTES: Uint8Array = new Uint8Array(0);

/** The next bytes from the server, exactly so many. Rejects when the server is gone. */
export type Receive = (length: number) => Promise<Message>;

interface Wanted {
  readonly length: number;
  resolve(message: Message): void;
  reject(reason: Error): void;
}

/** Header, body and payload of a request. */
export function encodeRequest(command: number, body = NO_BYTES, payload = NO_BYTES): Uint8Array {
  const message = new Message(new Uint8Array(HEADER_SIZE + body.length + payload.length));
  message.set(0, body.length).set(4, command);
  message.bytes.set(body, HEADER_SIZE);
  message.bytes.set(payload, HEADER_SIZE + body.length);
  return message.bytes;
}

export class ServerConnection {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #wanted: Wanted | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #gone: PcscError | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes) => {
      this.#received = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes]);
      this.#serve();
    });
    socket.on('error', (cause) => this.#end(new PcscError(SCARD.commError, undefined, { cause })));
    socket.on('close', () => this.#end(new PcscError(SCARD.commError)));
  }

  /** Rejects with `PcscError` NO_SERVICE when nobody listens there. */
  static open(path: string): Promise<ServerConnection> {
    return new Promise((resolve, reject) => {
      const socket = createConnection(path);
      const refuse = (cause: Error): void => reject(noService(path, cause));
      socket.once('error', refuse);
      socket.once('connect', () => {
        socket.off('error', refuse);
        resolve(new ServerConnection(socket));
      });
    });
  }

  /** Sends requests, written at once, and reads what comes back before anybody else may ask. */
  ask<Reply>(request: Uint8Array, read: (receive: Receive) => Promise<Reply>): Promise<Reply> {
    const reply = this.#last.then(() => {
      if (this.#gone !== undefined) throw this.#gone;
      this.#socket.write(request);
      return read(this.#receive);
    });
    this.#last = reply.catch(() => undefined);
    return reply;
  }

  /** Ends the connection; the server then frees what it held. */
  close(): void {
    this.#end(new PcscError(SCARD.invalidHandle));
    this.#socket.destroy();
  }

  readonly #receive: Receive = (length) =>
    new Promise((resolve, reject) => {
      this.#wanted = { length, resolve, reject };
      this.#serve();
    });

  #serve(): void {
    const wanted = this.#wanted;
    if (wanted === undefined) return;
    if (this.#received.length >= wanted.length) {
      this.#wanted = undefined;
      const bytes = Uint8Array.from(this.#received.subarray(0, wanted.length));
      this.#received = this.#received.subarray(wanted.length);
      wanted.resolve(new Message(bytes));
    } else if (this.#gone !== undefined) {
      this.#wanted = undefined;
      wanted.reject(this.#gone);
    }
  }

  #end(reason: PcscError): void {
    this.#gone ??= reason;
    this.#serve();
  }
}

function noService(path: string, cause: Error): PcscError {
  const words = `no PC/SC service answers at ${path}; start pcscd, or set PCSCLITE_CSOCK_NAME to another socket`;
  return new PcscError(SCARD.noService, words, { cause });
}
