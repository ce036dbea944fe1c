import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, encodeCommand, fromHex, toHex } from '../../apdu/index.ts';
import { formatTrace } from '../trace/format-trace.ts';
import { literalResponse } from '../trace/literal.ts';
import { parseTrace } from '../trace/parse-trace.ts';
import type { Statement } from '../trace/trace.ts';
import { DIALECTS, type Spoken } from './dialects.test-support.ts';
import { type ImportReport, LogImport } from './import-log.ts';
import { piecesOf } from './log-text.ts';

interface Imported {
  readonly statements: Statement[];
  readonly report: ImportReport;
}

function imported(lines: readonly string[], keepSecrets = false): Imported {
  const statements: Statement[] = [];
  const log = new LogImport({ name: 'log', keepSecrets }, (statement) => statements.push(statement));
  for (const line of lines) log.line(line);
  return { statements, report: log.end() };
}

const fixture = (name: string): string => readFileSync(new URL(`./fixtures/${name}.log`, import.meta.url), 'utf8');
const text = ({ statements }: Imported): string => formatTrace({ statements });

/** Commands and answers in hexadecimal, `none` where the card gave none. */
function spoken({ statements }: Imported): string[] {
  return statements.flatMap((statement) => {
    if (statement.kind === 'command')
      return statement.bytes.map((term) => (term.kind === 'hex' ? toHex(term.bytes) : '?'));
    if (statement.kind !== 'response') return [];
    const answer = literalResponse(statement);
    return [answer === undefined ? '?' : toHex(answer) || 'none'];
  });
}

const bytes = (most: number) => fc.uint8Array({ minLength: 1, maxLength: most, size: 'max' });
/** Without secrets, chains, GET RESPONSE and warnings, so that every dialect can say it. */
const exchange: fc.Arbitrary<Spoken> = fc
  .record({
    header: fc.tuple(fc.constantFrom(0xa4, 0xb0, 0xd6, 0xca, 0x84), fc.nat(255), fc.nat(255)),
    data: fc.option(bytes(300), { nil: undefined }),
    answer: fc.oneof(bytes(300), fc.constant(undefined)),
    ne: fc.nat(256),
  })
  .map(({ header: [ins, p1, p2], data, answer, ne }) => ({
    command: encodeCommand({ ins, p1, p2, ne, ...(data !== undefined && { data }) }),
    response: answer === undefined ? fromHex('6A82') : concat(answer, fromHex('9000')),
  }));

describe('one session', () => {
  it.each(Object.keys(DIALECTS))('of %s is read to the byte', (name) => {
    const different = fc
      .array(exchange, { minLength: 1, maxLength: 6 })
      .filter((session) =>
        session.every(({ command }, i) => toHex(command) !== toHex(session[i - 1]?.command ?? new Uint8Array(0))),
      );
    fc.assert(
      fc.property(different, (session) => {
        const found = imported(DIALECTS[name]!(session).flatMap((line) => line.split('\n')));
        expect(spoken(found)).toEqual(session.flatMap(({ command, response }) => [toHex(command), toHex(response)]));
        expect(found.report).toMatchObject({
          exchanges: session.length,
          gaps: 0,
          orphans: 0,
          unanswered: 0,
          unknown: [],
        });
      }),
      { numRuns: 60 },
    );
  });

  it('recorded by five real programs has the same commands in all of them', () => {
    const logs = ['opensc-debug-9', 'opensc-tool-s', 'scriptor', 'pyscard', 'pcscd-apdu'];
    const commands = logs.map((name) =>
      imported(fixture(name).split('\n')).statements.flatMap((statement) =>
        statement.kind === 'command' ? [statement.bytes] : [],
      ),
    );
    expect(commands[0]).toHaveLength(5);
    for (const list of commands) expect(list).toEqual(commands[0]);
  });

  it.each(['opensc-debug-9', 'opensc-debug-3', 'opensc-tool-s', 'scriptor', 'pyscard', 'pcscd-apdu', 'scdaemon'])(
    '%s shows its PIN nowhere, unless asked to, and is a trace that can be read',
    (name) => {
      const found = imported(fixture(name).split('\n'));
      expect(text(found)).not.toMatch(/3132 ?33|31 32 33|123456/);
      expect(parseTrace(text(found)).statements).toHaveLength(found.statements.length);
      const kept = imported(fixture(name).split('\n'), true);
      expect(kept.report).toEqual(found.report);
      if (!['opensc-debug-3', 'scdaemon'].includes(name)) expect(text(kept)).toMatch(/313233343536|31 32 33/);
    },
  );
});

