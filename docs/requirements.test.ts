import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { VERBS } from '../cli/portal.ts';
import { ISSUANCE_REFUSALS } from '../issuer/issuance/index.ts';
import { REFUSALS } from '../issuer/portal/index.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TABLE = readFileSync(`${ROOT}/docs/requirements.md`, 'utf8');

/** The numbers of the statements or scenarios, and what executes each. */
const rowsOf = (letter: 'R' | 'S') =>
  [...TABLE.matchAll(new RegExp(`^\\| ${letter}(\\d\\d) \\| (.+?) +\\| (.+?) +\\|$`, 'gm'))].map(
    ([, number, , by]) => ({
      name: `${letter}${number}`,
      number: Number(number),
      by: by!,
    }),
  );

const ROWS = rowsOf('R');
const SCENARIOS = rowsOf('S');

/** The tests that a cell names: a file, and a title, which may be that of a row of a table. */
const testsIn = (cell: string) => [...cell.matchAll(/`([^`]+\.test\.ts)`: "([^"]+)"/g)];

/** Sources, with titles as they read: without the escapes that a string needs. */
const source = (path: string): string => readFileSync(`${ROOT}/${path}`, 'utf8').replaceAll("\\'", "'");

it('has each statement and each scenario once, in order', () => {
  for (const [rows, length] of [
    [ROWS, 83],
    [SCENARIOS, 15],
  ] as const) {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length }, (_, at) => at + 1));
  }
});

it.each([...ROWS, ...SCENARIOS])('$name names tests that there are, or says why not', ({ by }) => {
  const tests = testsIn(by);
  if (tests.length === 0) expect(by).toMatch(/^(No behaviour|Not modelled yet): \S/);
  else expect(tests.map(([whole]) => whole).join('<br>')).toBe(by);
  for (const [, path, title] of tests) {
    expect(existsSync(`${ROOT}/${path}`), path).toBe(true);
    const text = source(path!);
    const isThere = ["'", '"', '`'].some(
      (quote) => text.includes(`(${quote}${title}${quote}`) || text.includes(`[${quote}${title}${quote}`),
    );
    expect(isThere, `${path} has a test "${title}"`).toBe(true);
  }
});

it('has a statement for each refusal of the portal and of making a card', () => {
  for (const { source: statement } of [...Object.values(REFUSALS), ...Object.values(ISSUANCE_REFUSALS)]) {
    expect(ROWS.map(({ name }) => name)).toContain(statement);
  }
});

it('R48: the verbs of the portal are these', () => {
  // Management (linking, blocking, revoking), roles, organisations, and time; nothing of them makes a card, R65.
  expect(Object.keys(VERBS).sort()).toEqual([
    'advance',
    'appoint',
    'block',
    'close',
    'dismiss',
    'link',
    'login',
    'logout',
    'mobiel',
    'register',
    'renew',
    'revoke',
    'transfer',
    'unblock',
    'unlink',
  ]);
});

it('R42: no verb of the portal is about a PIN', () => {
  expect(Object.keys(VERBS).filter((verb) => /pin|puk/.test(verb))).toEqual([]);
  expect(Object.values(REFUSALS).filter(({ words }) => /pin|puk/i.test(words))).toEqual([]);
});
