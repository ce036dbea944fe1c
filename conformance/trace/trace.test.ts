import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTrace } from './format-trace.ts';
import { parseTrace } from './parse-trace.ts';
import { type Bytes, type Pattern, type PatternObject, QUALITIES, type StatementBody, type Trace } from './trace.ts';

const EXAMPLE = readFileSync(new URL('./example.cardtrace', import.meta.url), 'utf8');

/** Without the lines, which writing may move. */
const content = ({ statements }: Trace): unknown => statements.map(({ line: _, ...rest }) => rest);

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,7}$/);
const word = fc.stringMatching(/^[A-Za-z0-9._-]{1,8}$/);
const text = fc.string({ maxLength: 12 }).map((any) => any.replace(/[^\P{Cc}\n]/gu, ''));
const bytes = fc.uint8Array({ minLength: 1, maxLength: 120 });
const tag = fc.constantFrom(0x80, 0x6f, 0x5f2d, 0x7f49, 0xdf8101);
const milliseconds = fc.nat(10_000_000).map((n) => n / 1000);

/** No two of a kind that would be read as one. */
const apart = <Term extends { kind: string }>(terms: readonly Term[], joined: string): Term[] =>
  terms.filter(({ kind }, i) => kind !== joined || terms[i - 1]?.kind !== joined);

const { expression } = fc.letrec<{ expression: Bytes; term: Bytes[number] }>((tie) => ({
  expression: fc.array(tie('term'), { maxLength: 4 }).map((terms) => apart(terms, 'hex')),
  term: fc.oneof(
    { maxDepth: 3 },
    fc.record({ kind: fc.constant('hex' as const), bytes }),
    fc.record({ kind: fc.constant('text' as const), text }),
    fc.record({ kind: fc.constant('name' as const), name }),
    fc.record({ kind: fc.constant('tlv' as const), tag, value: tie('expression') }),
    fc.record({ kind: fc.constant('lc' as const), argument: tie('expression') }),
    fc.record({
      kind: fc.constant('hash' as const),
      hash: fc.constantFrom('sha1', 'sha256'),
      argument: tie('expression'),
    }),
    fc.record({
      kind: fc.constant('pad' as const),
      argument: tie('expression'),
      length: fc.nat(99),
      filler: fc.nat(255),
    }),
  ),
}));

const masked = fc
  .array(fc.tuple(fc.nat(255), fc.constantFrom(0xff, 0xff, 0xf0, 0x0f, 0, 0x81)), { minLength: 1, maxLength: 70 })
  .map((pairs) => ({
    kind: 'masked' as const,
    bits: Uint8Array.from(pairs, ([bits, mask]) => bits & mask),
    mask: Uint8Array.from(pairs, ([, mask]) => mask),
  }));
const open = fc.oneof(
  fc.constant({ kind: 'rest' as const }),
  fc.record({
    kind: fc.constant('capture' as const),
    name,
    least: fc.nat(9),
    most: fc.integer({ min: 10, max: 65536 }),
  }),
);

const { pattern } = fc.letrec<{ pattern: Pattern; object: PatternObject }>((tie) => ({
  pattern: fc
    .tuple(
      fc.array(
        fc.oneof(
          { maxDepth: 3 },
          masked,
          fc.record({ kind: fc.constant('text' as const), text }),
          fc.record({ kind: fc.constant('name' as const), name }),
          fc
            .nat(300)
            .chain((n) =>
              fc.record({ kind: fc.constant('capture' as const), name, least: fc.constant(n), most: fc.constant(n) }),
            ),
          tie('object'),
        ),
        { maxLength: 3 },
      ),
      fc.option(open, { nil: undefined }),
    )
    .map(([terms, last]) => [...apart(terms, 'masked'), ...(last === undefined ? [] : [last])]),
  object: fc.oneof(
    { maxDepth: 3 },
    fc.record({ kind: fc.constant('object' as const), tag, value: tie('pattern') }),
    fc.record({
      kind: fc.constant('set' as const),
      tag,
      members: fc.array(tie('object'), { maxLength: 2 }),
      open: fc.boolean(),
    }),
  ),
}));

const status = fc.oneof(
  fc.record({ digits: fc.stringMatching(/^[0-9A-F.]{4}$/) }),
  fc.record({ digits: fc.constant('63C.'), capture: name }),
);

