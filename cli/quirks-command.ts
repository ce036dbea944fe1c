/** The command `quirks`, as commander knows it. */
import type { Command } from 'commander';

/** Declares the command; `end` is told the exit status. */
export function addQuirksCommand(program: Command, end: (status: number) => void): void {
  program
    .command('quirks')
    .summary('in which ways a card can be made to answer as certain other cards do')
    .description(
      'Lists the names that --quirk takes: what the card then does, what it does without, and who is known to do so.',
    )
    .option('--json', 'say it in JSON, one object a line')
    .option('--markdown', 'write docs/quirks.md')
    .action(async (raw: { readonly json?: true; readonly markdown?: true }) => {
      const { quirks } = await import('./quirks.ts');
      end(quirks(raw));
    });
}
