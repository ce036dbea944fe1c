/** Servers and what they read: a client's messages, a driver's frames, an OCSP request. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { type CardLink, concat, fromHex, tlv, toHex, u16 } from '../../../apdu/index.ts';
import { Broker, connectVpcd, Session, Slot } from '../../../reader-bridge/index.ts';
import { byte, bytes, damaged, hexOf } from '../arbitraries.ts';
import { demand, sequence, single, type Target } from '../target.ts';

/** T=1 and nothing else. */
const ATR = fromHex('3B800181');
const OK = fromHex('9000');

/** A card that says 9000 to everything. */
const agreeable = () => ({
  powerOn: () => ATR.slice(),
  reset: () => ATR.slice(),
  powerOff: () => undefined,
  transmit: () => OK.slice(),
});

const u32 = (value: number): Uint8Array => {
  const field = new Uint8Array(4);
  new DataView(field.buffer).setUint32(0, value, true);
  return field;
};

/** Stands in a message for the number that the server gave: of the context, of the card. */
const CONTEXT = 'CCCCCCCC';
const CARD = 'DDDDDDDD';
const NAME = toHex(concat(new TextEncoder().encode('Fuzz 00 00'), new Uint8Array(118)));

const number = fc
  .oneof(fc.nat(8).map(u32), fc.constantFrom(0xffffffff, 0x7fffffff, 0x10000, 264, 65548).map(u32))
  .map(toHex);
const handle = fc.oneof({ weight: 8, arbitrary: fc.constant(CARD) }, number);
const context = fc.oneof({ weight: 8, arbitrary: fc.constant(CONTEXT) }, number);
const reader = fc.oneof(
  { weight: 6, arbitrary: fc.constant(NAME) },
  hexOf(fc.uint8Array({ minLength: 128, maxLength: 128 })),
);

const message = (command: number, ...body: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...body).map((fields) => {
    const hex = fields.join('');
    return toHex(concat(u32(hex.length / 2), u32(command))) + hex;
  });

const versionMessage = message(
  0x11,
  fc.constantFrom(4, 4, 3).map(u32).map(toHex),
  fc.integer({ min: 1, max: 7 }).map(u32).map(toHex),
  number,
);
const establishMessage = message(0x01, number, number, number);
const connectMessage = message(0x04, context, reader, number, number, number, number, number);

