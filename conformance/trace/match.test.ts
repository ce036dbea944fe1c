// biome-ignore-all lint/suspicious/noTemplateCurlyInString: names are written so in a trace
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../apdu/index.ts';
import { evaluate, UnknownName } from './evaluate.ts';
import { type Captures, matchPattern, matchStatus } from './match.ts';
import { parseTrace } from './parse-trace.ts';
import type { Bytes, ResponseStatement } from './trace.ts';

const names = new Map([
  ['PIN', fromHex('313233')],
  ['AID', fromHex('A0000001')],
]);

function bytes(text: string): Bytes {
  const [statement] = parseTrace(`cardtrace 1\n> ${text}`).statements;
  return statement?.kind === 'command' ? statement.bytes : [];
}

function response(text: string): ResponseStatement {
  const [statement] = parseTrace(`cardtrace 1\n< ${text}`).statements;
  if (statement?.kind !== 'response') throw new Error(`no response: ${text}`);
  return statement;
}

const shown = (found: ReturnType<typeof matchPattern>): unknown =>
  found instanceof Map ? Object.fromEntries([...found].map(([name, value]) => [name, toHex(value)])) : found;

describe('evaluate', () => {
  // biome-ignore format: a table reads best with its columns aligned
  it.each([
    ['00 A4 0400 lc(${AID}) 00',       '00A4040004A000000100'],
    ['lc(pad(${PIN}, 6, FF))',        '06313233FFFFFF'],
    ['6F{ 82:(38) 83:("A") 85:() }',  '6F088201388301418500'],
    ['7F49:(81:(${PIN}))',            '7F49058103313233'],
    ['sha1("abc")',                   'A9993E364706816ABA3E25717850C26C9CD0D89D'],
  ])('%s', (text, expected) => {
    expect(toHex(evaluate(bytes(text), names))).toBe(expected);
  });

  it('gives 256 bytes and more an extended Lc', () => {
    expect(toHex(evaluate(bytes('lc(pad(00, 256, 00))'), names).subarray(0, 4))).toBe('00010000');
  });

  it('names what it does not know, and refuses a value that is too long', () => {
    expect(() => evaluate(bytes('${PUK}'), names)).toThrow(new UnknownName('PUK'));
    expect(() => evaluate(bytes('pad(${PIN}, 2, 00)'), names)).toThrow(
      '3 bytes are more than the 2 they are padded to',
    );
    expect(() => evaluate(bytes('lc("")'), names)).toThrow('Lc cannot tell 0 bytes');
  });
});

describe('matchPattern', () => {
  // biome-ignore format: a table reads best with its columns aligned
  it.each([
    ['00 06 {flags:1} [9000]',                '000605',         { flags: '05' }],
    ['6. .1 83/F3 [9000]',                    '6F4193',         { offset: 2, message: '83/F3 expected, 93 found' }],
    ['6. .1 83/F3 [9000]',                    '6F418F',         {}],
    ['3B * [9000]',                           '3B',             {}],
    ['{all} [9000]',                          '',               { all: '' }],
    ['{r:2..3} [9000]',                       'AABBCCDD',       { offset: 3, message: '1 bytes too many: DD' }],
    ['{r:2..3} [9000]',                       'AA',             { offset: 0, message: 'r has 2 bytes at least, here are 1' }],
    ['{r:1} ${r} [9000]',                     'AAAA',           { r: 'AA' }],
    ['{r:1} ${r} [9000]',                     'AAAB',           { offset: 1, message: 'AA expected, AB found' }],
    ['"1" ${PIN} [9000]',                     '3131',           { offset: 2, message: 'the data ends 2 bytes too early' }],
    ['6F{ 83:(3F00) 82:(38) } [9000]',        '6F0782013883023F00',   {}],
    ['6F{ 83:({f}) * } [9000]',               '6F0782013883023F00',   { f: '3F00' }],
    ['6F{ 83:(3F00) } [9000]',                '6F0782013883023F00',   { offset: 4, message: 'data object 82 is one too many' }],
    ['6F{ 84:(00) * } [9000]',                '6F0782013883023F00',   { offset: 2, message: 'data object 84 is missing' }],
    ['6F{ 83:(3F01) * } [9000]',              '6F0782013883023F00',   { offset: 8, message: '01 expected, 00 found' }],
    ['6F{ * } [9000]',                        '6F05',           { offset: 0, message: 'no BER-TLV: value of 5 bytes runs over the end at offset 0' }],
    ['7F49{ 81:({mod:2}) 82:({exp:1..4}) } [9000]', '7F49078102AABB820103', { mod: 'AABB', exp: '03' }],
    ['81:(AA) 01 [9000]',                     '8101AA01',       { offset: 4, message: 'no BER-TLV: length is missing at offset 4' }],
  ])('%s and %s', (pattern, data, expected) => {
    expect(shown(matchPattern(response(pattern).pattern, fromHex(data), names))).toEqual(expected);
  });

  it('takes one status word of several, and keeps a digit', () => {
    const { statuses } = response('[6983 | 63C{tries:n} | 67..]');
    const captures: Captures = new Map();
    expect([0x6983, 0x6700, 0x6702, 0x9000].map((sw) => matchStatus(statuses, sw, captures))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(captures.size).toBe(0);
    expect(matchStatus(statuses, 0x63c2, captures)).toBe(true);
    expect(shown(captures)).toEqual({ tries: '02' });
  });
});
