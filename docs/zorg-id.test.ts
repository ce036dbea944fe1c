import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { addPortalCommands } from '../cli/portal-commands.ts';
import { recordCard } from '../issuer/portal/index.ts';
import { newCard } from '../issuer/portal/portal.test-support.ts';
import { openPortal } from '../issuer/portal-store/index.ts';

const PAGE = readFileSync(fileURLToPath(new URL('./zorg-id.md', import.meta.url)), 'utf8');

/** The commands in a block of the page, as words. */
function commands(language: string): string[][] {
  const block = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(PAGE)![1]!;
  return [...block.matchAll(/^npx proefpas (.+)$/gm)].map(([, line]) =>
    [...line!.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!),
  );
}

const home = process.cwd();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zorg-id-'));
  process.chdir(folder);
});

afterEach(() => {
  vi.restoreAllMocks();
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

/** The exit status of a command, and what it said. */
async function typed(words: readonly string[]): Promise<{ status: number; said: string }> {
  let said = '';
  const hear = (text: string | Uint8Array) => {
    said += String(text);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(hear);
  vi.spyOn(process.stderr, 'write').mockImplementation(hear);
  let status = -1;
  const program = new Command('proefpas').exitOverride();
  addPortalCommands(program, (ended) => {
    status = ended;
  });
  await program.parseAsync([...words], { from: 'user' });
  vi.restoreAllMocks();
  return { status, said };
}

/** What the page takes for granted. */
async function given(): Promise<void> {
  await using portal = await openPortal('proefpas-portal');
  await portal.change((state) => recordCard(state, newCard(state)));
}

it('every command of the page works, in its order', async () => {
  await given();
  const all = commands('sh');
  expect(all.length).toBeGreaterThan(15);
  for (const words of all) expect({ words, ...(await typed(words)) }).toMatchObject({ words, status: 0 });
});

it('and what is said to be refused is', async () => {
  await given();
  const codes = [];
  for (const words of commands('sh refused')) {
    const { status, said } = await typed(words);
    expect(status).toBe(1);
    codes.push(/^proefpas: (\w+): /.exec(said)?.[1]);
  }
  expect(codes).toEqual(['NOT_AUTHORISED', 'PAS_TYPE_M', 'MEANS_CONFLICT']);
});

it('the options that stand in the table of guesses are there', async () => {
  const options = [...PAGE.matchAll(/`portal (init --[^`]+)`/g)].map(([, words]) => words!);
  expect(options.length).toBeGreaterThanOrEqual(4);
  for (const [at, words] of options.entries()) {
    expect(await typed(['portal', ...words.split(' '), '--state', `other-${at}`])).toMatchObject({ status: 0 });
  }
});
