import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { concat, parseCommand, toHex } from '../../apdu/index.ts';
import { formatTrace } from '../trace/format-trace.ts';
import { literalResponse } from '../trace/literal.ts';
import type { Statement } from '../trace/trace.ts';
import { DIALECTS } from './dialects.test-support.ts';
import {
  apduLevel,
  gsmtap,
  type Message,
  pcap,
  pcapng,
  tpduLevel,
  usbmon,
  usbPcap,
} from './formats/captures.test-support.ts';
import { type ImportReport, LogImport } from './import-log.ts';
import { piecesOf } from './log-text.ts';
import { type Passed, PIN, passedBy, READERS, SESSION, WAYS } from './one-session.test-support.ts';
import { TWO_READERS } from './two-readers.test-support.ts';

interface Imported {
  readonly statements: Statement[];
  readonly report: ImportReport;
}

async function imported(file: Uint8Array, keepSecrets = true): Promise<Imported> {
  const statements: Statement[] = [];
  const log = new LogImport({ name: 'log', keepSecrets }, (statement) => statements.push(statement));
  for await (const group of piecesOf(Readable.from([Buffer.from(file)]))) log.take(group);
  return { statements, report: log.end() };
}

const textOf = (lines: readonly string[]): Buffer => Buffer.from(lines.map((line) => `${line}\n`).join(''));

/** Commands without Le, with their answers; a reset as such. A command with names as it is written. */
function commandsOf(statements: readonly Statement[]): string[] {
  return statements.flatMap((statement) => {
    if (statement.kind === 'reset') return statement.how === 'warm' ? ['warm reset'] : [];
    if (statement.kind === 'response') return [`  ${answerOf(statement)}`];
    if (statement.kind !== 'command') return [];
    const [only] = statement.bytes;
    if (statement.bytes.length > 1 || only?.kind !== 'hex')
      return [formatTrace({ statements: [statement] }).split('\n')[1]!];
    const { cla, ins, p1, p2, data } = parseCommand(only.bytes);
    return [`${toHex(Uint8Array.of(cla, ins, p1, p2))} ${toHex(data)}`];
  });
}

function answerOf(statement: Extract<Statement, { kind: 'response' }>): string {
  const answer = literalResponse(statement);
  return answer === undefined || statement.quality === 'partial'
    ? formatTrace({ statements: [statement] }).split('\n')[1]!
    : toHex(answer);
}

/** What each reader was told, by its name. */
function readersOf(statements: readonly Statement[], names: readonly string[]): Record<string, string[]> {
  const starts = statements.flatMap((statement, i) => (statement.kind === 'case' ? [i] : []));
  const parts = starts.map((start, i) => statements.slice(start, starts[i + 1]));
  return Object.fromEntries(
    names.map((name) => [
      name,
      commandsOf(parts.find(([first]) => first?.kind === 'case' && first.title === name) ?? []),
    ]),
  );
}

/** What was meant, in the same words. */
function meant(reader: 0 | 1, tellsResets: boolean): string[] {
  return SESSION.filter((step) => step.reader === reader).flatMap((step) => {
    if ('reset' in step) return tellsResets ? ['warm reset'] : [];
    const { cla = 0, ins, p1, p2, data = new Uint8Array(0), answer, sw } = step;
    return [`${toHex(Uint8Array.of(cla, ins, p1, p2))} ${toHex(data)}`, `  ${toHex(answer)}${sw}`];
  });
}

const both = (tellsResets: boolean, names: readonly string[] = READERS): Record<string, string[]> => ({
  [names[0]!]: meant(0, tellsResets),
  [names[1]!]: meant(1, tellsResets),
});

/** The session of the first reader, for programs that know of one only; they tell no resets but where said. */
const alone = (session: readonly Passed[]) =>
  session.flatMap((passed) => (passed.reader === 0 && !('reset' in passed) ? [passed] : []));

