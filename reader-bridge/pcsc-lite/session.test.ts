import { describe, expect, it } from 'vitest';
import { fromHex } from '../../apdu/index.ts';
import { plainCard } from './client.test-support.ts';
import { COMMAND, SCARD } from './constants.ts';
import { LAYOUT, Message, READER_STATE_ENTRY } from './messages.ts';
import { Client, connected, reader } from './session.test-support.ts';

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
