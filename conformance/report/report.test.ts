import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import { linkTo } from '../../apdu/index.ts';
import { createCard, READY_PIN } from '../../index.ts';
import type { ReplayReport } from '../replay/findings.ts';
import { replay } from '../replay/replay.ts';
import { parseTrace } from '../trace/parse-trace.ts';
import { htmlReport } from './html.ts';
import { junitReport } from './junit.ts';
import { tapReport } from './tap.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const SIGNS = read('../replay/fixtures/pkcs11-tool-signs.cardtrace');
const HOSTILE = '<script>alert("1")</script> & \'x\' ]]> # not ok';

/** One case that is right, one that is not, one that cannot be told, all of them with hostile words. */
const CASES = `cardtrace 1
case A-1 ${JSON.stringify(HOSTILE)}
> 00 CA 01 01 03
< 01 00 {features:1} [9000]   # ${HOSTILE}
reset warm
case A-2 "a version that is not there" clause "7816-4:2005 7.4.2"
> 00 CA 01 01 03
< 02 00 06 [9000]
case A-3 "a value that nobody gives"
> 00 20 00 01 lc(\${CODE})
< [9000]
`;

async function played(text: string, file: string, keepSecrets = false): Promise<ReplayReport> {
  const values = new Map([['PIN', new TextEncoder().encode(READY_PIN)]]);
  const link = linkTo(createCard({ profile: 'zorg-id', seed: '0203' }));
  return await replay(parseTrace(text, file), link, { file, values, session: true, keepSecrets });
}

let reports: ReplayReport[];
beforeAll(async () => {
  const altered = SIGNS.replace('70726F6566706173', '70726F6566706174').replace(/(> 00 20 .*\n< \[)9000/, '$163C2');
  reports = [await played(altered, `${HOSTILE}.cardtrace`), await played(CASES, 'cases.cardtrace')];
});

it('the report keeps to its published schema, and the schema is not one that takes anything', () => {
  const validate = new Ajv({ strict: true, allErrors: true }).compile(
    JSON.parse(read('../../docs/replay-report.schema.json')),
  );
  for (const report of reports) {
    expect(validate(JSON.parse(JSON.stringify(report))) ? [] : validate.errors).toEqual([]);
    const { session: _, ...short } = report;
    expect(validate(JSON.parse(JSON.stringify(short)))).toBe(true);
  }
  expect(validate({ ...reports[0], verdict: 'fine' })).toBe(false);
  expect(validate({ ...reports[0], surplus: 1 })).toBe(false);
});

describe('JUnit', () => {
  it('has a test for each case or command, with what is wrong, and is XML whatever the trace says', async () => {
    const xml = await junitReport(reports, 'zorg-id');
    expect(xml).toMatch(/<testsuite name="cases.cardtrace" tests="3" failures="1" errors="0" skipped="1"/);
    expect(xml).toContain(`tests="${reports[0]!.exchanges}"`);
    expect(xml).toContain('clause: 7816-4:2005 7.4.2');
    expect(xml).not.toContain('<script>');
    expect(xml.match(/<failure/g)).toHaveLength(
      1 +
        new Set(reports[0]!.findings.filter(({ verdict }) => verdict === 'different').map(({ exchange }) => exchange))
          .size,
    );
  });

  it('holds no character that XML has not', async () => {
    const [report] = reports;
    const xml = await junitReport([{ ...report!, file: 'a\u0000\u001b[1m' }], 'zorg-id');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(xml).not.toMatch(/[\u0000-\u0008\u001b]/);
  });
});

it('TAP has a plan, points numbered through, and skips what cannot be told', () => {
  const lines = tapReport(reports).split('\n');
  const points = lines.filter((line) => /^(not )?ok /.test(line));
  expect(lines.slice(0, 2)).toEqual(['TAP version 14', `1..${reports[0]!.exchanges + 3}`]);
  expect(points.map((line) => Number(line.match(/ok (\d+) - /)![1]))).toEqual(points.map((_, i) => i + 1));
  expect(points.at(-3)).toMatch(/^ok .*A-1 .*\\# not ok$/);
  expect(points.at(-2)).toMatch(/^not ok .*A-2/);
  expect(points.at(-1)).toMatch(/^ok .*A-3.* # SKIP --set CODE=…$/);
});

describe('HTML', () => {
  it('stands alone and runs nothing: no script, no address, nothing of the trace as markup', () => {
    const html = htmlReport(reports, 'zorg-id');
    expect(html).not.toMatch(/<script|<img|<link|<iframe|javascript:|\son\w+=|@import|url\(/i);
    expect(html).not.toMatch(/(?:src|href)="(?!#)/);
    expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
    expect(html).toContain("default-src 'none'");
  });

  it('shows both sessions, marks what differs, unfolds data objects and leads from the timeline to a command', () => {
    const html = htmlReport(reports, 'zorg-id');
    expect(html).toContain('<mark>74</mark>');
    expect(html).toContain('<mark>73</mark>');
    expect(html).toMatch(/<details class="tlv">.*<b>82<\/b> file descriptor/);
    for (const [, target] of html.matchAll(/href="#([\w-]+)"/g)) expect(html).toContain(`id="${target}"`);
    expect(html).toContain('reset warm');
    const open = (name: string): number => html.match(new RegExp(`<${name}[ >]`, 'g'))!.length;
    for (const name of ['table', 'tbody', 'details', 'ul', 'section'])
      expect(html.split(`</${name}>`)).toHaveLength(open(name) + 1);
  });

  it('of a long session shows what stands around findings', () => {
    const [, report] = reports;
    const row = report!.session![0]!;
    const session = Array.from({ length: 5000 }, (_, i) => ({ ...row, exchange: i + 1 }));
    const html = htmlReport([{ ...report!, session }], 'zorg-id');
    expect(html).toMatch(/49\d\d commands that are far from any finding are left out/);
    expect(html.length).toBeLessThan(1_500_000);
  });
});

describe('the PIN of a session', () => {
  const SPELLINGS = /123456|31 ?32 ?33 ?34 ?35 ?36|MTIzNDU2/;
  const everywhere = async (told: readonly ReplayReport[]): Promise<string[]> => [
    JSON.stringify(told),
    htmlReport(told, 'zorg-id'),
    await junitReport(told, 'zorg-id'),
    tapReport(told),
  ];
  // The PIN in an answer, in a file that is read and in a wrong command too.
  const text = `cardtrace 1
> 00 20 00 01 10 31323334353600000000000000000000
< [63C1]
> 00 24 00 01 0C 313233343536 313233343536
< 313233343536 [9000]
> 00 CA 01 01 03
< 00 31 32 33 34 35 36 00 [9000]
> 00 CA 01 02 06 "123456"
< "123456" [6A88]
`;

  it('stands in no report: not as text, not in hexadecimal, not filled up', async () => {
    const shown = await everywhere([...reports, await played(text, 'secret.cardtrace')]);
    for (const said of shown) expect(said).not.toMatch(SPELLINGS);
  });

  it('stands there when it was asked for', async () => {
    const shown = await everywhere([await played(text, 'secret.cardtrace', true)]);
    for (const said of shown.slice(0, 2)) expect(said).toMatch(SPELLINGS);
  });
});
