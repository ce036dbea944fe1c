/** The blocks of docs/clients.md, for tests that type them. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Block {
  readonly language: string;
  readonly text: string;
}

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

const TEXT = readFileSync(fileURLToPath(new URL('../docs/clients.md', import.meta.url)), 'utf8');

/** The sections that have blocks, in order. */
export const SECTIONS: readonly Section[] = TEXT.split(/^## /m)
  .slice(1)
  .map((section) => ({
    title: section.split('\n', 1)[0]!,
    blocks: [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({
      language: language!,
      text: text!,
    })),
  }))
  .filter(({ blocks }) => blocks.length > 0);

/** The Java program of this name. */
export function documentedProgram(name: string): string {
  const program = SECTIONS.flatMap(({ blocks }) => blocks).find(({ text }) => text.includes(`class ${name} `));
  if (program === undefined) throw new Error(`docs/clients.md has no program ${name}`);
  return program.text;
}