describe('what a log leaves out', () => {
  it('is a gap where OpenSC hides a PIN command', () => {
    const found = imported(fixture('opensc-debug-3').split('\n'));
    expect(text(found)).toContain('> 00 20 00 01 lc(pad($' + '{PIN}, 16, 00))\n< [9000]');
    expect(found.report.gaps).toBe(1);
  });

  it('is a gap where scdaemon masks one', () => {
    const found = imported([
      'scdaemon[94] DBG:   PCSC_data: 00 20 00 81 06 [redacted]',
      'scdaemon[94] DBG:  response: sw=63C2  datalen=0',
    ]);
    expect(text(found)).toContain('> 00 20 00 81 lc($' + '{PIN})\n< [63C2]');
  });

  it('of a command that a client of scdaemon has sent itself is nothing: the status word stands behind its data', () => {
    const line = (text: string): string => `2026-11-26 06:35:08 scdaemon[25344] DBG: ${text}`;
    const found = imported([
      line('  PCSC_data: 00 84 00 00 02'),
      line(' response: sw=9000  datalen=2'),
      line('      dump:  0C 3A 90 00'),
      line('  PCSC_data: 00 B0 FF 00 00'),
      line(' response: sw=6A86  datalen=0'),
      line('      dump:  6A 86'),
    ]);
    expect(spoken(found)).toEqual(['0084000002', '0C3A9000', '00B0FF0000', '6A86']);
    expect(text(found)).not.toContain('~');
  });

  it('is told: answers alone, no answer, the end before it, rows that are missing, lines of something else', () => {
    expect(imported(['< 90 00', '< 6A 82']).report).toMatchObject({ exchanges: 0, orphans: 2 });
    expect(spoken(imported(['> 00A4000000', '> 00B0000000', '< 9000']))).toEqual([
      '00A4000000',
      'none',
      '00B0000000',
      '9000',
    ]);
    expect(imported(['> 00A4000000']).report).toMatchObject({ exchanges: 1, unanswered: 1 });
    const cut = imported([
      'P:1; T:1 00:00:00.1 x: ',
      'Outgoing APDU (5 bytes):',
      '00 B0 00 00 20 ....  ',
      'Incoming APDU (34 bytes):',
      '01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 ................',
    ]);
    expect(text(cut)).toContain('~ partial');
    expect(
      imported(['> 00A40000', '< 9000', 'Segmentation fault', 'core dumped', '> 00A40000', 'what?', '< 9000']).report
        .unknown,
    ).toEqual([
      [3, 4],
      [6, 6],
    ]);
  });

  it('is nothing that is known', () => {
    expect(imported(['hello', 'world']).report).toMatchObject({ format: undefined, unknown: [[1, 2]] });
  });
});

describe('folding', () => {
  // biome-ignore format: a table reads best with its columns aligned
  it.each([
    ['GET RESPONSE',              ['00A4040002AABB', '6103', '00C0000003', '0102039000'],                  ['00A4040002AABB', '0102039000']],
    ['GET RESPONSE twice',        ['00A4040002AABB', '6103', '00C0000003', '01026101', '00C0000001', '039000'], ['00A4040002AABB', '0102039000']],
    ['another Le after 6Cxx',     ['00B0000000', '6C04', '00B0000004', '010203049000'],                    ['00B0000004', '010203049000']],
    ['a chain',                   ['10D6000002AABB', '9000', '00D6000001CC', '9000'],                      ['00D6000003AABBCC', '9000']],
    ['a chain that was refused',  ['10D6000002AABB', '6884', '00D6000001CC', '9000'],                      ['10D6000002AABB', '6884', '00D6000001CC', '9000']],
    ['a link of another command', ['10D6000002AABB', '9000', '00D0000001CC', '9000'],                      ['10D6000002AABB', '9000', '00D0000001CC', '9000']],
    ['GET RESPONSE out of place', ['00A40000023F00', '9000', '00C0000003', '6985'],                        ['00A40000023F00', '9000', '00C0000003', '6985']],
  ])('%s', (_, log, expected) => {
    expect(spoken(imported(log))).toEqual(expected);
  });
});

