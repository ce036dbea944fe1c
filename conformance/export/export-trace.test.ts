import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, encodeCommand, fromHex, toHex } from '../../apdu/index.ts';
import { LogImport } from '../import/import-log.ts';
import { piecesOf } from '../import/log-text.ts';
import { parseTrace } from '../trace/parse-trace.ts';
import type { Statement } from '../trace/trace.ts';
import { exchangesOf, type Passed } from './exchanges-of.ts';
import { EXPORT_FORMATS, exportTrace } from './export-trace.ts';

async function readBack(file: Uint8Array): Promise<string[]> {
  const statements: Statement[] = [];
  const log = new LogImport({ name: 'f', keepSecrets: true }, (statement) => statements.push(statement));
  for await (const group of piecesOf(Readable.from([Buffer.from(file)]))) log.take(group);
  expect(log.end()).toMatchObject({ unknown: [], orphans: 0, gaps: 0 });
  return shown(exchangesOf({ statements }, new Map()).passed);
}

/** Le does not count. */
const shown = (passed: readonly Passed[]): string[] =>
  passed.flatMap((each) => {
    if (each.kind === 'reset') return [];
    const { command, answer } = each;
    const whole = command.length === 5 ? command.subarray(0, 4) : command;
    return [toHex(whole), toHex(answer)];
  });

const bytes = (most: number) => fc.uint8Array({ minLength: 1, maxLength: most, size: 'max' });
/** No chains, and no answer that a reader goes on with by itself. */
const exchange: fc.Arbitrary<Passed> = fc
  .record({
    ins: fc.constantFrom(0xa4, 0xb0, 0xca, 0xcb, 0x2a, 0x46),
    p: fc.nat(255),
    data: fc.option(bytes(300), { nil: undefined }),
    ne: fc.nat(256),
    answer: fc.option(bytes(300), { nil: undefined }),
  })
  .map(({ ins, p, data, ne, answer }) => ({
    kind: 'exchange',
    // With data there is no Le, which captures of GSMTAP do not have.
    command: encodeCommand(data === undefined ? { ins, p1: p, ne: ne || 1 } : { ins, p1: p, data }),
    answer: concat(answer ?? new Uint8Array(0), fromHex('9000')),
  }));

describe('what is exported', () => {
  it.each(EXPORT_FORMATS)('as %s is read back', async (format) => {
    await fc.assert(
      fc.asyncProperty(fc.array(exchange, { minLength: 1, maxLength: 6 }), async (passed) => {
        const reset: Passed = { kind: 'reset', atr: fromHex('3B800181') };
        expect(await readBack(exportTrace(format, [reset, ...passed]))).toEqual(shown(passed));
      }),
      { numRuns: 60 },
    );
  });

  it('is what names and patterns come to; what they do not come to is told', () => {
    const trace = parseTrace(
      `cardtrace 1\nlet A = 0102\nsecret PIN\n> 00D6000002 \${A}\n< \${A} [9000]\n> 00200001 lc(\${PIN})\n< [9000]\n> 0084000008\n< {r:8} [9000]\n> 00B00000\n`,
    );
    const { passed, left } = exchangesOf(trace, new Map());
    expect(shown(passed)).toEqual(['00D60000020102', '01029000']);
    expect(left).toEqual([6, 8, 10]);
    expect(shown(exchangesOf(trace, new Map([['PIN', fromHex('3132')]])).passed)).toContain('00200001023132');
  });
});
