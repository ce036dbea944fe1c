/** Clients of a session of ours, without a socket. */
import { expect } from 'vitest';
import { Slot } from '../slot.ts';
import { Broker } from './broker.ts';
import { encodeRequest, plainCard } from './client.test-support.ts';
import { COMMAND, SCARD } from './constants.ts';
import { LAYOUT, Message } from './messages.ts';
import { Session } from './session.ts';

/** A client: sends requests whole, and collects what comes back. */
export class Client {
  readonly session: Session;
  received = new Uint8Array(0);
  closed = false;

  constructor(broker: Broker, minor = 4) {
    this.session = new Session(broker, {
      send: (bytes) => {
        this.received = Uint8Array.from([...this.received, ...bytes]);
      },
      close: () => {
        this.closed = true;
      },
    });
    this.request(COMMAND.version, [4, minor, 0]);
  }

  /** The reply as u32 fields. */
  request(command: number, body: readonly number[], payload?: Uint8Array, text?: string): Message {
    this.received = new Uint8Array(0);
    this.session.feed(encodeRequest(command, body, { payload, reader: text }));
    return new Message(this.received);
  }

  establish(): number {
    return this.request(COMMAND.establishContext, [2, 0, 0]).get(LAYOUT.establish.context);
  }

  connect(context: number, share = 2, protocols = 3, reader = 'Test 00 00'): { card: number; rv: number } {
    const reply = this.request(COMMAND.connect, [context, share, protocols], undefined, reader);
    if (reply.bytes.length === 0) return { card: 0, rv: -1 };
    return { card: reply.get(LAYOUT.connect.card), rv: reply.get(LAYOUT.connect.rv) };
  }

  transmit(card: number, command: Uint8Array, room = 65548): Message {
    return this.request(COMMAND.transmit, [card, 2, 16, command.length, 3, 16, room, 0], command);
  }

  rv(command: number, body: readonly number[]): number {
    const { bytes } = this.request(command, body);
    return bytes.length === 0 ? -1 : new Message(bytes).get(bytes.length - 4);
  }
}

/** A reader with a card in it. */
export function reader(): { broker: Broker; slot: Slot } {
  const slot = new Slot('Test 00 00');
  slot.insert(plainCard());
  return { broker: new Broker([slot]), slot };
}

/** A client that holds the card. */
export function connected(broker: Broker, share = 2): { client: Client; card: number } {
  const client = new Client(broker);
  const { card, rv } = client.connect(client.establish(), share);
  expect(rv).toBe(SCARD.success);
  return { client, card };
}
