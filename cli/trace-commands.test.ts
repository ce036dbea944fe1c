import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../apdu/index.ts';
import { parseTrace } from '../conformance/index.ts';
import { answeringCard } from './chosen-card.ts';
import { leftBehind, proefpas, proefpasAtTerminal, startProefpas } from './cli.test-support.ts';

const folder = mkdtempSync(join(tmpdir(), 'traces-'));
const at = (name: string): string => join(folder, name);
const fixture = (path: string): string => fileURLToPath(new URL(`../conformance/${path}`, import.meta.url));
const SCRIPTOR = fixture('import/fixtures/scriptor.log');
const SIGNS = fixture('replay/fixtures/pkcs11-tool-signs.cardtrace');

afterAll(() => {
  rmSync(folder, { recursive: true });
  expect(leftBehind()).toEqual([]);
});

describe('import', () => {
  it('writes a trace that only its owner reads, without the PIN', async () => {
    const { status, stdout, stderr } = await proefpas('import', SCRIPTOR, '-o', at('a.cardtrace'));
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(statSync(at('a.cardtrace')).mode & 0o777).toBe(0o600);
    const text = readFileSync(at('a.cardtrace'), 'utf8');
    expect(parseTrace(text).statements.filter(({ kind }) => kind === 'command')).toHaveLength(5);
    expect(text).not.toMatch(/31 ?32 ?33 ?34/);
  });

  it('reads standard input and gzip, keeps secrets when asked to, and says what it has not understood', async () => {
    const running = startProefpas('import', '-', '--keep-secrets');
    running.process.stdin!.end(gzipSync(`what is this\n${readFileSync(SCRIPTOR, 'utf8')}`));
    const { status, stdout, stderr } = await running.ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: 'proefpas: standard input: not understood, line 1\n' });
    expect(stdout).toMatch(/31 ?32 ?33 ?34/);
  });

  it('refuses what is no log', async () => {
    writeFileSync(at('text'), 'Dear colleague,\n');
    const { status, stderr } = await proefpas('import', at('text'));
    expect(status).toBe(2);
    expect(stderr).toContain('is no trace and no log that is known');
    expect((await proefpas('import', at('nothing'))).stderr).toBe(`proefpas: there is no file ${at('nothing')}\n`);
    // Nor does it cost a trace that is there already.
    writeFileSync(at('kept.cardtrace'), 'cardtrace 1\n');
    const again = await proefpas('import', at('text'), '-o', at('kept.cardtrace'));
    expect([again.status, again.stdout, readFileSync(at('kept.cardtrace'), 'utf8')]).toEqual([2, '', 'cardtrace 1\n']);
  });

  it('says which file cannot be read, and why', async () => {
    expect((await proefpas('import', folder)).stderr).toBe(
      `proefpas: ${folder} cannot be read: it is a folder; name the files in it\n`,
    );
    writeFileSync(at('cut.gz'), gzipSync(readFileSync(SCRIPTOR)).subarray(0, 200));
    const { status, stderr } = await proefpas('import', at('cut.gz'));
    expect([status, stderr]).toEqual([2, expect.stringContaining(`${at('cut.gz')} cannot be read: it is packed`)]);
  });

  it.runIf(existsSync('/dev/full'))('says that the disk is full, and leaves a device as it is', async () => {
    const before = statSync('/dev/full').mode;
    const { status, stderr } = await proefpas('import', SCRIPTOR, '-o', '/dev/full');
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^proefpas: \/dev\/full cannot .*ENOSPC.*make room/)]);
    expect(statSync('/dev/full').mode).toBe(before);
  });
});

