import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, encodeCommand, fromHex, toHex } from '../../apdu/index.ts';
import { formatTrace } from '../trace/format-trace.ts';
import type { Statement } from '../trace/trace.ts';
import { LogImport } from './import-log.ts';

const text = (of: string): Uint8Array => new Uint8Array(Buffer.from(of, 'latin1'));
const NONE = new Uint8Array(0);

type Pair = readonly [Uint8Array, Uint8Array];
const DONE = fromHex('9000');
const verify = (data: Uint8Array, status = DONE): Pair => [encodeCommand({ ins: 0x20, p2: 1, data }), status];
const read = (offset: number, data: Uint8Array): Pair => [
  encodeCommand({ ins: 0xb0, p1: offset >> 8, p2: offset & 0xff, ne: 256 }),
  concat(data, DONE),
];
const write = (offset: number, data: Uint8Array): Pair => [
  encodeCommand({ ins: 0xd6, p1: offset >> 8, p2: offset & 0xff, data }),
  DONE,
];

/** The trace, and the bytes that it still shows, joined as a file would be. */
function imported(...pairs: readonly Pair[]): { readonly trace: string; readonly shown: string } {
  const statements: Statement[] = [];
  const log = new LogImport({ name: 'log' }, (statement) => statements.push(statement));
  for (const bytes of pairs.flat()) log.line(toHex(bytes));
  expect(log.end()).toMatchObject({ unknown: [], exchanges: pairs.length });
  const shown = statements.flatMap((statement) => {
    if (statement.kind === 'response')
      return statement.pattern.map((term) => (term.kind === 'masked' ? toHex(term.bits) : '|'));
    if (statement.kind !== 'command') return [];
    return statement.bytes.map((term) => (term.kind === 'hex' ? toHex(term.bytes) : '|'));
  });
  return { trace: formatTrace({ statements }), shown: shown.join('') };
}

const PIN = '730195';

// biome-ignore format: a table reads best with its columns aligned
const WRITTEN: Readonly<Record<string, Uint8Array>> = {
  'as text':                                     text(PIN),
  'as text, filled up':                          concat(text(PIN), new Uint8Array(10)),
  'in a block of ISO 9564-1 format 2':           fromHex('26730195FFFFFFFF'),
  'in a block of ISO 9564-1 format 1':           fromHex('16730195A1B2C3D4'),
  'packed':                                      fromHex('730195'),
  'packed, filled up':                           fromHex('730195FFFFFFFFFF'),
  'in halves of bytes':                          fromHex('F7F3F0F1F9F5'),
  'in UTF-16':                                   new Uint8Array(Buffer.from(PIN, 'utf16le')),
  'in UTF-16, high byte first':                  new Uint8Array(Buffer.from(PIN, 'utf16le').swap16()),
};

/** What shows a PIN, in hexadecimal; not its packed form, which other digits of a trace may hold. */
const TRACES_OF = [
  ...Object.values(WRITTEN).map((value) => toHex(value).replace(/(?:00|FF)+$/, '')),
  toHex(text(toHex(text(PIN)))),
].map((value) => value.replace('A1B2C3D4', ''));