describe('redaction', () => {
  const pad = (pin: string): string => Buffer.from(pin).toString('hex').padEnd(32, '0');

  it('finds a value wherever it stands, in both directions, once it is known', () => {
    const found = text(
      imported([
        `0020000110${pad('837465')}`,
        '9000',
        `00D6000008FF${Buffer.from('837465').toString('hex')}FF`,
        '9000',
        '00B0000008',
        `AA${Buffer.from('837465').toString('hex')}BB9000`,
        `0024000120${pad('837465')}${pad('998877')}`,
        '9000',
        `00200001 06 ${Buffer.from('998877').toString('hex')}`,
        '9000',
        `002C000118 ${Buffer.from('55443322').toString('hex')}000000000000000000000000 998877`
          .replace('18 ', '20 ')
          .replace(' 998877', pad('998877')),
        '9000',
        '002A808604AABBCCDD',
        '0102030405069000',
        '00DB3FFF047F480102',
        '9000',
      ]),
    );
    for (const value of ['837465', '998877', '55443322']) {
      expect(found.replaceAll(' ', '')).not.toContain(Buffer.from(value).toString('hex').toUpperCase());
      expect(found).not.toContain(value);
    }
    expect(found).not.toMatch(/01 ?02 ?03 ?04 ?05 ?06|7F ?48/);
    expect(found).toContain('< AA $' + '{PIN} BB [9000]');
    expect(found).toContain('lc(pad($' + '{PIN}, 16, 00) pad($' + '{NEW_PIN}, 16, 00))');
    expect(found).toContain('lc($' + '{NEW_PIN})');
    expect(found).toContain('pad($' + '{PUK}, 16, 00)');
  });

  it('knows the private number of an EC key that is imported, also where it stands by itself', () => {
    const scalar = Buffer.from(Array.from({ length: 32 }, (_, i) => 0x40 + i)).toString('hex');
    const found = text(imported([`00DB3FFF27 E025870101 8820${scalar}`, '9000', `00D6000020${scalar}`, '9000']));
    expect(found.replaceAll(' ', '').toLowerCase()).not.toContain(scalar.slice(0, 16));
    expect(found).toMatch(/^> 00 D6 00 00 lc\(|^> 00 D6 00 00 20 \$\{KEY/m);
  });

  it('gives a wrong try a stand-in that is no value of the log', () => {
    const found = text(imported([`0020000110${pad('111111')}`, '63C2', `0020000110${pad('222222')}`, '9000']));
    expect(found).toContain('let WRONG = 30 30 30 30 30 31');
    expect(found).toMatch(/secret WRONG\n> .*WRONG.*\n< \[63C2\]\nsecret PIN\n> .*PIN.*\n< \[9000\]/);
  });
});

describe('the text of a log', () => {
  const log = DIALECTS.scriptor!([{ command: fromHex('00A40000'), response: fromHex('9000') }]).join('\n');
  const lines = async (content: Buffer): Promise<string[]> => {
    const all: string[] = [];
    for await (const group of piecesOf(Readable.from([content.subarray(0, 7), content.subarray(7)])))
      all.push(...(group as string[]));
    return all;
  };

  // biome-ignore format: a table reads best with its columns aligned
  it.each([
    ['UTF-8',                       Buffer.from(log)],
    ['UTF-8 with a mark',           Buffer.from(`\uFEFF${log}`)],
    ['UTF-16 with a mark',          Buffer.from(`\uFEFF${log}`, 'utf16le')],
    ['UTF-16 without one',          Buffer.from(log, 'utf16le')],
    ['UTF-16, high byte first',     Buffer.from(`\uFEFF${log}`, 'utf16le').swap16()],
    ['line ends of Windows',        Buffer.from(log.replaceAll('\n', '\r\n'))],
    ['line ends of old Macs',       Buffer.from(log.replaceAll('\n', '\r'))],
    ['gzip',                        gzipSync(log)],
  ])('may be in %s', async (_, content) => {
    expect(await lines(content)).toEqual(log.split('\n'));
  });

  it('may hold any bytes: nothing of it breaks the reading', () => {
    const parts = Object.values(DIALECTS).flatMap((speak) =>
      speak([{ command: fromHex('00200001 02 3132'), response: fromHex('016104') }]),
    );
    const line = fc.oneof(
      fc.constantFrom(...parts),
      fc.string({ maxLength: 30 }),
      fc.constantFrom(...parts).chain((part) => fc.nat(part.length).map((n) => part.slice(0, n))),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (any) => {
        const found = imported(any.flatMap((part) => part.split(/\r?\n/)));
        expect(parseTrace(text(found)).statements).toHaveLength(found.statements.length);
      }),
      { numRuns: 300 },
    );
  });
});

it('the order of a log is kept when one program ends and the next one begins', () => {
  const line = (process: number, direction: string, bytes: string): string[] => [
    `P:${process}; T:0x7f01 12:00:00.000 [pkcs15-init] reader-pcsc.c:326:pcsc_transmit: `,
    `${direction} APDU (${bytes.split(' ').length} bytes):`,
    `${bytes} ..`,
    '',
  ];
  const lines = [1, 2, 3].flatMap((process) => [
    ...line(process, 'Outgoing', `00 A4 00 0${process}`),
    ...line(process, 'Incoming', '90 00'),
  ]);
  const { statements } = imported(lines);
  const sent = statements.flatMap((statement) => (statement.kind === 'command' ? [statement.line] : []));
  expect(sent).toEqual([...sent].sort((a, b) => a - b));
  expect(sent).toHaveLength(3);
});
