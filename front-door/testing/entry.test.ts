import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** Packages that a source file needs when it runs, and those that the files it imports need. */
function packagesOf(file: URL, seen = new Set<string>()): string[] {
  if (seen.has(file.href)) return [];
  seen.add(file.href);
  const imports = readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)'/gm);
  return [...imports].flatMap(([, target]) =>
    target!.startsWith('.') ? packagesOf(new URL(target!, file), seen) : [target!],
  );
}

const entry = (name: string) => packagesOf(new URL(name, import.meta.url));

it('only the arbitraries need fast-check, and nothing needs a test runner', () => {
  expect(entry('index.ts')).toContain('node:assert');
  expect(entry('index.ts')).not.toContain('fast-check');
  expect(entry('fast-check.ts')).toContain('fast-check');
  expect([...entry('index.ts'), ...entry('fast-check.ts')]).not.toContain('vitest');
});

it('the package has both entries, and fast-check is a peer that may be missing', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const compiled = (name: string) => `./dist/front-door/testing/${name}.js`;
  expect(manifest.exports['./testing'].default).toBe(compiled('index'));
  expect(manifest.exports['./testing/fast-check'].default).toBe(compiled('fast-check'));
  expect(manifest.peerDependenciesMeta['fast-check']).toEqual({ optional: true });
  expect(Object.keys(manifest.dependencies)).not.toContain('fast-check');
});
