import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../apdu/index.ts';
import { Slot } from '../slot.ts';
import { Broker } from './broker.ts';
import { encodeRequest, plainCard } from './client.test-support.ts';
import { COMMAND, SCARD } from './constants.ts';
import { LAYOUT, Message, READER_STATE_ENTRY } from './messages.ts';
import { Session } from './session.ts';

/** A client: sends requests whole, and collects what comes back. */
class Client {
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

function reader(): { broker: Broker; slot: Slot } {
  const slot = new Slot('Test 00 00');
  slot.insert(plainCard());
  return { broker: new Broker([slot]), slot };
}

function connected(broker: Broker, share = 2): { client: Client; card: number } {
  const client = new Client(broker);
  const { card, rv } = client.connect(client.establish(), share);
  expect(rv).toBe(SCARD.success);
  return { client, card };
}

describe('version', () => {
  it.each([2, 3, 4, 5, 6])('4:%i is answered with its own numbers', (minor) => {
    const client = new Client(reader().broker);
    const reply = client.request(COMMAND.version, [4, minor, 0]);
    expect([0, 4, 8].map((at) => reply.get(at))).toEqual([4, minor, 0]);
  });

  it.each([
    [4, 9],
    [4, 1],
    [3, 4],
  ])('%i:%i is offered 4:6, and may try again', (major, minor) => {
    const client = new Client(reader().broker);
    const reply = client.request(COMMAND.version, [major, minor, 0]);
    expect([0, 4, 8].map((at) => reply.get(at))).toEqual([4, 6, SCARD.serviceStopped]);
    expect(client.request(COMMAND.version, [4, 6, 0]).get(8)).toBe(0);
  });
});

describe('a card', () => {
  it('is connected to, answers, and tells a caller whose buffer is too small how much it needs', () => {
    const { client, card } = connected(reader().broker);
    const reply = client.transmit(card, fromHex('00A40000'));
    expect(reply.get(LAYOUT.transmit.recvLength)).toBe(4);
    expect(reply.bytes.subarray(32)).toEqual(fromHex('00A49000'));
    const short = client.transmit(card, fromHex('00A40000'), 3);
    expect([short.get(LAYOUT.transmit.rv), short.get(LAYOUT.transmit.recvLength), short.bytes.length]).toEqual([
      SCARD.insufficientBuffer,
      4,
      32,
    ]);
  });

  it.each<[string, number, number, string, number]>([
    ['T=0 of a T=1 card', 2, 1, 'Test 00 00', SCARD.protoMismatch],
    ['no protocol', 2, 0, 'Test 00 00', SCARD.protoMismatch],
    ['another name', 2, 3, 'Test', SCARD.unknownReader],
    ['share mode 4', 4, 3, 'Test 00 00', SCARD.invalidValue],
    ['direct, no protocol', 3, 0, 'Test 00 00', SCARD.success],
    ['raw', 2, 4, 'Test 00 00', SCARD.success],
    ['any, old style', 2, 0x1000, 'Test 00 00', SCARD.success],
  ])('connect: %s', (_, share, protocols, name, rv) => {
    const client = new Client(reader().broker);
    expect(client.connect(client.establish(), share, protocols, name).rv).toBe(rv);
  });

  it('taken out and put in again: two events, and the handle is told until it reconnects', () => {
    const { broker, slot } = reader();
    const { client, card } = connected(broker);
    const before = slot.eventCount;
    slot.remove();
    slot.insert(plainCard());
    expect(slot.eventCount).toBe(before + 2);
    expect(client.transmit(card, fromHex('00A40000')).get(LAYOUT.transmit.rv)).toBe(SCARD.removedCard);
    expect(client.rv(COMMAND.reconnect, [card, 2, 3, 0, 0, 0])).toBe(SCARD.success);
    expect(client.transmit(card, fromHex('00A40000')).get(LAYOUT.transmit.rv)).toBe(SCARD.success);
  });

  it('reset by one handle is told to the others', () => {
    const { broker } = reader();
    const one = connected(broker);
    const two = connected(broker);
    expect(one.client.rv(COMMAND.reconnect, [one.card, 2, 3, 1, 0, 0])).toBe(SCARD.success);
    expect(two.client.rv(COMMAND.status, [two.card, 0])).toBe(SCARD.resetCard);
    expect(one.client.rv(COMMAND.status, [one.card, 0])).toBe(SCARD.success);
  });

  it('whose protocol was chosen is no longer open to “any, old style”', () => {
    const { broker } = reader();
    const { client } = connected(broker);
    expect(client.connect(client.session.context, 2, 0x1000).rv).toBe(SCARD.protoMismatch);
    expect(client.connect(client.session.context, 2, 0x1002).rv).toBe(SCARD.success);
  });

  it('asked for RAW by one stays T=1 for the others, and RAW binds only while somebody uses it', () => {
    const { broker } = reader();
    const one = connected(broker);
    const two = new Client(broker);
    const context = two.establish();
    const raw = two.request(COMMAND.connect, [context, 2, 4], undefined, 'Test 00 00');
    expect(raw.get(LAYOUT.connect.protocol)).toBe(4);
    expect(one.client.transmit(one.card, fromHex('00A40000')).get(LAYOUT.transmit.rv)).toBe(SCARD.success);
    one.client.session.end();
    two.session.end();
    const three = new Client(broker);
    const { card } = three.connect(three.establish(), 2, 4);
    const four = new Client(broker);
    const other = four.establish();
    expect(four.connect(other).rv).toBe(SCARD.protoMismatch);
    expect(three.rv(COMMAND.disconnect, [card, 0, 0])).toBe(SCARD.success);
    expect(four.connect(other).rv).toBe(SCARD.success);
  });

  it('held exclusively is nobody else’s, until it is given back', () => {
    const { broker } = reader();
    const one = connected(broker, 1);
    const two = new Client(broker);
    const context = two.establish();
    expect(two.connect(context).rv).toBe(SCARD.sharingViolation);
    expect(one.client.rv(COMMAND.reconnect, [one.card, 2, 3, 0, 0, 0])).toBe(SCARD.success);
    expect(two.connect(context).rv).toBe(SCARD.success);
  });
});

describe('a transaction', () => {
  it('keeps others out, nests, and ends with its owner', () => {
    const { broker } = reader();
    const one = connected(broker);
    const two = connected(broker);
    expect(one.client.rv(COMMAND.beginTransaction, [one.card, 0])).toBe(SCARD.success);
    expect(one.client.rv(COMMAND.beginTransaction, [one.card, 0])).toBe(SCARD.success);
    expect(two.client.transmit(two.card, fromHex('00A40000')).get(LAYOUT.transmit.rv)).toBe(SCARD.sharingViolation);
    expect(one.client.rv(COMMAND.endTransaction, [one.card, 0, 0])).toBe(SCARD.success);
    expect(two.client.rv(COMMAND.status, [two.card, 0])).toBe(SCARD.sharingViolation);
    expect(one.client.rv(COMMAND.endTransaction, [one.card, 0, 0])).toBe(SCARD.success);
    expect(two.client.rv(COMMAND.status, [two.card, 0])).toBe(SCARD.success);
    expect(one.client.rv(COMMAND.endTransaction, [one.card, 0, 0])).toBe(SCARD.notTransacted);
  });

  it('can end with no card ejected: it is over, and the reader says that it has no such feature', () => {
    const { client, card } = connected(reader().broker);
    client.rv(COMMAND.beginTransaction, [card, 0]);
    expect(client.rv(COMMAND.endTransaction, [card, 3, 0])).toBe(SCARD.unsupportedFeature);
    expect(client.rv(COMMAND.endTransaction, [card, 0, 0])).toBe(SCARD.notTransacted);
  });

  it('of another comes before an attribute that cannot be set', () => {
    const { broker } = reader();
    const one = connected(broker);
    const two = connected(broker);
    const setAttribute = (): number =>
      two.client.rv(COMMAND.setAttrib, [two.card, ...Array(LAYOUT.attribute.size / 4 - 1).fill(0)]);
    expect(setAttribute()).toBe(SCARD.unsupportedFeature);
    one.client.rv(COMMAND.beginTransaction, [one.card, 0]);
    expect(setAttribute()).toBe(SCARD.sharingViolation);
  });

  it('is granted to a waiter at once when it ends', () => {
    const { broker } = reader();
    const one = connected(broker);
    const two = connected(broker);
    one.client.rv(COMMAND.beginTransaction, [one.card, 0]);
    expect(two.client.rv(COMMAND.beginTransaction, [two.card, 0])).toBe(-1);
    one.client.rv(COMMAND.endTransaction, [one.card, 0, 0]);
    expect(new Message(two.client.received).get(LAYOUT.begin.rv)).toBe(SCARD.success);
  });

  it('of a client that dies frees the lock and resets the card', () => {
    const { broker } = reader();
    const one = connected(broker);
    const two = connected(broker);
    one.client.rv(COMMAND.beginTransaction, [one.card, 0]);
    one.client.session.end();
    expect(two.client.rv(COMMAND.status, [two.card, 0])).toBe(SCARD.resetCard);
    two.client.rv(COMMAND.reconnect, [two.card, 2, 3, 0, 0, 0]);
    expect(two.client.rv(COMMAND.beginTransaction, [two.card, 0])).toBe(SCARD.success);
  });
});

describe('waiting', () => {
  it('ends with one event: a change, a cancel, or a stop', () => {
    const { broker, slot } = reader();
    const client = new Client(broker);
    const context = client.establish();
    const events = (): number => client.received.length;
    expect(client.request(COMMAND.waitReaderStateChange, []).bytes).toHaveLength(16 * READER_STATE_ENTRY.size);
    client.received = new Uint8Array(0);
    slot.remove();
    expect(events()).toBe(8);
    expect(client.request(COMMAND.stopWaiting, []).bytes).toHaveLength(0);

    client.request(COMMAND.waitReaderStateChange, []);
    client.received = new Uint8Array(0);
    expect(new Client(broker).rv(COMMAND.cancel, [context, 0])).toBe(SCARD.success);
    expect(new Message(client.received).get(LAYOUT.event.rv)).toBe(SCARD.cancelled);
    expect(new Client(broker).rv(COMMAND.cancel, [1, 0])).toBe(SCARD.invalidHandle);

    client.request(COMMAND.waitReaderStateChange, []);
    expect(client.request(COMMAND.stopWaiting, []).bytes).toHaveLength(8);
  });

  it('in 4:6 holds events back until the state array, but never a cancel', () => {
    const { broker, slot } = reader();
    const client = new Client(broker, 6);
    const context = client.establish();
    expect(client.request(COMMAND.waitReaderStateChange, []).bytes).toHaveLength(0);
    slot.remove();
    new Client(broker).rv(COMMAND.cancel, [context, 0]);
    expect(client.received).toHaveLength(0);
    expect(client.request(COMMAND.getReadersStateSize, []).get(0)).toBe(16);
    expect(client.request(COMMAND.getReadersStateArray, []).bytes).toHaveLength(16 * READER_STATE_ENTRY.size + 8);
  });

  it('in 4:3 misses no change between the snapshot and the wait', () => {
    const { broker, slot } = reader();
    const client = new Client(broker, 3);
    client.request(COMMAND.getReadersState, []);
    slot.remove();
    expect(client.request(COMMAND.waitReaderStateChange, [0, 0]).bytes).toHaveLength(8);
  });
});

describe('bytes', () => {
  it('in any pieces give the same answers', () => {
    const run = (cuts: readonly number[]): Uint8Array => {
      const client = new Client(reader().broker);
      client.received = new Uint8Array(0);
      const all = [
        encodeRequest(COMMAND.version, [4, 4, 0]),
        encodeRequest(COMMAND.getReadersState, []),
        encodeRequest(COMMAND.waitReaderStateChange, []),
        encodeRequest(COMMAND.stopWaiting, []),
        encodeRequest(COMMAND.version, [4, 9, 0]),
      ].flatMap((bytes) => [...bytes]);
      let from = 0;
      for (const to of [...cuts].sort((a, b) => a - b)) {
        client.session.feed(Uint8Array.from(all.slice(from, to)));
        from = Math.max(from, to);
      }
      client.session.feed(Uint8Array.from(all.slice(from)));
      return client.received;
    };
    const whole = run([]);
    expect(whole).toHaveLength(12 + 2944 + 2944 + 8 + 12);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 70 })), (cuts) => {
        expect(run(cuts)).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });

  it('that are no requests end their connection, and nobody else’s', () => {
    const { broker } = reader();
    const bystander = connected(broker);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 64 }), (bytes) => {
        const client = new Client(broker);
        client.session.feed(bytes);
        client.session.end();
        expect(bystander.client.rv(COMMAND.status, [bystander.card, 0])).toBe(SCARD.success);
      }),
      { numRuns: 10_000 },
    );
    expect(broker.members.size).toBe(1);
  });

  it('with a body of the wrong size, an unknown command or somebody else’s handle end the connection', () => {
    const { broker } = reader();
    const other = connected(broker);
    for (const [command, body] of [
      [COMMAND.version, [4, 4]],
      [0x03, []],
      [0x99, []],
      [COMMAND.status, [other.card, 0]],
    ] as const) {
      const client = new Client(broker);
      client.session.feed(encodeRequest(command, body));
      expect(client.closed).toBe(true);
    }
  });
});
