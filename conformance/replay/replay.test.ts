// biome-ignore-all lint/suspicious/noTemplateCurlyInString: names are written so in a trace
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type CardChannel, fromHex, linkTo, toHex } from '../../apdu/index.ts';
import { createCard, type ProfileName, READY_PIN } from '../../index.ts';
import { parseTrace } from '../trace/parse-trace.ts';
import type { Finding, ReplayReport } from './findings.ts';
import { type ReplayOptions, replay } from './replay.ts';

const SIGNS = readFileSync(new URL('./fixtures/pkcs11-tool-signs.cardtrace', import.meta.url), 'utf8');
const values = new Map([['PIN', new TextEncoder().encode(READY_PIN)]]);

function card(profile: ProfileName, seed?: string): CardChannel {
  return createCard({ profile, ...(seed !== undefined && { seed }) });
}

function play(text: string, on: CardChannel, options: Partial<ReplayOptions> = {}): Promise<ReplayReport> {
  return replay(parseTrace(text, 't'), linkTo(on), { file: 't', values, ...options });
}

/** Without what is explained: verdict, field, line of the trace, cause. */
const told = ({ findings }: ReplayReport): unknown[] =>
  findings.filter(({ verdict }) => verdict !== 'explained').map(({ verdict, field, cause }) => [verdict, field, cause]);

/** What a card answers to commands, as a trace. */
function recorded(on: CardChannel, ...commands: readonly string[]): string {
  on.powerOn();
  const lines = commands.flatMap((command) => {
    const answer = toHex(on.transmit(fromHex(command)));
    return [`> ${command}`, `< ${answer.slice(0, -4)} [${answer.slice(-4)}]`];
  });
  on.powerOff();
  return ['cardtrace 1', ...lines].join('\n');
}

