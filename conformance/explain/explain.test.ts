// biome-ignore-all lint/suspicious/noTemplateCurlyInString: names are written so in a trace
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../apdu/index.ts';
import { parseTrace } from '../trace/parse-trace.ts';
import { commandParts, explainBytes, explainExchange } from './explain-apdu.ts';
import { explainTrace } from './explain-trace.ts';

describe('one exchange', () => {
  it('has every byte named', () => {
    expect(explainExchange(fromHex('00CA018D02'), fromHex('01809000'))).toEqual([
      '> GET DATA 018D, 2 bytes',
      '  CLA 00  interindustry class, channel 0',
      '  INS CA  GET DATA',
      '  P1  01',
      '  P2  8D',
      '  Le  at most 2 bytes wanted',
      '< 0180  9000 done',
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
    expect(lines.slice(-4)).toEqual([
      expect.stringContaining('9000 done'),
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

describe('bytes', () => {
  // biome-ignore format: a table reads best with its columns aligned
  it.each([
    ['6A82',               ['6A82 file or application not found']],
    ['6F0782013883023F00', ['6F FCI', '  82 file descriptor: 38', '  83 file identifier: 3F00']],
    ['30030C0141',         ['30 SEQUENCE', '  0C UTF8String: 41']],
    ['0102039000',         ['< 010203  9000 done']],
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
    '< 63C2 comparison failed or not done, counter 2',
    '# the end',
    '> SELECT file 3F00 (MF), answer: nothing',
    '< no answer in the trace',
  ]);
});
