/** Sessions of real clients, recorded byte for byte, are answered by ours byte for byte. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type CardChannel, concat, fromHex, toHex } from '../../apdu/index.ts';
import { Slot } from '../slot.ts';
import { Broker } from './broker.ts';
import { COMMAND, PROTOCOL } from './constants.ts';
import { HEADER_SIZE, LAYOUT, Message } from './messages.ts';
import { Session } from './session.ts';

/** The card of the recordings: T=1, and 9000 to everything. */
const CARD: CardChannel = {
  powerOn: () => fromHex('3B80800101'),
  reset: () => fromHex('3B80800101'),
  powerOff: () => undefined,
  transmit: () => fromHex('9000'),
};

/** Pieces in their order. */
function recording(version: string): { readonly sent: boolean; readonly bytes: Uint8Array }[] {
  const text = readFileSync(new URL(`recordings/${version}.txt`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => {
      const [direction, ...words] = line.split(' ');
      const hex = words.map((word) => word.replace(/^00\*(\d+)$/, (_, count) => '00'.repeat(Number(count))));
      return { sent: direction === '>', bytes: fromHex(hex.join('')) };
    });
}

/** Where a reply carries a number that the server has chosen, by the command. */
const CHOSEN_NUMBER = new Map<number, number>([
  [COMMAND.establishContext, LAYOUT.establish.context],
  [COMMAND.connect, LAYOUT.connect.card],
]);

describe('a recorded session', () => {
  // Before the second recording somebody had used the card: its protocol was chosen.
  it.each([
    ['4.4', 0],
    ['4.6', PROTOCOL.t1],
  ])('of protocol %s is answered alike', (version, protocol) => {
    const slot = new Slot('Virtual Smart Card Reader 00 00');
    slot.insert(CARD);
    // The recorded server did not count the card that was there from the start.
    slot.eventCount = 0;
    const broker = new Broker([slot]);
    broker.readers[0]!.protocol = protocol;
    let received: Uint8Array = new Uint8Array();
    const session = new Session(broker, {
      send: (bytes) => {
        received = concat(received, bytes);
      },
      close: () => expect.unreachable('the session was closed'),
    });
    /** Numbers of the recording, and ours, in hexadecimal. */
    const numbers = new Map<string, string>();
    const inOurNumbers = (bytes: Uint8Array): Uint8Array =>
      fromHex([...numbers].reduce((hex, [theirs, ours]) => hex.replace(theirs, ours), toHex(bytes)));
    let command = 0;
    let expectsBody = false;
    for (const { sent, bytes } of recording(version)) {
      if (sent) {
        // A header may come alone, and the body after it.
        if (!expectsBody) command = new Message(bytes).get(4);
        expectsBody = !expectsBody && bytes.length === HEADER_SIZE && new Message(bytes).get(0) > 0;
        session.feed(inOurNumbers(bytes));
        continue;
      }
      const chosen = CHOSEN_NUMBER.get(command);
      if (chosen !== undefined) {
        const [theirs, ours] = [bytes, received].map((reply) => toHex(reply.subarray(chosen, chosen + 4)));
        numbers.set(theirs!, ours!);
      }
      const expected = new Message(inOurNumbers(bytes));
      // The recorded server left the protocol of the answer as the client had sent it; ours tells it.
      if (command === COMMAND.transmit) expected.set(LAYOUT.transmit.recvProtocol, PROTOCOL.t1);
      expect(toHex(received)).toBe(toHex(expected.bytes));
      received = new Uint8Array();
    }
    expect(numbers.size).toBe(2);
    session.end();
    expect(broker.members.size).toBe(0);
  });
});
