import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { addIssueCommand } from '../cli/issue-command.ts';
import { addPortalCommands } from '../cli/portal-commands.ts';

const PAGE = readFileSync(fileURLToPath(new URL('./zorg-id.md', import.meta.url)), 'utf8');

/** The commands of the page, as words, in their order, and whether the page says that they are refused. */
const COMMANDS = [...PAGE.matchAll(/```sh( refused)?\n([\s\S]*?)```/g)].flatMap(([, refused, block]) =>
  [...block!.matchAll(/^npx proefpas (.+)$/gm)].map(([, line]) => ({
    words: [...line!.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!),
    isRefused: refused !== undefined,
  })),
);

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
  for (const add of [addPortalCommands, addIssueCommand]) {
    add(program, (ended) => {
      status = ended;
    });
  }
  await program.parseAsync([...words], { from: 'user' });
  vi.restoreAllMocks();
  return { status, said };
}

it('every command of the page works, in its order, but for those that are refused', async () => {
  expect(COMMANDS.length).toBeGreaterThan(25);
  const codes = [];
  for (const { words, isRefused } of COMMANDS) {
    const { status, said } = await typed(words);
    expect({ words, said, status }).toEqual({ words, said, status: isRefused ? 1 : 0 });
    if (isRefused) codes.push(/^proefpas: (\w+): /.exec(said)?.[1]);
  }
  expect(codes).toEqual([
    'NOT_AUTHORISED',
    'PAS_TYPE_M',
    'MEANS_CONFLICT',
    'CARD_EXISTS',
    'MEANS_CONFLICT',
    'UZI_PASTYPE_Z',
  ]);
});

it('the options that stand in the table of guesses are there', async () => {
  const options = [...PAGE.matchAll(/`portal (init --[^`]+)`/g)].map(([, words]) => words!);
  expect(options.length).toBeGreaterThanOrEqual(4);
  for (const [at, words] of options.entries()) {
    expect(await typed(['portal', ...words.split(' '), '--state', `other-${at}`])).toMatchObject({ status: 0 });
  }
});