describe('record', () => {
  it('leaves a trace alone that is there already, as long as there is no card', async () => {
    writeFileSync(at('old.cardtrace'), 'cardtrace 1\n# mine\n');
    const { status, stderr } = await proefpas('record', '--image', folder, '-o', at('old.cardtrace'), '--', 'true');
    expect([status, stderr]).not.toEqual([0, expect.anything()]);
    expect(readFileSync(at('old.cardtrace'), 'utf8')).toBe('cardtrace 1\n# mine\n');
    const needless = await proefpas('record', '--pcsc-reader', 'R', '--seed', '01', '-o', at('x'), '--', 'true');
    expect([needless.status, needless.stderr]).toEqual([2, expect.stringContaining('leave out --seed')]);
  });
});

describe('decode', () => {
  it('explains a command and its answer', async () => {
    const { status, stdout } = await proefpas('decode', '00 CA 01 8D 02', '01 80 90 00');
    expect(status).toBe(0);
    expect(stdout).toContain('> GET DATA 018D, 2 bytes\n');
    expect(stdout).toContain('< 0180  9000 done\n');
    const json = JSON.parse((await proefpas('decode', '--json', '00CA018D02', '01809000')).stdout);
    expect(json).toMatchObject({ cla: '00', ins: 'CA', p1: '01', p2: '8D', lc: null, le: 2, case: '2', sw: '9000' });
  });

  it('explains a log without its PIN', async () => {
    const { status, stdout } = await proefpas('decode', SCRIPTOR);
    expect(status).toBe(0);
    expect(stdout).toContain('> VERIFY 0001: with the value of PIN\n< 9000 done\n');
    expect(stdout).not.toMatch(/31 ?32 ?33 ?34/);
  });

  it('is in colour at a terminal and where somebody asks for it, and nowhere else', async () => {
    const run = async (env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<string> =>
      (await proefpasAtTerminal(env, 'decode', ...args)).stdout;
    expect(await run({ TERM: 'xterm' }, '00A4000C', '6A82')).toContain('\u001b[31m6A82');
    expect(await run({ TERM: 'xterm', NO_COLOR: '1' }, '00A4000C', '6A82')).not.toContain('\u001b');
    expect((await proefpas('decode', '00A4000C', '6A82')).stdout).not.toContain('\u001b');
  });

  it('takes bytes as they are pasted, and says in one sentence what it cannot take', async () => {
    const stdoutOf = async (...args: readonly string[]): Promise<string> => (await proefpas('decode', ...args)).stdout;
    expect(await stdoutOf('00', 'CA', '01', '8D', '02')).toContain('> GET DATA 018D, 2 bytes\n');
    expect(await stdoutOf('0x6A, 0x82')).toContain('6A82 file or application not found\n');
    const piped = startProefpas('decode', '-');
    piped.process.stdin!.end('6F07 82013883023F00\n');
    expect((await piped.ended).stdout).toBe('6F FCI\n  82 file descriptor: 38\n  83 file identifier: 3F00\n');
    // biome-ignore format: a table reads best with its columns aligned
    const refused: readonly (readonly [readonly string[], string])[] = [
      [['00A4040'],                   '00A4040 is no file and not hexadecimal: odd number of hexadecimal digits (7)'],
      [['no-such.log'],               'no-such.log is no file, and not hexadecimal either'],
      [['00A40000', '9000', '9000'],  'decode takes files, or a command and its answer in one word each: put quotes around bytes with spaces'],
    ];
    for (const [args, sentence] of refused) {
      const { status, stdout, stderr } = await proefpas('decode', ...args);
      expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: `proefpas: ${sentence}\n` });
    }
  });

  it('says what is wrong with a trace, and where', async () => {
    writeFileSync(at('bad.cardtrace'), 'cardtrace 1\n> 00 A4\n< 9000\n');
    const { status, stderr } = await proefpas('decode', at('bad.cardtrace'));
    expect(status).toBe(2);
    expect(stderr).toContain(`${at('bad.cardtrace')}:3:7: pattern, or the status word`);
  });
});