describe('a session of pkcs11-tool that signs', () => {
  it('is the same byte for byte on the same seed', async () => {
    const report = await play(SIGNS, card('zorg-id'), { literal: true });
    expect(report.findings).toEqual([]);
    expect(report).toMatchObject({ verdict: 'same', exchanges: 109, judged: 109 });
  });

  it('is valid, and nowhere equal by accident, on another seed', async () => {
    const report = await play(SIGNS, card('zorg-id', '0203'));
    expect(report.verdict).toBe('same');
    expect(new Set(report.findings.map(({ cause }) => cause))).toEqual(
      new Set([
        "this card's own content: a serial number",
        "this card's own content: a key identifier",
        "this card's own content: a public key or certificate, RSA 2048",
        "this card's own value stands where the recorded card's stood",
        "each verifies under its own card's key, RSA 2048",
      ]),
    );
  });

  it('is different on another seed where every byte counts', async () => {
    expect((await play(SIGNS, card('zorg-id', '0203'), { literal: true })).verdict).toBe('different');
  });

  it('cannot be told without the PIN, and needs nothing else', async () => {
    const report = await play(SIGNS, card('zorg-id'), { values: new Map() });
    expect(report.verdict).toBe('inconclusive');
    expect(told(report)[0]).toEqual(['inconclusive', 'command', '--set PIN=…']);
  });

  it('an answer that holds a value which nobody gave is inconclusive, also by way of another name', async () => {
    const read = '> 00B0000001\n<';
    const text = `cardtrace 1\nlet COPY = \${PIN}\n${read} \${COPY} [9000]\n${read} \${PIN} [9000]`;
    const report = await play(text, card('zorg-id'), { values: new Map() });
    expect(report.verdict).toBe('inconclusive');
    expect(told(report)).toEqual([
      ['inconclusive', 'answer', '--set COPY=…'],
      ['inconclusive', 'answer', '--set PIN=…'],
    ]);
  });

  const SIGNATURE = /(<) 284A3647/;
  // biome-ignore format: a table reads best with its columns aligned
  const ALTERED: readonly (readonly [string, RegExp, string, string | undefined, readonly [string, RegExp]])[] = [
    ['a changed byte of TokenInfo',           /70726F6566706173/,         '70726F6566706174', undefined, ['data', /from offset \d+ on: 74 20 54 45 recorded, 73 20 54 45 answered/]],
    ['the same on another seed',              /70726F6566706173/,         '70726F6566706174', '0203',    ['data', /from offset \d+ on/]],
    ['a changed byte of the signature',       SIGNATURE,                  '$1 294A3647',      undefined, ['signature', /this card's verifies; the recorded one does not/]],
    ['the same on another seed',              SIGNATURE,                  '$1 294A3647',      '0203',    ['signature', /this card's verifies; the recorded one does not/]],
    ['a signature that is cut',               SIGNATURE,                  '$1 4A3647',        '0203',    ['signature', /it has 255 bytes, not 256/]],
    ['a changed status word',                 /(444015\S* \[)9000|(\n> 00 A4 08 0C 02 50 15\n< \[)9000/, '$26A82', undefined, ['status word', /allows what the recorded one refused/]],
    ['a missing VERIFY',                      /\n> 00 20 .*\n< \[9000\]/, '',                 undefined, ['status word', /a VERIFY is missing from the trace/]],
    ['another serial number on the same card', /3038020100040828B3/,      '3038020100040828B4', undefined, ['data', /B4 69 0E E0 recorded/]],
    ['a changed byte of a certificate',       /308204B4A0/,               '308204B4A1',       undefined, ['data', /A1 03 02 01 recorded, A0 03 02 01 answered/]],
    ['another serial number in it',           /7D77FCDD07628657300D/,     '7D77FCDD07628656300D', undefined, ['data', /56 30 0D 06 recorded/]],
    ['another name in it',                    /(300906035504\n +0)613/, '$1713', '0203',   ['data', /recorded/]],
    ['another key in one of two places',      /(010F003082010A0282010100AD1688F828639DB)E/, '$1F', undefined, ['public key', /the same as elsewhere/]],
    ['the key not chosen',                    /\n> 00 22 41 B6.*\n< \[9000\]/, '',            undefined, ['status word', /./]],
    ['a wrong file size in the FCI',          /6F158102003A/,             '6F158102003B',     undefined, ['data', /file control information differs in data object 81/]],
  ];
  it.each(ALTERED)('%s: is found, and said why', async (_, from, to, seed, [field, cause]) => {
    const altered = SIGNS.replace(from, to);
    expect(altered).not.toBe(SIGNS);
    const report = await play(altered, card('zorg-id', seed));
    expect(report.verdict).toBe('different');
    const [first] = report.findings.filter(({ verdict }) => verdict === 'different') as [Finding];
    expect(first).toMatchObject({
      field,
      cause: expect.stringMatching(cause),
      clause: expect.stringMatching(/^7816/),
      file: 't',
    });
    expect(altered.split('\n')[first.line - 1]).toMatch(/^</);
  });

  it('shows the PIN in no finding', async () => {
    const report = await play(SIGNS.replace(/(> 00 20 .*\n< \[)9000/, '$163C2'), card('zorg-id'));
    expect(told(report)).toHaveLength(1);
    expect(JSON.stringify(report)).not.toMatch(/123456|313233/);
  });
});

describe('what does not count', () => {
  const reads = ['00A4080C0450155032', '00B000003A'];
  // biome-ignore format: a table reads best with its columns aligned
  it.each([
    ['another challenge',              recorded(card('zorg-id', '01'), '0084000008')],
    ['an answer fetched in pieces',    `${recorded(card('zorg-id'), ...reads)}`.replace('> 00B000003A', '> 00B0000000')],
    ['a read in smaller pieces',       recorded(card('zorg-id', '01'), reads[0]!, '00B0000010', '00B000102A')],
    ['reads in another order',         recorded(card('zorg-id', '01'), reads[0]!, '00B000102A', '00B0000010')],
  ])('%s', async (_, text) => {
    expect(told(await play(text, card('zorg-id')))).toEqual([]);
  });

  it("a challenge that comes back in a later command is this card's own", async () => {
    const seen: string[] = [];
    const own = card('zorg-id');
    const link = linkTo({
      powerOn: () => own.powerOn(),
      reset: () => own.reset(),
      powerOff: () => own.powerOff(),
      transmit: (command) => {
        seen.push(toHex(command));
        return own.transmit(command);
      },
    });
    await replay(
      parseTrace('cardtrace 1\n> 0084000008\n< 0102030405060708 [9000]\n> 0088000008 0102030405060708\n<? [....]'),
      link,
      { file: 't' },
    );
    own.powerOn();
    expect(seen[1]!.slice(0, 10)).toBe('0088000008');
    expect(seen[1]).not.toContain('0102030405060708');
  });
});

describe("the trace's own patterns", () => {
  it('are matched, kept and checked', async () => {
    const text = `cardtrace 1
case GCH-02 "two challenges differ" clause "7816-4:2005 7.5.3"
> 00 84 00 00 08
< {r1:8} [9000]
> 00 84 00 00 08
< {r2:8} [9000]
! ne r1 r2
case VER-03 "a wrong PIN costs one try"
> 00 20 00 01 lc(pad("000000", 16, 00))
< [63C{tries:n}]
! eq tries r1
> 00 20 00 01
< [9000]
> 00 20 00 01 lc(pad(\${PIN}, 16, 00))
< [9000]
reset warm -> 3B 9F *
reset cold -> 3C *`;
    const report = await play(text, card('zorg-id'));
    expect(told(report)).toEqual([
      ['different', 'check', 'the two are not equal'],
      [
        'different',
        'status word',
        'the value that was presented is not the one of this card; --set gives the right one',
      ],
      ['different', 'ATR', 'the card is another one'],
    ]);
    expect(report.cases.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['GCH-02', 'same'],
      ['VER-03', 'different'],
    ]);
  });

  it('verify a signature with the key of the certificate', async () => {
    const sign = (letter: string) => `cardtrace 1
> 00 A4 08 0C lc(50154321)
< [9000]
> 00 B0 00 00 00 01 0E
< 3082010A0282010100 {mod:256} 0203 {exp:3} [9000]
> 00 20 00 01 lc(pad(\${PIN}, 16, 00))
< [9000]
> 00 22 41 B6 lc(80:(11) 84:(01))
< [9000]
> 00 2A 9E 9A lc(3031300D060960864801650304020105000420 sha256("hello")) 00
< {sig:256} [9000]
! verify rsa-pkcs1 sha256 mod exp "hell${letter}" sig`;
    expect(told(await play(sign('o'), card('zorg-id')))).toEqual([]);
    expect(told(await play(sign('a'), card('zorg-id')))).toEqual([
      ['different', 'check', 'the signature does not verify'],
    ]);
  });
});

describe('the transport', () => {
  /** A card that answers in pieces and insists on the right Le. */
  function piecemeal(): CardChannel {
    const answers = new Map([
      ['00A40000', '6103'],
      ['00A4000000', '6103'],
      ['00C0000003', '0102 6101'],
      ['00C0000001', '03 9000'],
      ['00B0000000', '6C02'],
      ['00B0000002', 'AABB 9000'],
    ]);
    return {
      powerOn: () => fromHex('3B00'),
      reset: () => fromHex('3B00'),
      powerOff: () => undefined,
      transmit: (command) => fromHex(answers.get(toHex(command)) ?? '6F00'),
    };
  }
  const text = '> 00A40000\n< 010203 [9000]\n> 00B0000000\n< AABB [9000]';

  it('fetches what waits and repeats with the right Le', async () => {
    expect(told(await play(`cardtrace 1\n${text}`, piecemeal()))).toEqual([]);
  });

  it('sends the commands as they are, and nothing else, when the trace says so', async () => {
    const report = await play(`cardtrace 1\npolicy transport raw\n${text}`, piecemeal());
    expect(report.findings.map(({ answered }) => answered)).toEqual(['[6103]', '[6C02]']);
  });
});

it('a challenge of another length is a difference', async () => {
  const text = recorded(card('zorg-id'), '0084000008').replace(/< ../, '< ');
  expect(told(await play(text, card('zorg-id')))).toEqual([
    ['different', 'data', 'a random number of 8 bytes instead of 7'],
  ]);
});

it('a secret that stands in another command is masked by its value', async () => {
  const text = 'cardtrace 1\nlet CODE = "837465"\nsecret CODE\n> 00 D6 00 00 08 FF ${CODE} FF\n< 9000 [9000]';
  const report = await play(text, card('zorg-id'), { values: new Map([['CODE', new TextEncoder().encode('998877')]]) });
  expect(report.findings).toHaveLength(1);
  expect(JSON.stringify(report)).toContain('FF‹CODE›FF');
  expect(JSON.stringify(report)).not.toMatch(/383337343635|393938383737/);
});

it('what a command presents or brings in is masked wherever it stands', async () => {
  const scalar = '404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F';
  const put = `> 00DB3FFF24 E022 8820${scalar}\n< [6982]\n> 00D6000020${scalar}\n< [9000]`;
  const text = `cardtrace 1\n> 002000010454657374\n< [9000]\n${put}\n> 00D600000554657374FF\n< [9000]`;
  const report = JSON.stringify(await play(text, card('zorg-id'), { session: true }));
  expect(report).not.toMatch(new RegExp(`${scalar}|54657374`));
  expect(report).toMatch(/00D6000020‹KEY\d*›/);
  expect(report).toContain('00D6000005‹PIN›FF');
});