const withPayload = (command: number, ...fields: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  bytes(40).chain((payload) =>
    message(command, handle, ...fields.slice(0, 1), fc.constant(toHex(u32(payload.length))), ...fields.slice(1)).map(
      (hex) => hex + toHex(payload),
    ),
  );

// biome-ignore format: a table reads best with its columns aligned
const requests: fc.Arbitrary<string> = fc.oneof(
  { weight: 1, arbitrary: versionMessage },
  { weight: 2, arbitrary: establishMessage },
  { weight: 5, arbitrary: connectMessage },
  { weight: 1, arbitrary: message(0x02, context, number) },
  { weight: 2, arbitrary: message(0x05, handle, number, number, number, number, number) },
  { weight: 2, arbitrary: message(0x06, handle, number, number) },
  { weight: 2, arbitrary: message(0x07, handle, number) },
  { weight: 2, arbitrary: message(0x08, handle, number, number) },
  { weight: 1, arbitrary: message(0x0b, handle, number) },
  { weight: 1, arbitrary: message(0x0d, context, number) },
  { weight: 2, arbitrary: message(0x0f, handle, number, hexOf(fc.uint8Array({ minLength: 264, maxLength: 264 })), number, number) },
  { weight: 4, arbitrary: bytes(30).chain((payload) => message(0x09, handle, number, number, fc.constant(toHex(u32(payload.length))), number, number, number, number).map((hex) => hex + toHex(payload))) },
  { weight: 2, arbitrary: withPayload(0x0a, number, number, number, number) },
  { weight: 3, arbitrary: fc.constantFrom(0x12, 0x13, 0x14, 0x15, 0x16, 0x17).chain((command) => message(command)) },
  { weight: 2, arbitrary: hexOf(bytes(20)) },
);

/** A client of the broker: what it sent and got. */
function client(broker: Broker) {
  let got: Uint8Array[] = [];
  let closed = false;
  const session = new Session(broker, {
    send: (sent) => got.push(sent),
    close: () => {
      closed = true;
      session.end();
    },
  });
  const answers = (): Uint8Array => {
    const all = concat(...got);
    got = [];
    return all;
  };
  return { session, answers, isClosed: () => closed };
}

/** Bytes in, and once the reader is at rest the bytes out. */
async function say(slot: Slot, { session, answers }: ReturnType<typeof client>, hex: string): Promise<Uint8Array> {
  session.feed(fromHex(hex));
  await slot.settled();
  await Promise.resolve();
  return answers();
}

/** The number that the server gave in an answer of this many bytes, which ends with a return value of 0. */
function given(hex: string, command: number, answer: Uint8Array, offset: number): string | undefined {
  if (!hex.slice(8).startsWith(toHex(u32(command))) || answer.length < offset + 4) return undefined;
  return toHex(answer.subarray(offset, offset + 4));
}

const HELLO = toHex(concat(u32(12), u32(0x11), u32(4), u32(4), u32(0)));
const ESTABLISH = toHex(concat(u32(12), u32(0x01), u32(2), u32(0), u32(0)));
const connectAs = (number: string): string =>
  toHex(concat(u32(152), u32(0x04))) + number + NAME + toHex(concat(u32(1), u32(3), u32(0), u32(0), u32(0)));
const transmitTo = (number: string): string =>
  toHex(concat(u32(32), u32(0x09))) +
  number +
  toHex(concat(u32(2), u32(8), u32(4), u32(2), u32(8), u32(258), u32(0))) +
  '00A40000';

export const pcscLiteTarget: Target = {
  name: 'pcsc-lite',
  about: 'messages of a client, whole, changed and in pieces, to the pcsc-lite server',
  oracle: 'nothing is thrown, and once the client is gone another one gets the card for itself and an answer from it',
  sources: ['reader-bridge/pcsc-lite', 'reader-bridge/slot'],
  inputs: fc
    .tuple(
      fc.boolean(),
      fc.array(
        fc.oneof(
          { weight: 9, arbitrary: requests },
          { weight: 1, arbitrary: hexOf(damaged(requests.map((hex) => fromHex(hex)))) },
        ),
        { maxLength: 12 },
      ),
    )
    .map(([greeted, list]) => (greeted ? [HELLO, ESTABLISH, ...list] : list)),
  check: async (input) => {
    const slot = new Slot('Fuzz 00 00');
    slot.insert(agreeable());
    const broker = new Broker([slot]);
    await slot.settled();
    const stranger = client(broker);
    let known = { context: CONTEXT, card: CARD };
    for (const step of sequence(input)) {
      const hex = step.replaceAll(CONTEXT, known.context).replaceAll(CARD, known.card);
      const answer = await say(slot, stranger, hex);
      known = {
        context: given(hex, 0x01, answer, 4) ?? known.context,
        card: given(hex, 0x04, answer, 140) ?? known.card,
      };
    }
    stranger.session.end();
    await slot.settled();
    const next = client(broker);
    await say(slot, next, HELLO);
    const own = toHex((await say(slot, next, ESTABLISH)).subarray(4, 8));
    const card = toHex((await say(slot, next, connectAs(own))).subarray(140, 144));
    const answer = await say(slot, next, transmitTo(card));
    demand(toHex(answer).endsWith('9000'), 'state', 'the next client gets no answer from the card');
    next.session.end();
    slot.remove();
    await slot.settled();
    demand(broker.members.size === 0, 'memory', 'the server remembers who is gone');
  },
};

const frame = fc.oneof(
  { weight: 6, arbitrary: fc.oneof(bytes(1), bytes(20)).map((payload) => concat(u16(payload.length), payload)) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, 2, 4).map((control) => Uint8Array.of(0, 1, control)) },
  { weight: 1, arbitrary: bytes(3) },
);

/** How many frames answer a stream. */
function expectedAnswers(stream: Uint8Array): number {
  let count = 0;
  for (let at = 0; at + 2 <= stream.length; ) {
    const length = stream[at]! * 256 + stream[at + 1]!;
    if (at + 2 + length > stream.length) break;
    if (length > 1 || (length === 1 && stream[at + 2] === 4)) count++;
    at += 2 + length;
  }
  return count;
}