describe('a PIN in a log', () => {
  it('stands in no trace, report or line on the screen, however and wherever it is written', async () => {
    const PIN = '730195';
    const hex = (text: string, encoding: 'latin1' | 'utf16le' = 'latin1'): string =>
      Buffer.from(text, encoding).toString('hex');
    const forms = [hex(PIN), '26730195FFFFFFFF', hex(PIN, 'utf16le'), 'F7F3F0F1F9F5', hex(hex(PIN))];
    const file = `AA${forms.join('AA')}AA`;
    // Cut in the middle of the first, too.
    const lines = [
      '00B0000000',
      `${file}9000`,
      '00B0010000',
      `${file.slice(0, 8)}9000`,
      '00B0010400',
      `${file.slice(8, 14)}9000`,
    ];
    const wrong = ['0020000108 26112233FFFFFFFF', '63C2', '0020000108 26730195FFFFFFFF', '9000'];
    writeFileSync(
      at('forms.log'),
      [...lines, ...wrong, '00D6000006', '6982', `00D6000006${hex(PIN)}`, '6982'].join('\n'),
    );
    const reports = ['page.html', 'points.tap', 'junit.xml'].map((name) => at(`forms-${name}`)) as [
      string,
      string,
      string,
    ];
    const runs = [
      await proefpas('import', at('forms.log'), '-o', at('forms.cardtrace')),
      await proefpas('decode', at('forms.log')),
      await proefpas(
        'replay',
        at('forms.log'),
        '--html',
        reports[0],
        '--tap',
        reports[1],
        '--junit',
        reports[2],
        '--set',
        `PIN=${PIN}`,
      ),
    ];
    expect(runs.map(({ status }) => status)).toEqual([0, 0, 1]);
    const shown = [
      ...runs.map(({ stdout, stderr }) => stdout + stderr),
      ...[at('forms.cardtrace'), ...reports].map((path) => readFileSync(path, 'utf8')),
    ];
    for (const text of shown) {
      const digits = text.toUpperCase().replace(/\s/g, '');
      for (const form of [PIN, ...forms]) expect(digits).not.toContain(form.toUpperCase());
      expect(digits).not.toMatch(/373330AA|313935AA|112233/);
    }
  });
});

