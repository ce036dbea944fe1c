import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../apdu/index.ts';
import { formatTrace } from '../trace/format-trace.ts';
import type { Statement } from '../trace/trace.ts';
import { DIALECTS } from './dialects.test-support.ts';
import { type ImportReport, LogImport } from './import-log.ts';
import type { LogPieces } from './log-text.ts';

function imported(pieces: LogPieces, keepSecrets = false): { text: string; report: ImportReport } {
  const statements: Statement[] = [];
  const log = new LogImport({ name: 'log', keepSecrets }, (statement) => statements.push(statement));
  log.take(pieces);
  const report = log.end();
  return { text: formatTrace({ statements }), report };
}

const hex = (text: string): string => Buffer.from(text).toString('hex').toUpperCase();

describe('secrets', () => {
  it('are taken out before they are known, too, in both directions and however they are filled up', () => {
    const found = imported([
      `00D60000 08 AA${hex('837465')}BB`,
      '9000',
      '00B0000008',
      `01${hex('837465')}9000`,
      `00200001 08 ${hex('837465')}FFFF`,
      '9000',
      `0020000110${hex('837465').padEnd(32, '0')}`,
      '9000',
    ]).text;
    expect(found.replaceAll(' ', '')).not.toContain(hex('837465'));
    expect(found.match(/\$\{PIN\}/g)).toHaveLength(4);
    expect(found).toMatch(/secret PIN\n> 00 D6/);
  });

  it('are those of PUT DATA too: a PIN in it, the parts of a key', () => {
    const prime = toHex(Uint8Array.from({ length: 20 }, (_, i) => 200 - 7 * i));
    const found = imported([
      `00DA01A0 0A ${hex('Zz93Qq').padEnd(20, '0')}`,
      '9000',
      `00200081 06 ${hex('Zz93Qq')}`,
      '9000',
      `00DB3FFF 19 7F48 16 92 14 ${prime}`,
      '9000',
      '00B0000020',
      `FF${prime}FF${hex('Zz93Qq')}9000`,
    ]).text;
    expect(found.replaceAll(' ', '')).not.toContain(hex('Zz93Qq'));
    expect(found.replaceAll(' ', '')).not.toContain(prime);
  });

  it('are PINs of the card when one reference refuses them and another takes them', () => {
    const found = imported([`00200081 06 ${hex('837465')}`, '63C2', `00200082 06 ${hex('837465')}`, '9000']).text;
    expect(found).toContain('secret PIN\n');
    expect(found).not.toContain('WRONG');
  });

  it('are found among many', () => {
    const lines = Array.from({ length: 600 }, (_, i) => [
      `00DA0101 08 ${hex(`key${i}`.padEnd(8, 'x'))}`,
      '9000',
    ]).flat();
    const found = imported([...lines, '00B0000008', `${hex('key7xxxx')}9000`]).text;
    expect(found).toContain('$' + '{KEY8} [9000]');
    expect(found.replaceAll(' ', '')).not.toContain(hex('key'));
  });
});

