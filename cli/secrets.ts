/**
 * PINs and PUKs that a command needs: from its options, from the environment, typed on a terminal that does not show them, or, when
 * standard input is no terminal, from its lines, one for each question. They are never printed.
 */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { UsageError } from './exit-status.ts';

export interface Question {
  /** What is asked for, as "PIN" or "new PIN". */
  readonly name: string;
  /** The option's value, when it was given. */
  readonly given: string | undefined;
  /** Name of the option and of the variable, for who has neither. */
  readonly option: string;
  readonly variable: string;
}

type Ask = (prompt: string) => Promise<string | undefined>;

/** Where the answers come from; closes what it has opened. */
export interface Secrets {
  answer(question: Question): Promise<string>;
  /** The answer, asked for twice where it is typed. */
  answerTwice(question: Question): Promise<readonly [string, string]>;
  close(): void;
}

/** Takes what a terminal would show. */
const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

/** Prompts go to standard error, so that standard output stays what the command says. */
function terminal(): { readonly ask: Ask; readonly close: () => void } {
  const lines = createInterface({ input: process.stdin, output: nowhere(), terminal: true });
  const ask: Ask = (prompt) =>
    new Promise((resolve) => {
      process.stderr.write(`${prompt}: `);
      const settle = (answer: string | undefined): void => {
        process.stderr.write('\n');
        lines.removeAllListeners();
        resolve(answer);
      };
      lines.once('SIGINT', () => settle(undefined));
      lines.once('close', () => settle(undefined));
      lines.once('line', settle);
    });
  return { ask, close: () => lines.close() };
}

function inputLines(): { readonly ask: Ask; readonly close: () => void } {
  const lines = createInterface({ input: process.stdin });
  const iterator = lines[Symbol.asyncIterator]();
  return {
    ask: async () => {
      const { done, value } = await iterator.next();
      return done === true ? undefined : value;
    },
    close: () => lines.close(),
  };
}

/** Throws `UsageError` from `answer` when there is none. */
export function openSecrets(): Secrets {
  let source: ReturnType<typeof terminal> | undefined;
  const typed = async ({ name, option, variable }: Question, again = ''): Promise<string> => {
    source ??= process.stdin.isTTY ? terminal() : inputLines();
    const answer = await source.ask(`${name}${again}`);
    if (answer !== undefined) return answer;
    throw new UsageError(`the ${name} is missing; type it, or give it by ${option} or ${variable}`);
  };
  const known = ({ given, variable }: Question): string | undefined => given ?? process.env[variable];
  return {
    answer: async (question) => known(question) ?? (await typed(question)),
    answerTwice: async (question) => {
      const value = known(question);
      return value === undefined ? [await typed(question), await typed(question, ', once more')] : [value, value];
    },
    close: () => source?.close(),
  };
}
