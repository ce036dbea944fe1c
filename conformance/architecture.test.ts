import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Who may import whom. The root is the front door and what it is made of. */
// biome-ignore format: a table reads best with its columns aligned
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  apdu:            [],
  emulator:        ['apdu'],
  applet:          ['apdu', 'emulator'],
  issuer:          ['apdu', 'emulator', 'applet'],
  'reader-bridge': ['apdu'],
  conformance:     ['apdu', 'emulator', 'applet', 'issuer', 'reader-bridge'],
  'front-door':    ['apdu', 'emulator', 'applet', 'issuer', 'reader-bridge', 'conformance'],
  cli:             ['apdu', 'emulator', 'applet', 'issuer', 'reader-bridge', 'conformance', 'front-door', ''],
  '':              ['apdu', 'emulator', 'applet', 'issuer', 'reader-bridge', 'conformance', 'front-door'],
};

/** Folders that know no I/O, clock or randomness, but for the places named after them. */
const PURE = ['apdu', 'emulator', 'applet'];
const PORTS = ['emulator/ports/', 'emulator/crypto/', 'emulator/file-flash/'];
const IMPURE = /from 'node:|\bDate\.now\(|\bMath\.random\(|\bperformance\.now\(/;

interface Source {
  readonly path: string;
  readonly text: string;
}

function sources(folder = ''): Source[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry): Source[] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name in ARROWS || folder !== '' ? sources(path) : [];
    return path.endsWith('.ts') ? [{ path, text: readFileSync(join(ROOT, path), 'utf8') }] : [];
  });
}

const folderOf = (path: string): string => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '');
const isTest = (path: string): boolean => path.endsWith('.test.ts') || path.endsWith('.test-support.ts');

/** Every breach of the rules, one line each. */
function breaches(all: readonly Source[]): string[] {
  return all.flatMap(({ path, text }) => {
    const found: string[] = [];
    const folder = folderOf(path);
    for (const [, target] of text.matchAll(/from '(\.[^']+)'/g)) {
      const reached = normalize(relative(ROOT, join(ROOT, dirname(path), target!)));
      const other = folderOf(reached);
      if (other === folder || isTest(path)) continue;
      if (!ARROWS[folder]?.includes(other)) found.push(`${path} imports ${reached}, against the arrows`);
      else if (other !== 'front-door' && !reached.endsWith('index.ts'))
        found.push(`${path} imports ${reached}, past the folder's index.ts`);
    }
    if (PURE.includes(folder) && !isTest(path) && !PORTS.some((port) => path.startsWith(port)) && IMPURE.test(text)) {
      found.push(`${path} reaches outside past the ports`);
    }
    if (text.split('\n').length > 301 && !isTest(path)) found.push(`${path} is over 300 lines`);
    return found;
  });
}

describe('architecture', () => {
  it('holds in every source file', () => {
    const all = sources();
    expect(all.length).toBeGreaterThan(100);
    expect(breaches(all)).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['an arrow the wrong way', 'apdu/a.ts', "import { x } from '../emulator/index.ts';"],
    ['a bridge that knows its card', 'reader-bridge/a.ts', "import { x } from '../applet/index.ts';"],
    ['a way past index.ts', 'applet/a.ts', "import { x } from '../emulator/pin.ts';"],
    ['a clock in the card', 'emulator/a.ts', 'const now = Date.now();'],
    ['a file system in the applet', 'applet/a.ts', "import fs from 'node:fs';"],
    ['somebody who imports the command line', 'issuer/a.ts', "import { x } from '../cli/main.ts';"],
    ['a file that holds too much', 'cli/a.ts', '\n'.repeat(400)],
  ])('notices %s', (_, path, text) => {
    expect(breaches([{ path, text }])).toHaveLength(1);
  });
});