describe('several readers in one log', () => {
  const call = (reader: string, direction: string, bytes: string): string[] => [
    `P:1; T:0x7 10:00:00.1 [x] reader-pcsc.c:325:pcsc_transmit: reader '${reader}'`,
    `P:1; T:0x7 10:00:00.1 [x] reader-pcsc.c:326:pcsc_transmit: `,
    `${direction} APDU (${bytes.length / 2} bytes):`,
    `${toHex(fromHex(bytes), ' ')} `.padEnd(49, '.'),
    '',
  ];

  it('each have their own stream, each beginning with a card that was powered on', () => {
    const { text, report } = imported([
      ...call('A 00 00', 'Outgoing', '00B0000001'),
      ...call('A 00 00', 'Incoming', '6103'),
      ...call('B 00 00', 'Outgoing', '00B0000002'),
      ...call('B 00 00', 'Incoming', 'BB9000'),
      ...call('A 00 00', 'Outgoing', '00C0000003'),
      ...call('A 00 00', 'Incoming', '0102039000'),
    ]);
    expect(report).toMatchObject({ readers: ['A 00 00', 'B 00 00'], unknown: [], exchanges: 2 });
    expect(text.split('\n').slice(3, -1)).toEqual([
      'case reader-1 "A 00 00"',
      '> 00 B0 00 00 01',
      '< 01 02 03 [9000] ~ folded',
      'case reader-2 "B 00 00"',
      'power off',
      'power on',
      '> 00 B0 00 00 02',
      '< BB [9000]',
    ]);
  });

  it('are told apart by pcsc-spy, which also knows of resets', () => {
    const connect = (handle: string, reader: string): string[] => [
      '9@>|1|1|SCardConnect',
      ...['0x1', reader, '2', '3', '0', '0', handle, '2'].map((text) => `9@${text}`),
      '9@<|1|2|SCardConnect|0x00000000',
    ];
    const transmit = (thread: number, handle: string, command: string, answer: string, rv = '00000000'): string[] => [
      `${thread}@>|1|1|SCardTransmit`,
      ...[handle, '2', '16', '5', command, '3', '16', '2', answer].map((text) => `${thread}@${text}`),
      `${thread}@<|1|2|SCardTransmit|0x${rv}`,
    ];
    const [first, second] = [
      transmit(9, '0xA', '00 84 00 00 01', '01 90 00'),
      transmit(8, '0xB', '00 84 00 00 02', '02 90 00'),
    ];
    const { text, report } = imported([
      ...connect('0xA', 'A'),
      ...connect('0xB', 'B'),
      // Two threads at once.
      ...first.slice(0, 4),
      ...second,
      ...first.slice(4),
      '9@>|1|1|SCardReconnect',
      ...['0xA', '2', '3', '1', '2'].map((argument) => `9@${argument}`),
      '9@<|1|2|SCardReconnect|0x00000000',
      ...transmit(9, '0xA', '00 B0 00 00 00', 'NULL', '80100016'),
    ]);
    expect(report).toMatchObject({ format: 'pcsc-spy log', unknown: [], orphans: 0, unanswered: 0 });
    expect(text.split('\n').slice(3, -1)).toEqual(
      [
        'case reader-1 A',
        '> 00 84 00 00 01',
        '< 01 [9000]',
        'reset warm',
        '> 00 B0 00 00 00',
        '< none',
        'case reader-2 B',
        'power off',
        'power on',
        '> 00 84 00 00 02',
        '< 02 [9000]',
      ].map((line) => line.replace(/^(case \S+) (\w)$/, '$1 "$2"')),
    );
  });
});

describe('a log of any length', () => {
  let before: string | undefined;
  let folder: string;

  beforeEach(() => {
    before = process.env.TMPDIR;
    folder = mkdtempSync(join(tmpdir(), 'spool-'));
    process.env.TMPDIR = folder;
  });

  afterEach(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true });
  });

  it('is worked on in little memory and leaves nothing behind', () => {
    const session = Array.from({ length: 3000 }, (_, i) => ({
      command: concat(fromHex('00B0'), Uint8Array.of(i >> 8, i), fromHex('000000')),
      response: concat(new Uint8Array(3000).fill(i), fromHex('9000')),
    }));
    const { text, report } = imported(DIALECTS['apdu4j 26']!(session));
    expect(report).toMatchObject({ exchanges: 3000, unknown: [] });
    expect(text.match(/^> 00 B0/gm)).toHaveLength(3000);
    expect(text).toMatch(/> 00 B0 0B B7 00 00 00\n< (B7)+/);
    expect(readdirSync(folder)).toEqual([]);
  });
});

it('arrays of a program may go over several lines, and may be left empty', () => {
  const { text, report } = imported([
    '#pragma once',
    'const Script S = {',
    '    // Select',
    '    {{0x00, 0xA4, 0x04, 0x0C, 0x02, 0xa0,',
    '      0x31},',
    '     {0x90, 0x00}},',
    '    {{}, {0x90, 0x00}} // changes every time',
    '};',
  ]);
  expect(text.split('\n').slice(3, -1)).toEqual([
    '> 00 A4 04 0C 02 A0 31',
    '< [9000]',
    'gap "an empty command stands in the log"',
    '< [9000]',
  ]);
  expect(report.unknown).toEqual([]);
});
