/** Captured packets, and logs as bytes: in any packing and encoding, cut into pieces anywhere. */
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { concat, fromHex, toHex } from '../../../apdu/index.ts';
import { LogImport } from '../../import/import-log.ts';
import { piecesOf } from '../../import/log-text.ts';
import { formatTrace } from '../../trace/format-trace.ts';
import type { Statement } from '../../trace/trace.ts';
import { bytes, damaged } from '../arbitraries.ts';
import { commands } from '../commands.ts';
import { logLines } from '../logs.ts';
import { demand, sequence, type Target } from '../target.ts';

const le = (value: number, size: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, index) => (value >>> (8 * index)) & 0xff);
const be = (value: number, size: number): Uint8Array => le(value, size).reverse();

const exchange = fc
  .tuple(commands, bytes(20))
  .map(([command, answer]) => concat(command, answer, Uint8Array.of(0x90, 0x00)));

/** UDP to GSMTAP's port, in IPv4 in Ethernet. */
const gsmtap = exchange.map((payload) => {
  const inner = concat(Uint8Array.of(2, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), payload);
  const udp = concat(be(4729, 2), be(4729, 2), be(inner.length + 8, 2), be(0, 2), inner);
  const ip = concat(fromHex('45000000000000004011000000000000 00000000'), udp);
  return { linkType: 1, packet: concat(new Uint8Array(12), be(0x0800, 2), ip) };
});

/** A bulk transfer as usbmon tells it, with a CCID message. */
const usb = fc.tuple(exchange, fc.constantFrom(0x62, 0x63, 0x6f, 0x80), fc.boolean()).map(([payload, type, isIn]) => {
  const ccid = concat(Uint8Array.of(type), le(payload.length, 4), new Uint8Array(5), payload);
  const header = new Uint8Array(64);
  header.set([isIn ? 0x43 : 0x53, 3, isIn ? 0x81 : 0x01, 5], 8);
  header.set(le(ccid.length, 4), 36);
  return { linkType: 220, packet: concat(header, ccid) };
});

const packets = fc.array(fc.oneof(gsmtap, usb), { maxLength: 4 });

const pcap = packets.map((list) =>
  concat(
    le(0xa1b2c3d4, 4),
    le(0x00040002, 4),
    new Uint8Array(12),
    le(list[0]?.linkType ?? 1, 4),
    ...list.map(({ packet }) => concat(new Uint8Array(8), le(packet.length, 4), le(packet.length, 4), packet)),
  ),
);

const block = (type: number, body: Uint8Array): Uint8Array => {
  const padded = concat(body, new Uint8Array((4 - (body.length % 4)) % 4));
  const length = le(padded.length + 12, 4);
  return concat(le(type, 4), length, padded, length);
};

const pcapng = packets.map((list) =>
  concat(
    block(0x0a0d0d0a, concat(le(0x1a2b3c4d, 4), le(1, 4), new Uint8Array(8).fill(0xff))),
    block(1, concat(le(1, 2), new Uint8Array(6))),
    block(1, concat(le(220, 2), new Uint8Array(6))),
    ...list.map(({ linkType, packet }) =>
      block(
        6,
        concat(le(linkType === 1 ? 0 : 1, 4), new Uint8Array(8), le(packet.length, 4), le(packet.length, 4), packet),
      ),
    ),
  ),
);

const ENCODINGS: readonly ((text: string) => Uint8Array)[] = [
  (text) => new TextEncoder().encode(text),
  (text) => new TextEncoder().encode(`\ufeff${text.replaceAll('\n', '\r\n')}`),
  (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  (text) => Buffer.from(text.replaceAll('\n', '\r'), 'latin1'),
];
const texts = fc
  .tuple(logLines, fc.constantFrom(...ENCODINGS))
  .map(([lines, encode]) => Uint8Array.from(encode(lines.join('\n'))));

const files = damaged(fc.oneof(pcap, pcapng, texts)).chain((file) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constant(file) },
    { weight: 1, arbitrary: damaged(fc.constant(Uint8Array.from(gzipSync(file)))) },
  ),
);

/** A file cut into up to four pieces. */
const inPieces = fc.tuple(files, fc.array(fc.nat(2_000), { maxLength: 3 })).map(([file, cuts]) => {
  const places = [0, ...cuts.map((cut) => cut % (file.length + 1)).sort((a, b) => a - b), file.length];
  return places.slice(1).map((end, index) => toHex(file.subarray(places[index], end)));
});

/** The trace that pieces of a file come to, or what zlib says of a file that is packed wrongly. */
async function imported(pieces: readonly Uint8Array[]): Promise<string> {
  const statements: Statement[] = [];
  const importer = new LogImport({ name: 'log' }, (statement) => statements.push(statement));
  try {
    for await (const group of piecesOf(Readable.from(pieces.map((piece) => Buffer.from(piece))))) importer.take(group);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code.startsWith('Z_')) return code;
    throw error;
  }
  const { unknown } = importer.end();
  return `${formatTrace({ statements })}${JSON.stringify(unknown)}`;
}

export const logFileTarget: Target = {
  name: 'log-file',
  about: 'captures (pcap, pcapng) and logs in five encodings, packed or not, damaged and in pieces, to the importer',
  oracle: 'an error of gzip, or the same trace as of the file in one piece',
  sources: ['conformance/import'],
  inputs: inPieces,
  check: async (input) => {
    const pieces = sequence(input).map((hex) => fromHex(hex));
    const [inOne, inMany] = [await imported([concat(...pieces)]), await imported(pieces)];
    demand(inOne === inMany, 'state', 'the file is another trace when it comes in pieces');
  },
};
