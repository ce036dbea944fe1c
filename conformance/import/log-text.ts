/** A log's bytes, whatever they are packed in, and its lines, whatever they are written in: UTF-8, UTF-16, an old code page; any line end. */
import { isAscii } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import { type Packet, packetsOf, startsCapture } from './capture-file.ts';

/** Longer lines are cut here: no log of APDUs has them. */
const LONGEST = 4_000_000;

const LF = 0x0a;
const CR = 0x0d;

/** What a log is made of: lines of text, or packets of a capture. */
export type LogPieces = string[] | Packet[];

/** The pieces of a file, or of standard input for `-`, in groups. */
export async function* logPieces(path: string): AsyncGenerator<LogPieces> {
  yield* piecesOf(path === '-' ? process.stdin : createReadStream(path, { highWaterMark: 1 << 18 }));
}

/** The pieces of a stream of bytes, in groups. */
export async function* piecesOf(source: Readable): AsyncGenerator<LogPieces> {
  const { head, rest } = await headOf(source);
  if (head[0] !== 0x1f || head[1] !== 0x8b) yield* rawPieces(head, rest);
  else {
    const unpacked = createGunzip({ chunkSize: 1 << 17 });
    // What goes wrong on either side is thrown to whoever takes the pieces.
    pipeline(Readable.from(prefixed(head, rest)), unpacked, () => undefined);
    const inner = await headOf(unpacked);
    yield* rawPieces(inner.head, inner.rest);
  }
}

async function* rawPieces(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<LogPieces> {
  const chunks = prefixed(head, rest);
  yield* startsCapture(head) ? packetsOf(chunks) : linesOf(chunks, encodingOf(head));
}

/** Bytes that tell what kind of file it is. */
const HEAD = 4;

/** The first bytes, and what follows them. */
async function headOf(source: Readable): Promise<{ head: Buffer; rest: AsyncIterable<Buffer> }> {
  const iterator = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let head: Buffer = Buffer.alloc(0);
  while (head.length < HEAD) {
    const next = await iterator.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  return { head, rest: { [Symbol.asyncIterator]: () => iterator } };
}

async function* prefixed(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  yield* rest;
}

async function* linesOf(chunks: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<string[]> {
  // Bytes are cut into whole lines before they become text, but of UTF-16, whose line ends are not one byte each.
  const text = encoding === 'utf-8' ? wholeLines(chunks) : decoded(chunks, encoding);
  let rest = '';
  let isFirst = true;
  for await (const part of text) {
    const joined = rest + (isFirst && part.startsWith('\uFEFF') ? part.slice(1) : part);
    isFirst = false;
    const lines = joined.includes('\r') ? joined.split(/\r\n|\n|\r(?!$)/) : joined.split('\n');
    rest = lines.pop()!.slice(0, LONGEST);
    yield lines;
  }
  rest = rest.replace(/\r$/, '');
  if (rest !== '') yield [rest];
}

async function* wholeLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end =
      Math.max(bytes.lastIndexOf(LF), bytes.lastIndexOf(CR, -2)) + 1 || (bytes.length > LONGEST ? bytes.length : 0);
    rest = bytes.subarray(end);
    if (end > 0) yield textOf(bytes.subarray(0, end));
  }
  if (rest.length > 0) yield textOf(rest);
}

/** Text of one byte a character is worked on much faster, and most logs are nothing else. */
const textOf = (bytes: Buffer): string => (isAscii(bytes) ? bytes.toString('latin1') : bytes.toString('utf8'));

async function* decoded(chunks: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** By byte order mark, else by where the zeroes of plain text stand. */
function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && second !== undefined)) return 'utf-16be';
  return 'utf-8';
}