describe('one session', () => {
  describe.each(WAYS)('that went over the wire %s', (way) => {
    it.each(Object.keys(TWO_READERS))(
      'has the same commands and answers in a log of %s, for each of two readers',
      async (name) => {
        const { lines, tellsResets } = TWO_READERS[name]!;
        const { statements, report } = await imported(textOf(lines(passedBy(way))));
        expect(readersOf(statements, READERS)).toEqual(both(tellsResets));
        expect(report).toMatchObject({ unknown: [], orphans: 0, unanswered: 0, gaps: 0 });
      },
    );

    // scdaemon shows the data of successes only, and joins what GET RESPONSE fetches: below.
    it.each(Object.keys(DIALECTS).filter((name) => name !== 'scdaemon'))('has the same in one of %s', async (name) => {
      const { statements, report } = await imported(
        textOf(DIALECTS[name]!(alone(passedBy(way))).flatMap((line) => line.split('\n'))),
      );
      expect(commandsOf(statements)).toEqual(meant(0, false));
      expect(report).toMatchObject({ unknown: [], orphans: 0, unanswered: 0, gaps: 0 });
    });
  });

  // biome-ignore format: a table reads best with its columns aligned
  const CAPTURES: readonly (readonly [string, (session: readonly Passed[]) => Uint8Array])[] = [
    ['usbmon',                             (session) => pcap(189, apduLevel(session).flatMap(mon(48)))],
    ['usbmon by mmap, in pcapng',          (session) => pcapng(220, apduLevel(session, 1000).flatMap(mon(64)))],
    ['USBPcap',                            (session) => pcapng(249, apduLevel(session).map(([isIn, bytes, device]) => usbPcap(isIn, bytes, device)))],
    ['usbmon, blocks of T=1',              (session) => pcapng(220, tpduLevel(session).flatMap(mon(64)))],
  ];
  function mon(header: 48 | 64): (message: Message) => Uint8Array[] {
    return ([isIn, bytes, device]) => usbmon(header, isIn, bytes, device);
  }
  const DEVICES = ['USB device 1.5, slot 0', 'USB device 1.6, slot 0'] as const;

  describe.each(CAPTURES)('captured by %s', (_, capture) => {
    it.each(WAYS)('has the same commands and answers, %s', async (way) => {
      const { statements, report } = await imported(capture(passedBy(way)));
      expect(readersOf(statements, DEVICES)).toEqual(both(true, DEVICES));
      expect(report).toMatchObject({ unknown: [], orphans: 0, unanswered: 0, gaps: 0 });
    });
  });

  it.each(['chained', 't0'] as const)('captured as GSMTAP has the same, %s', async (way) => {
    const first = passedBy(way).filter(({ reader }) => reader === 0);
    const { statements, report } = await imported(pcapng(101, gsmtap(first)));
    expect(commandsOf(statements)).toEqual(meant(0, false));
    expect(report).toMatchObject({ unknown: [], orphans: 0, unanswered: 0, gaps: 0 });
  });

  it.each([
    ['2.2', (bytes: Uint8Array) => toHex(bytes, ' ')],
    ['2.4', (bytes: Uint8Array) => toHex(bytes).toLowerCase()],
  ])('of scdaemon %s has the same commands, and the answers as far as it shows them', async (_, hex) => {
    const lines: string[] = [];
    let joined: Uint8Array = new Uint8Array(0);
    const say = (text: string): unknown =>
      lines.push(`2026-11-23 22:${String(59 - (lines.length % 60)).padStart(2, '0')}:31 scdaemon[94] DBG: ${text}`);
    for (const { command, response } of alone(passedBy('chained'))) {
      const [data, status] = [response.subarray(0, -2), toHex(response.subarray(-2))];
      const isMore = command[1] === 0xc0;
      joined = isMore ? concat(joined, data) : data;
      if (isMore) say(`apdu_send_simple(0): ${command[4]} more bytes available`);
      else say('send apdu: c=00 i=B0 p1=00 p2=00 lc=-1 le=256 em=0');
      say(`  PCSC_data: ${hex(command)}`);
      say(`${isMore ? '     more' : ' response'}: sw=${status}  datalen=${data.length}`);
      if (status === '9000' && (command[0]! & 0x10) === 0)
        say(`     dump: ${joined.length === 0 ? '[all zero]' : hex(joined)}`);
    }
    const { statements, report } = await imported(textOf(lines));
    const shown = meant(0, false).map((line) => (line.endsWith('6282') ? '<? [6282] ~ partial' : line));
    expect(commandsOf(statements).map((line) => line.replace(/^ {2}</, '<'))).toEqual(shown);
    expect(report).toMatchObject({ unknown: [], orphans: 0, unanswered: 0, gaps: 0 });
  });

  it('of scriptor tells the reset', async () => {
    const lines = passedBy('chained').flatMap((passed) => {
      if (passed.reader === 1) return [];
      return 'reset' in passed ? ['reset', '> RESET', '< OK: 3B 9F 18 81 31 '] : DIALECTS.scriptor!([passed]);
    });
    const { statements } = await imported(textOf(lines));
    expect(commandsOf(statements)).toEqual(meant(0, true));
  });

  it('shows no PIN in any of them, and the same names for it', async () => {
    const logs = [
      ...Object.values(TWO_READERS).map(({ lines }) => textOf(lines(passedBy('chained')))),
      ...Object.values(DIALECTS).map((lines) =>
        textOf(lines(alone(passedBy('chained'))).flatMap((line) => line.split('\n'))),
      ),
      ...CAPTURES.map(([, capture]) => capture(passedBy('chained'))),
    ];
    const verifies = new Set<string>();
    for (const log of logs) {
      const { statements } = await imported(log, false);
      const text = formatTrace({ statements });
      expect(text).not.toContain(PIN);
      expect(text.replaceAll(' ', '')).not.toContain(Buffer.from(PIN).toString('hex'));
      verifies.add(
        text
          .split('\n')
          .filter((line) => line.startsWith('> 00 20'))
          .join('\n'),
      );
    }
    expect([...verifies]).toEqual([
      '> 00 20 00 01 lc(pad($' + '{WRONG}, 16, 00))\n> 00 20 00 01 lc(pad($' + '{PIN}, 16, 00))',
    ]);
  });
});