describe('replay', () => {
  it('is 0 when nothing differs, also with keys of another seed', async () => {
    const { status, stdout } = await proefpas('replay', SIGNS, '--card', 'zorg-id', '--seed', '0203');
    expect(stdout).toContain("explained, 1 time: each verifies under its own card's key, RSA 2048\n");
    expect(stdout).toContain('no difference; 109 commands sent, 109 answers judged\n');
    expect(status).toBe(0);
  });

  it('is 1 when something does, and tells file, line, clause, cause and effect', async () => {
    writeFileSync(at('altered.cardtrace'), readFileSync(SIGNS, 'utf8').replace('70726F6566706173', '70726F6566706174'));
    const { status, stdout } = await proefpas('replay', at('altered.cardtrace'), '--json');
    expect(status).toBe(1);
    const { verdict, findings } = JSON.parse(stdout);
    expect(verdict).toBe('different');
    expect(findings).toEqual([
      expect.objectContaining({
        file: at('altered.cardtrace'),
        field: 'data',
        clause: '7816-4:2005 §7.2.3',
        verdict: 'different',
      }),
    ]);
  });

  it('plays to a card for somebody, whom its certificates name', async () => {
    const { card } = answeringCard('uzi-medewerker', { holder: 'name=Jan de Boer' });
    card.powerOn();
    const commands = ['00A4040C0CA000000063504B43532D3135', '00A4020C024331', '00B0000000'];
    const exchanges = commands.map((command) => {
      const answer = toHex(card.transmit(fromHex(command)));
      return `> ${command}\n< ${answer.slice(0, -4)} [${answer.slice(-4)}]`;
    });
    writeFileSync(at('held.cardtrace'), ['cardtrace 1', 'need profile uzi-medewerker', ...exchanges, ''].join('\n'));
    const play = (...options: string[]) => proefpas('replay', at('held.cardtrace'), '--literal', ...options);
    expect((await play()).status).toBe(1);
    expect((await play('--holder', 'name=Jan de Boer')).status).toBe(0);
    const refused = await play('--holder', 'uzi=1');
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('a UZI number is 9 digits')]);
    const needless = await play('--holder', 'name=Jan de Boer', '--pcsc-reader', 'R');
    expect([needless.status, needless.stderr]).toEqual([2, expect.stringContaining('leave out --card, --image')]);
  });

  it('is 3 when only a value is missing, and --set gives it', async () => {
    writeFileSync(
      at('gap.cardtrace'),
      'cardtrace 1\nsecret CODE\n> 00 20 00 01 lc(pad($' + '{CODE}, 16, 00))\n< [9000]\n',
    );
    expect((await proefpas('replay', at('gap.cardtrace'))).status).toBe(3);
    expect((await proefpas('replay', at('gap.cardtrace'), '--set', 'CODE=123456')).status).toBe(0);
    expect((await proefpas('replay', at('gap.cardtrace'), '--set', 'CODE=hex:313233343536')).status).toBe(0);
    expect((await proefpas('replay', at('gap.cardtrace'), '--set', 'CODE=000000')).status).toBe(1);
  });

  it('plays a log as it is', async () => {
    const { status, stdout } = await proefpas('replay', SCRIPTOR);
    expect(stdout).toContain('no difference; 5 commands sent');
    expect(status).toBe(0);
  });

  it('writes reports for build servers and for people, readable by their owner only', async () => {
    const files = ['junit.xml', 'points.tap', 'page.html'].map(at) as [string, string, string];
    const options = ['--junit', files[0], '--tap', files[1], '--html', files[2]];
    expect((await proefpas('replay', SIGNS, ...options)).status).toBe(0);
    const [junit, tap, html] = files.map((file) => readFileSync(file, 'utf8'));
    expect([junit!.slice(0, 5), tap!.slice(0, 14), html!.slice(0, 15)]).toEqual([
      '<?xml',
      'TAP version 14',
      '<!DOCTYPE html>',
    ]);
    for (const file of files) expect(statSync(file).mode & 0o777).toBe(0o600);
    const onlyTap = await proefpas('replay', SIGNS, '--tap');
    expect(onlyTap.stdout).toMatch(/^TAP version 14\n1\.\.\d+\nok 1 - /);
    const nowhere = await proefpas('replay', SIGNS, '--html', at('no/such/folder.html'));
    expect([nowhere.status, nowhere.stderr]).toEqual([2, expect.stringContaining('cannot be written')]);
  });

  it('says what to do about a card that a trace needs and nobody has, and about two cards', async () => {
    writeFileSync(at('needs.cardtrace'), 'cardtrace 1\nneed profile isoapplet-v0\n> 00CA010103\n< 010006 [9000]\n');
    const { status, stderr } = await proefpas('replay', at('needs.cardtrace'));
    expect(status).toBe(2);
    expect(stderr).toContain(
      `${at('needs.cardtrace')}:2 needs the card isoapplet-v0, which is none of ours; choose one with --card`,
    );
    expect((await proefpas('replay', SIGNS, '--card', 'zorg-id', '--image', at('a'))).stderr).toContain(
      'choose one card',
    );
  });

  it('is 2 for a log of answers alone, and for a card that is none', async () => {
    writeFileSync(at('half.log'), '< 90 00\n< 6A 82\n');
    expect((await proefpas('replay', at('half.log'))).stderr).toBe(`proefpas: no commands in ${at('half.log')}\n`);
    expect((await proefpas('replay', SIGNS, '--card', 'zorg')).status).toBe(2);
    expect((await proefpas('replay', SIGNS, '--set', 'PIN')).status).toBe(2);
    const seed = await proefpas('replay', SIGNS, '--seed', 'zz');
    expect([seed.status, seed.stderr]).toEqual([2, expect.stringContaining('--seed takes 1 to 64 bytes')]);
  });
});
