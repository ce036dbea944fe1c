/** The lines of a log, whatever it is packed and written in: gzip, UTF-8, UTF-16, an old code page; any line end. */
import { createReadStream } from 'node:fs';
import { PassThrough, type Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';

/** Longer lines are cut here: no log of APDUs has them. */
const LONGEST = 4_000_000;

/** The lines of a file, or of standard input for `-`, in groups. */
export async function* logLines(path: string): AsyncGenerator<string[]> {
  const source = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: 1 << 18 });
  yield* linesOf(source);
}

/** The lines of a stream of bytes, in groups. */
export async function* linesOf(source: Readable): AsyncGenerator<string[]> {
  let decoder: TextDecoder | undefined;
  let rest = '';
  for await (const chunk of await unpacked(source)) {
    const bytes = chunk as Buffer;
    decoder ??= new TextDecoder(encodingOf(bytes));
    const lines = (rest + decoder.decode(bytes, { stream: true })).split(/\r?\n|\r(?!$)/);
    rest = lines.pop()!.slice(0, LONGEST);
    yield lines;
  }
  rest = (rest + (decoder?.decode() ?? '')).replace(/\r$/, '');
  if (rest !== '') yield [rest];
}

/** Looks at the first bytes, which are then read again. */
async function unpacked(source: Readable): Promise<Readable> {
  const iterator = source[Symbol.asyncIterator]();
  const first = await iterator.next();
  const head = first.done === true ? Buffer.alloc(0) : (first.value as Buffer);
  const whole = new PassThrough();
  const target = head[0] === 0x1f && head[1] === 0x8b ? whole.pipe(createGunzip()) : whole;
  const feed = async (): Promise<void> => {
    whole.write(head);
    for await (const chunk of { [Symbol.asyncIterator]: () => iterator }) {
      if (!whole.write(chunk)) await new Promise((resolve) => whole.once('drain', resolve));
    }
    whole.end();
  };
  feed().catch((error: Error) => target.destroy(error));
  return target;
}

/** By byte order mark, else by where the zeroes of plain text stand. */
function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && second !== undefined)) return 'utf-16be';
  return 'utf-8';
}
