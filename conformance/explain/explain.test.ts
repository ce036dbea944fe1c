// biome-ignore-all lint/suspicious/noTemplateCurlyInString: names are written so in a trace
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, parseCommand } from '../../apdu/index.ts';
import { parseTrace } from '../trace/parse-trace.ts';
import { commandParts, explainBytes, explainExchange } from './explain-apdu.ts';
import { explainTrace } from './explain-trace.ts';
import { parameterTexts } from './parameters.ts';

describe('one exchange', () => {
  it('has every byte named', () => {
    expect(explainExchange(fromHex('00CA018D02'), fromHex('01809000'))).toEqual([
      '> GET DATA 018D, 2 bytes',
      '  CLA 00  interindustry class, channel 0',
      '  INS CA  GET DATA',
      '  P1  01  proprietary range',
      '  P2  8D',
      '  Le  at most 2 bytes wanted',
      '< 0180  9000 done',
      '  SW  7816-4:2005 §5.1.3, table 5; the command: 7816-4:2005 §7.4.2',
    ]);
    expect(commandParts(fromHex('00CA018D02'))).toEqual({
      cla: '00',
      ins: 'CA',
      name: 'GET DATA',
      p1: '01',
      p2: '8D',
      lc: null,
      data: null,
      le: 2,
      case: '2',
    });
  });

  it('shows data objects as a tree', () => {
    const lines = explainExchange(fromHex('0046420000'), fromHex('7F49 0A 8104AABBCCDD 820203 01 9000'));
    expect(lines.slice(-5)).toEqual([
      expect.stringContaining('9000 done'),
      '  SW  7816-4:2005 §5.1.3, table 5; the command: 7816-8:2004',
      '  7F49 public key',
      '    81 modulus: AABBCCDD',
      '    82 public exponent: 0301',
    ]);
  });

  it('hides a PIN, and shows it when asked to', () => {
    const verify = fromHex('00200001 06 313233343536');
    expect(explainExchange(verify, fromHex('9000')).join('\n')).not.toContain('3132');
    expect(JSON.stringify(commandParts(verify))).not.toContain('3132');
    expect(commandParts(verify, { showSecrets: true }).data).toBe('313233343536');
    expect(explainExchange(verify, undefined, { showSecrets: true }).join('\n')).toContain('313233343536');
  });
});

describe('P1 and P2', () => {
  // biome-ignore format: a table reads best with its columns aligned
  it.each([
    ['00A4080C025015', 'by path from the MF',                     'first or only occurrence, answer: no data, or proprietary'],
    ['00A4020402 5031', 'EF below the current DF',                'first or only occurrence, answer: FCP template'],
    ['00B0010000',     'offset, high byte',                       'offset, low byte: 256 bytes from the begin of the current EF'],
    ['00B0850400',     'short EF identifier 5',                   'offset: 4 bytes from its begin'],
    ['00B2021C00',     'record number 2',                         'short EF identifier 3, the record with the number in P1'],
    ['00200081',       'compare',                                 'specific reference data (of the current DF), number 1'],
    ['002C0201',       'data: new value',                         'global reference data (of the MF), number 1'],
    ['002241B603840101', 'SET for computation, decipherment, internal authentication', 'template of signing'],
    ['0022F302',       'RESTORE',                                 'security environment 2'],
    ['002A9E9A0101',   'comes back: digital signature',           'is sent: data to be signed'],
    ['002A80860200AA', 'comes back: plain value',                 'is sent: cryptogram behind a padding indicator'],
    ['00CA5FC105',     'BER-TLV tag, first byte',                 'BER-TLV tag, second byte: tag 5FC1'],
    ['00CA020105',     '',                                        'SIMPLE-TLV tag 01'],
    ['0070800100',     'close',                                   'channel 1'],
    ['0088000111',     'algorithm known without being told',      'key: global reference data (of the MF), number 1'],
    ['00479A0000',     '',                                        'no key reference told'],
    ['00E40000023F00', 'MF, DF or EF by its file identifier',     ''],
  ])('of %s', (hex, p1, p2) => {
    const lines = explainExchange(fromHex(hex), undefined).filter((line) => /^ {2}P[12] /.test(line));
    expect(lines.map((line) => line.slice(10))).toEqual([p1, p2]);
  });

  it('have words or none in every command', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.nat(255), fc.nat(255), (ins, p1, p2) => {
        for (const text of parameterTexts(parseCommand(Uint8Array.of(0, ins, p1, p2))))
          expect(text).not.toMatch(/undefined|NaN|, $/);
      }),
    );
  });
});

describe('bytes', () => {
  // biome-ignore format: a table reads best with its columns aligned
  it.each([
    ['6A82',               ['6A82 file or application not found', '  7816-4:2005 §5.1.3, table 6']],
    ['6F0782013883023F00', ['6F FCI', '  82 file descriptor: 38', '  83 file identifier: 3F00']],
    ['30030C0141',         ['30 SEQUENCE', '  0C UTF8String: 41']],
    ['0102039000',         ['< 010203  9000 done', '  SW  7816-4:2005 §5.1.3, table 5']],
    ['0102',               undefined],
  ])('%s', (hex, expected) => {
    expect(explainBytes(fromHex(hex))).toEqual(expected);
  });

  it('of any kind are explained or not, but never break it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        for (const line of explainBytes(bytes) ?? []) expect(line).not.toMatch(/undefined|NaN|\n/);
      }),
    );
  });
});

it('a trace is explained with what it leaves open', () => {
  const trace = parseTrace(`cardtrace 1
secret PIN
case A-1 "title" clause "7816-4:2005 7.5.6"
> 00 20 00 01 lc(pad(\${PIN}, 16, 00))
< [9000]
> 00 84 00 00 08
< {r:8} [9000]
> 00 A4 00 00
< none
gap "VERIFY hidden"
< [63C2]
# the end
> 00 A4 00 0C lc(3F00)`);
  expect([...explainTrace(trace)]).toEqual([
    '',
    'case A-1 "title" clause "7816-4:2005 7.5.6"',
    '> VERIFY 0001: with the value of PIN',
    '< 9000 done',
    '> GET CHALLENGE, 8 random bytes',
    '< {r:8}  9000 done',
    '> SELECT MF, answer: FCI',
    '< no answer',
    'gap "VERIFY hidden"',
    '> no command in the trace',
    '< 63C2 comparison failed or not done, counter 2 (7816-4:2005 §5.1.3, table 6)',
    '# the end',
    '> SELECT file 3F00 (MF), answer: nothing',
    '< no answer in the trace',
  ]);
});
