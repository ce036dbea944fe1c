import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { toHex } from '../../apdu/index.ts';
import { LogIn } from '../../examples/log-in.ts';
import { LogInWithABug } from '../../examples/log-in-with-a-bug.ts';
import * as proefpas from '../../index.ts';
import * as arbitraries from './fast-check.ts';
import * as testing from './index.ts';

const DOCS = readFileSync(new URL('../../docs/testing.md', import.meta.url), 'utf8');
const blocks = (language: string) =>
  [...DOCS.matchAll(RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(([, text]) => text!);
const [CARD, COMMAND, PROPERTY, STORY, PCSC, SCENARIO, ...OTHERS] = blocks('ts');
const [MESSAGE, COUNTEREXAMPLE] = blocks('text');

/** Runs a piece of the docs, with what it takes for granted, and returns what `result` is at its end. */
async function run(code: string | undefined, result: string, given: Record<string, unknown> = {}): Promise<unknown> {
  const modules: Record<string, unknown> = {
    'fast-check': { default: fc, __esModule: true },
    proefpas,
    'proefpas/testing': testing,
    'proefpas/testing/fast-check': arbitraries,
    './log-in.ts': { LogIn: given.LogIn },
  };
  const { outputText } = ts.transpileModule(`${code}\nreturn ${result};`, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const names = { ...given, require: (name: string) => modules[name], exports: {} };
  const AsyncFunction = (async () => undefined).constructor as new (
    ...args: string[]
  ) => (...args: unknown[]) => unknown;
  return new AsyncFunction(...Object.keys(names), outputText)(...Object.values(names));
}

/** Runs the property in the docs on a log-in class; settles as its test does. */
function property(LogInClass: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const test = (_: string, body: () => Promise<void>) => body().then(resolve, reject);
    run(PROPERTY, 'undefined', { LogIn: LogInClass, test }).catch(reject);
  });
}

it('the docs have no example that is not tried here', () => {
  expect(OTHERS).toEqual([]);
  expect(blocks('text')).toHaveLength(2);
});

it('a card in any state', async () => {
  const { answer, pinTries } = (await run(
    CARD,
    '({ answer: transmit(Uint8Array.of(0x00, 0x20, 0x00, 0x01)), pinTries: card.pinTries })',
  )) as { answer: Uint8Array; pinTries: number };
  expect([toHex(answer), pinTries]).toEqual(['63C1', 1]);
});

it('a command and its answer, and what is told when it is another', async () => {
  expect(await run(COMMAND, 'serial.length')).toBeGreaterThan(0);
  const other = COMMAND!.replace("toAnswer('63C2')", "toAnswer('9000')");
  await expect(run(other, 'serial')).rejects.toMatchObject({ message: MESSAGE!.trimEnd() });
});

it('the property holds for a log-in that is right, and does not for one with a bug', async () => {
  const body = PROPERTY!.split('\n').findIndex((line) => line.startsWith('test('));
  expect(PROPERTY!.trimEnd().split('\n').slice(body).length).toBeLessThanOrEqual(10);
  await property(LogIn);
  fc.configureGlobal({ numRuns: 1000 });
  try {
    await expect(property(LogInWithABug)).rejects.toThrow(/Counterexample/);
  } finally {
    fc.resetConfigureGlobal();
  }
});

it('the counterexample is one', async () => {
  const [state, acts] = JSON.parse(COUNTEREXAMPLE!.replace('Counterexample: ', ''));
  const lastTryAfter = async (LogInClass: typeof LogIn | typeof LogInWithABug) => {
    const card = testing.readyCard(state);
    const host = new LogInClass(card.transmit);
    await testing.actAsUser(card, acts, (askPin) => host.logIn(askPin));
    return card.pinTries;
  };
  expect(await lastTryAfter(LogInWithABug)).toBe(0);
  expect(await lastTryAfter(LogIn)).toBeGreaterThan(0);
});

it('every act has its row, and no other', () => {
  const table = DOCS.split('\n').filter((line) => line.startsWith('| `'));
  const acts = table.flatMap((line) => [...line.split('|')[1]!.matchAll(/`([^`]+)`/g)].map(([, act]) => act));
  expect(acts.sort()).toEqual(['starts to log in', ...testing.TYPED_ACTS, ...testing.HAPPENINGS].sort());
});

it('a story by hand', async () => {
  expect(await run(STORY, 'asked')).toEqual([2, '023456', 1]);
});

it('over PC/SC the reader is empty when the card is taken out', async () => {
  const seen: unknown[] = [];
  const logInOverPcsc = (env: { PCSCLITE_CSOCK_NAME: string }, askPin: testing.AskPin) =>
    seen.push(env.PCSCLITE_CSOCK_NAME, askPin());
  expect(await run(PCSC, 'slot.hasCard', { logInOverPcsc })).toBe(false);
  expect(seen).toEqual([expect.stringMatching(/^\//), undefined]);
});

it('a situation with certificates', async () => {
  expect(await run(SCENARIO, 'scenario.origin')).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});