function framesIn(stream: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < stream.length; at += 2 + stream[at]! * 256 + stream[at + 1]!) count++;
  return count;
}

export const vpcdTarget: Target = {
  name: 'vpcd',
  about: 'frames of a virtual reader driver, whole and in pieces, to the card that is connected to it',
  oracle:
    'one answer to each command and each question for the ATR, none to anything else, and a card without power at the end',
  sources: ['reader-bridge/vpcd'],
  inputs: fc.array(hexOf(frame), { maxLength: 8 }),
  check: async (input) => {
    const chunks = sequence(input).map((hex) => fromHex(hex));
    let isPowered = true;
    const card = agreeable();
    const link: CardLink = {
      powerOn: async () => card.powerOn(),
      reset: async () => card.reset(),
      powerOff: async () => {
        isPowered = false;
      },
      transmit: async () => card.transmit(),
    };
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const arrival = once(server, 'connection') as Promise<[Socket]>;
    const connection = await connectVpcd(link, { port: (server.address() as AddressInfo).port });
    const [driver] = await arrival;
    const got: Uint8Array[] = [];
    driver.on('data', (sent) => got.push(sent));
    driver.setNoDelay(true);
    for (const chunk of chunks) if (chunk.length > 0) driver.write(chunk);
    driver.end();
    await connection.closed;
    if (!driver.closed) await once(driver, 'close');
    server.close();
    const wanted = expectedAnswers(concat(...chunks));
    const answers = framesIn(concat(...got));
    demand(answers === wanted, 'wrong', `${answers} answers where ${wanted} are due`);
    demand(!isPowered, 'state', 'the card has power though the driver is gone');
  },
};

const der =
  (tag: number) =>
  (...values: readonly Uint8Array[]): Uint8Array =>
    tlv(tag, ...values);
const [sequenceOf, octets, integer] = [der(0x30), der(0x04), der(0x02)];
const SHA1 = sequenceOf(fromHex('06052B0E03021A'), fromHex('0500'));

const ocspRequests: fc.Arbitrary<Uint8Array> = fc
  .record({
    hashes: fc.tuple(bytes(20), bytes(20)),
    serials: fc.array(fc.uint8Array({ minLength: 1, maxLength: 20 }), { maxLength: 3 }),
    nonce: fc.option(bytes(140)),
    version: byte,
  })
  .map(({ hashes: [name, key], serials, nonce, version }) => {
    const list = sequenceOf(
      ...serials.map((serial) => sequenceOf(sequenceOf(SHA1, octets(name), octets(key), integer(serial)))),
    );
    const extensions =
      nonce === null
        ? []
        : [tlv(0xa2, sequenceOf(sequenceOf(fromHex('06092B0601050507300102'), octets(octets(nonce)))))];
    return sequenceOf(
      sequenceOf(...(version > 250 ? [tlv(0xa0, integer(Uint8Array.of(version)))] : []), list, ...extensions),
    );
  });

/** About one certificate: makes the responder's key. */
const ANY_REQUEST = sequenceOf(
  sequenceOf(sequenceOf(sequenceOf(sequenceOf(SHA1, octets(), octets(), integer(Uint8Array.of(1)))))),
);

let respond: ((request: Uint8Array) => Uint8Array) | undefined;

export const ocspTarget: Target = {
  name: 'ocsp',
  about: 'requests, well-formed and changed, to the OCSP responder',
  oracle: 'an OCSPResponse whose status is successful or malformedRequest',
  sources: ['issuer/ocsp'],
  inputs: hexOf(damaged(ocspRequests)),
  prepare: async () => {
    if (respond !== undefined) return;
    const { answerOcsp, CARD_AUTHORITY_NAMES, CertificateStatuses } = await import('../../../issuer/pki/index.ts');
    const service = {
      authority: CARD_AUTHORITY_NAMES[0]!,
      statuses: new CertificateStatuses(),
      now: Date.UTC(2026, 0, 1),
    };
    respond = (request) => answerOcsp(request, service);
    respond(ANY_REQUEST);
  },
  check: (input) => {
    const answer = toHex(respond!(fromHex(single(input))));
    demand(/^30.*0A010[01]/.test(answer), 'wrong', `an answer that begins ${answer.slice(0, 20)}`);
  },
};