const body: fc.Arbitrary<StatementBody> = fc.oneof(
  fc.constant<StatementBody>({ kind: 'empty' }),
  fc.record({ kind: fc.constantFrom('meta', 'need', 'policy'), key: word, value: text }),
  fc.record({ kind: fc.constant('let' as const), name, value: expression }),
  fc.record({ kind: fc.constant('secret' as const), names: fc.array(name, { minLength: 1, maxLength: 3 }) }),
  fc.record({
    kind: fc.constant('case' as const),
    id: word,
    title: text,
    clause: text,
    tags: fc.array(word, { maxLength: 2 }),
  }),
  fc.record({ kind: fc.constant('command' as const), bytes: expression }),
  fc.record({
    kind: fc.constant('response' as const),
    judged: fc.boolean(),
    pattern,
    statuses: fc.array(status, { minLength: 1, maxLength: 3 }),
    milliseconds,
    quality: fc.constantFrom(...QUALITIES),
  }),
  fc.constant<StatementBody>({ kind: 'response', judged: true, pattern: [], statuses: [] }),
  fc.record({
    kind: fc.constant('check' as const),
    check: word,
    operands: fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant('word' as const), word }),
        fc.record({ kind: fc.constant('text' as const), text }),
      ),
      { maxLength: 3 },
    ),
  }),
  fc.record({ kind: fc.constant('gap' as const), reason: text, command: expression }),
  fc.record({ kind: fc.constant('gap' as const), reason: text }),
  fc.record({ kind: fc.constant('note' as const), text }),
  fc.record({ kind: fc.constant('wait' as const), milliseconds }),
  fc.record({ kind: fc.constant('reset' as const), how: fc.constantFrom('cold', 'warm'), atr: pattern }),
  fc.record({ kind: fc.constant('power' as const), on: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('remove', 'insert') }),
);

const comment = fc.option(
  text.map((any) => any.replaceAll('\n', ' ').trim()),
  { nil: undefined },
);
const trace = fc.array(fc.tuple(body, comment), { maxLength: 6 }).map(
  (rows): Trace => ({
    statements: rows.map(([statement, remark], i) => ({
      ...statement,
      line: i + 2,
      ...(remark !== undefined && { comment: remark }),
    })),
  }),
);

describe('a trace', () => {
  it('is read back as it was written, whatever it holds', () => {
    fc.assert(
      fc.property(trace, (any) => {
        expect(content(parseTrace(formatTrace(any)))).toEqual(content(any));
      }),
      { numRuns: 400 },
    );
  });

  it('that people wrote keeps its comments and its meaning when it is formatted', () => {
    const read = parseTrace(EXAMPLE);
    const written = formatTrace(read);
    expect(content(parseTrace(written))).toEqual(content(read));
    expect(formatTrace(parseTrace(written))).toBe(written);
    for (const line of EXAMPLE.split('\n')) {
      const remark = / # (.+)/.exec(line)?.[1];
      if (remark !== undefined) expect(written).toContain(remark);
    }
    expect(read.statements.filter(({ kind }) => kind === 'command').length).toBeGreaterThan(15);
  });

  it('knows no difference between line ends, and reads past a byte order mark', () => {
    const marked = `\uFEFF${EXAMPLE.replaceAll('\n', '\r\n')}`;
    expect(parseTrace(marked)).toEqual(parseTrace(EXAMPLE));
  });

  // biome-ignore format: a table reads best with its columns aligned
  it.each([
    ['cardtrace 2',                              '1:1: the first line of a trace is "cardtrace 1"'],
    ['cardtrace 1\nfoo',                         '2:1: no statement begins with foo'],
    ['cardtrace 1\n> 00 A',                      "2:6: end of the statement expected, not A"],
    ['cardtrace 1\n\n> lc(00\n  "x',             '4:3: string without its end, or with a backslash before something else'],
    ['cardtrace 1\n> 00 A4 00 00 lc(3F00 00',    "2:25: ')' expected, but the statement ends"],
    ['cardtrace 1\n< 00 * 01 [9000]',            '2:8: nothing can follow a part whose length is open; give the part before it a length'],
    ['cardtrace 1\n< {a:4..2} [9000]',           '2:6: a length of 4..2 cannot be'],
    ['cardtrace 1\n< 6F{ 82:(38) 00 } [9000]',   "2:15: '}' expected, not 00"],
    ['cardtrace 1\n> 6F{ 00 }',                  '2:5: between braces stand data objects only; other values stand in :( )'],
    ['cardtrace 1\n> 7F:(00)',                   '2:3: 7F is no BER-TLV tag of one to three bytes'],
    ['cardtrace 1\n< [900]',                     '2:4: status word of four digits expected, not 900]'],
    ['cardtrace 1\n< 9000',                      "2:7: pattern, or the status word in '[ ]', expected, but the statement ends"],
    ['cardtrace 1\nreset hot',                   '2:7: cold or warm expected, not hot'],
    ['cardtrace 1\nwait 5',                      '2:6: duration in ms or s expected, not 5'],
    ['cardtrace 1\nlet 1 = 00',                  '2:5: name expected, not 1'],
  ])('%j is refused where it is wrong', (wrong, message) => {
    expect(() => parseTrace(wrong, 'a.cardtrace')).toThrow(`a.cardtrace:${message}`);
  });
});
