import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const PAGE = read('mutation.md');
const [TABLE, SURVIVORS] = PAGE.split('## Those that survive') as [string, string];

const rows = [...TABLE.matchAll(/^\| `(.+?)` +\| (\d+) +\| (\d+) +\| (.+?) %/gm)].map(
  ([, file, all, killed, score]) => ({
    file: file!,
    all: Number(all),
    killed: Number(killed),
    score: Number(score),
  }),
);

it('at least nine in ten mutants are killed, and the table adds up', () => {
  const [all, killed] = (['all', 'killed'] as const).map((key) => rows.reduce((sum, row) => sum + row[key], 0));
  expect(killed! / all!).toBeGreaterThan(0.9);
  expect(TABLE).toContain(
    `${((100 * killed!) / all!).toFixed(1)} % of ${all} in all: ${killed} are killed, ${all! - killed!} survive.`,
  );
  for (const row of rows) expect(row.score).toBeCloseTo((100 * row.killed) / row.all, 1);
});

const MANY: Readonly<Record<string, number>> = { Two: 2, Three: 3 };

it('every survivor has a reason, and its code is there', () => {
  for (const section of SURVIVORS.split('### ').slice(1)) {
    const file = /^`(.+?)`/.exec(section)![1]!;
    const source = read(`../${file}`);
    const bullets = section.split('\n').filter((line) => line.startsWith('- '));
    for (const bullet of bullets) expect(source).toContain(/^- `+(.+?)`+ → .+: \w/.exec(bullet)![1]);
    const listed = bullets.reduce((sum, text) => sum + (MANY[/(Two|Three) mutants/.exec(text)?.[1] ?? ''] ?? 1), 0);
    const row = rows.find((one) => one.file === file)!;
    expect({ file, survive: listed }).toEqual({ file, survive: row.all - row.killed });
  }
});