describe('a PIN', () => {
  it.each(Object.keys(WRITTEN))('that is presented %s is known in every form, before and behind', (name) => {
    const around = Object.values(WRITTEN).map((value) => concat(fromHex('AA'), value, fromHex('AA')));
    const hex = concat(fromHex('AA'), text(toHex(text(PIN))), fromHex('AA'), text(toHex(text(PIN)).toLowerCase()));
    const { trace, shown } = imported(
      ...around.map((value, i) => read(1000 * i, value)),
      verify(WRITTEN[name]!),
      ...around.map((value, i) => write(1000 * i, value)),
      read(9000, hex),
    );
    for (const value of TRACES_OF) expect(shown, value).not.toContain(value);
    expect(trace).not.toContain(PIN);
    // Nothing else is taken out: what stands around it is there as often as it was.
    expect(shown.match(/AA/g)).toHaveLength(2 * 2 * around.length + 2);
  });

  it('that was wrong gets a stand-in in its form', () => {
    const { trace } = imported(
      verify(fromHex('24 4321 FFFFFFFFFF'), fromHex('63C2')),
      verify(fromHex('24 9876 FFFFFFFFFF')),
    );
    expect(trace).toContain('let WRONG_BLOCK2 = 24 00 01 FF FF FF FF FF\n');
    expect(trace).toContain('> 00 20 00 01 lc($' + '{PIN_BLOCK2})\n');
  });

  it('of which a new one follows in a block of its own is parted from it', () => {
    const { trace } = imported([
      encodeCommand({ ins: 0x24, p2: 1, data: fromHex('241234FFFFFFFFFF 245678FFFFFFFFFF') }),
      DONE,
    ]);
    expect(trace).toContain('> 00 24 00 01 lc($' + '{PIN_BLOCK2} $' + '{NEW_PIN_BLOCK2})');
  });

  it('that is cut by the end of a piece is not shown in either', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 12 }),
        fc.boolean(),
        (cuts, isRead) => {
          const file = concat(fromHex('AABBCCDD'), text(PIN), fromHex('AABBCCDD'), text('55443322'), fromHex('EEEE'));
          const pieces: Pair[] = [];
          let at = 0;
          for (const length of [...cuts, 99]) {
            const piece = file.subarray(at, at + length);
            if (piece.length > 0) pieces.push((isRead ? read : write)(at, piece));
            at += piece.length;
          }
          const known: Pair[] = [
            verify(text(PIN)),
            [encodeCommand({ ins: 0x2c, p1: 1, p2: 1, data: text('55443322') }), DONE],
          ];
          const { trace } = imported(...pieces, ...known);
          // The bytes of all pieces, without what stands around them.
          const bytes = trace
            .split('\n')
            .filter((line) => line.startsWith(isRead ? '< ' : '> 00 D6'))
            .map((line) => (isRead ? line.slice(2, line.indexOf('[')) : line.slice('> 00 D6 00 00 00'.length)))
            .map((line) => line.replaceAll(/\$\{\w+\}/g, '').replaceAll(' ', ''))
            .join('');
          expect(bytes).toBe('AABBCCDDAABBCCDDEEEE');
        },
      ),
      { numRuns: 80 },
    );
  });
});

describe('what is not taken out', () => {
  const certificate = text('serialNumber=900012345, CN=Jan de Boer 1234567');

  it('is a short PIN within a longer number', () => {
    const { shown } = imported(
      verify(text('1234')),
      read(0, certificate),
      verify(text('00123')),
      read(2000, text('x00123y')),
    );
    expect(shown).toContain(toHex(certificate));
    expect(shown).toContain(`${toHex(text('x'))}|${toHex(text('y'))}`);
  });

  it('is not so where the number is nothing but known values', () => {
    const { shown } = imported(
      verify(text('1234')),
      verify(text('5678')),
      read(0, text('x12345678y')),
      read(99, text('x123456789y')),
    );
    expect(shown).toContain(`${toHex(text('x'))}||${toHex(text('y'))}`);
    expect(shown).toContain(toHex(text('x123456789y')));
  });

  it('is what packed digits are by chance: two bytes, and zeroes', () => {
    const file = fromHex('30820A1234AB 0000000000000000 010001 1111111111');
    const { shown } = imported(verify(text('1234')), verify(text('000000')), verify(text('111111')), read(0, file));
    expect(shown).toContain(toHex(file));
  });

  it('is the exponent of a key that PUT DATA writes', () => {
    const { shown } = imported(
      [encodeCommand({ ins: 0xdb, p1: 0x3f, p2: 0xff, data: fromHex('7F4808 8203010001 800101') }), DONE],
      read(0, fromHex('AA010001AA')),
    );
    expect(shown).toContain('AA010001AA');
  });
});

describe('an imported key', () => {
  it('is taken out by the parts of it, in hexadecimal too, and where pieces cut it', () => {
    const prime = Uint8Array.from({ length: 32 }, (_, i) => 200 - 7 * i);
    const put = encodeCommand({ ins: 0xdb, p1: 0x3f, p2: 0xff, data: concat(fromHex('7F4822 9220'), prime) });
    const { trace, shown } = imported(
      read(0, concat(fromHex('AA'), text(toHex(prime)), fromHex('AA'), text(toHex(prime).toLowerCase()))),
      [put, DONE],
      read(1000, concat(fromHex('AA'), prime.subarray(0, 20))),
      read(1021, concat(prime.subarray(20), fromHex('AA'))),
    );
    expect(shown.replaceAll('|', '')).toBe(
      toHex(concat(fromHex('00B0000000AAAA'), put.subarray(0, 4), fromHex('00B003E800AA00B003FD00AA'))),
    );
    expect(trace).toMatch(/\$\{KEY2?_HEX\}/);
    expect(NONE).toHaveLength(0);
  });
});
