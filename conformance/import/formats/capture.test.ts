import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../../apdu/index.ts';
import { formatTrace } from '../../trace/format-trace.ts';
import type { Statement } from '../../trace/trace.ts';
import { type ImportReport, LogImport } from '../import-log.ts';
import { piecesOf } from '../log-text.ts';
import { block, ccid, pcap, usbmon, usbPcap } from './captures.test-support.ts';
import { commandEnd } from './gsmtap.ts';

async function imported(file: Uint8Array): Promise<{ lines: string[]; report: ImportReport }> {
  const statements: Statement[] = [];
  const log = new LogImport({ name: 'capture' }, (statement) => statements.push(statement));
  const bytes = Buffer.from(file);
  for await (const group of piecesOf(Readable.from([bytes.subarray(0, 3), bytes.subarray(3, 90), bytes.subarray(90)])))
    log.take(group);
  const report = log.end();
  return { lines: formatTrace({ statements }).split('\n').slice(3, -1), report };
}

const SESSION: readonly (readonly [boolean, Uint8Array])[] = [
  [false, ccid(0x62, 0, '')],
  [true, ccid(0x80, 0, '3B8001811F')],
  [false, ccid(0x6f, 1, '00A40000023F00')],
  [true, ccid(0x80, 1, '', '800000')],
  [true, ccid(0x80, 1, '6A82')],
  // An extended command in two parts, its answer in two.
  [false, ccid(0x6f, 2, '00D600000000', '000100')],
  [true, ccid(0x80, 2, '', '000010')],
  [false, ccid(0x6f, 3, '04AABBCCDD', '000200')],
  [true, ccid(0x80, 3, 'EEFF', '000001')],
  [false, ccid(0x6f, 4, '', '001000')],
  [true, ccid(0x80, 4, '9000', '000002')],
  // Blocks of T=1, an acknowledgement among them.
  [false, ccid(0x6f, 5, block(0x20, fromHex('00B000')))],
  [true, ccid(0x80, 5, block(0x91, fromHex('')))],
  [false, ccid(0x6f, 6, block(0x40, fromHex('0004')))],
  [true, ccid(0x80, 6, block(0x00, fromHex('12349000')))],
];
const EXPECTED = [
  'reset cold -> 3B 80 01 81 1F',
  '> 00 A4 00 00 02 3F 00',
  '< [6A82]',
  '> 00 D6 00 00 00 00 04 AA BB CC DD',
  '< EE FF [9000]',
  '> 00 B0 00 00 04',
  '< 12 34 [9000]',
];

describe('USB CCID', () => {
  // biome-ignore format: a table reads best with its columns aligned
  it.each([
    ['usbmon',           189, SESSION.flatMap(([isIn, bytes]) => usbmon(48, isIn, bytes))],
    ['usbmon by mmap',   220, SESSION.flatMap(([isIn, bytes]) => usbmon(64, isIn, bytes))],
    ['USBPcap',          249, SESSION.map(([isIn, bytes]) => usbPcap(isIn, bytes))],
  ])('%s', async (_, linkType, packets) => {
    const { lines, report } = await imported(pcap(linkType, packets));
    expect(lines).toEqual(EXPECTED);
    expect(report).toMatchObject({ unknown: [], orphans: 0, unanswered: 0 });
  });

  it('that is cut off ends with its last whole packet', async () => {
    const whole = pcap(
      189,
      SESSION.flatMap(([isIn, bytes]) => usbmon(48, isIn, bytes)),
    );
    const { lines, report } = await imported(whole.subarray(0, -3));
    expect(lines.slice(0, 5)).toEqual(EXPECTED.slice(0, 5));
    expect(report.unanswered).toBe(1);
  });
});

describe('GSMTAP', () => {
  // biome-ignore format: a table reads best with its columns aligned
  it.each([
    ['a status only',          '00A40004 02 3F00 612F',              7],
    ['data from the card',     '00B00000 02 1122 9000',              5],
    ['as many as were there',  '00B00000 00 1122 9000',              5],
    ['both ways',              '00A40004 02 3F00 6202 9000',         7],
    ['no data',                '00440000 00 9000',                   5],
    ['refused',                '00A40004 02 6A82',                   5],
    ['extended data',          '00D60000 00 0003 112233 9000',       10],
    ['an answer to 00',        '00460000 00 7F4902 9000',            5],
  ])('%s', (_, payload, end) => {
    expect(commandEnd(fromHex(payload))).toBe(end);
  });

  it('comes by UDP, on Ethernet and raw', async () => {
    const gsmtap = fromHex(`02 04 04 00 0000 00 00 00000000 00 00 00 00 00B0000002 1122 9000`);
    const udp = concat(fromHex('C350 1279'), Uint8Array.of(0, 8 + gsmtap.length), fromHex('0000'), gsmtap);
    const ip = concat(fromHex('4500 0000 0000 0000 4011 0000 7F000001 7F000001'), udp);
    const ethernet = concat(new Uint8Array(12), fromHex('0800'), ip, new Uint8Array(6));
    for (const [linkType, packet] of [
      [1, ethernet],
      [101, ip],
    ] as const) {
      const { lines, report } = await imported(pcap(linkType, [packet, new Uint8Array(60)]));
      expect(lines).toEqual(['> 00 B0 00 00 02', '< 11 22 [9000]']);
      expect(report.format).toContain('GSMTAP');
    }
    expect(toHex(ip.subarray(0, 1))).toBe('45');
  });
});