describe('the file of a log', () => {
  const ALL: readonly (readonly [string, readonly string[]])[] = [
    ...Object.entries(TWO_READERS).map(
      ([name, { lines }]) => [name, lines(passedBy('chained').filter(({ reader }) => reader === 0))] as const,
    ),
    ...Object.entries(DIALECTS).map(
      ([name, lines]) => [name, lines(alone(passedBy('chained'))).flatMap((line) => line.split('\n'))] as const,
    ),
  ];

  it.each(ALL)('of %s may be written and packed in any way, and end in the middle of a line', async (_, lines) => {
    const whole = commandsOf((await imported(textOf(lines))).statements);
    const text = lines.join('\n');
    const files = [
      Buffer.from(lines.join('\r\n')),
      Buffer.from(`\uFEFF${text}`, 'utf16le'),
      Buffer.from(`\uFEFF${lines.join('\r\n')}`, 'utf16le').swap16(),
      gzipSync(text),
    ];
    for (const file of files) expect(commandsOf((await imported(file)).statements)).toEqual(whole);
    const cut = text.trimEnd();
    for (const missing of [1, 3]) {
      const { statements, report } = await imported(Buffer.from(cut.slice(0, -missing)));
      const sent = (all: readonly string[]): string[] => all.filter((line) => !line.startsWith('  '));
      // In formats whose line is a whole exchange the last one is not there; it is told.
      const expected = sent(whole);
      const found = sent(commandsOf(statements));
      if (found.length < expected.length) expect(report.unknown.length).toBeGreaterThan(0);
      expect(expected.slice(0, found.length)).toEqual(found);
      expect(found.length).toBeGreaterThanOrEqual(expected.length - 1);
    }
  });
});
