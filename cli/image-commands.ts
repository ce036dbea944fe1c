/** The command `image` and what belongs to it, as commander knows them. */
import type { Command } from 'commander';

// biome-ignore format: a table reads best with its columns aligned
const ACTIONS = [
  ['show',    'what is on the card: life cycle, PIN counters, keys and files, but no secret'],
  ['check',   'whether the image is sound; it is read, and not changed by a byte'],
  ['compact', 'overwrite what is no longer so: old PINs, deleted keys and files'],
] as const;

const STATUSES = `
The exit status of check is 0 when the image is sound, 1 when it is not, 3 when it cannot be told because a card is using it.`;

/** Declares the commands; `end` is told the exit status. */
export function addImageCommands(program: Command, end: (status: number) => void): void {
  const image = program
    .command('image')
    .summary('look at, check or compact a card image')
    .description('Looks at, checks or compacts a card image: a file that start and run keep a card in with --image.')
    .addHelpText('after', STATUSES);
  for (const [name, summary] of ACTIONS) {
    image
      .command(name)
      .summary(summary)
      .description(`${summary[0]!.toUpperCase()}${summary.slice(1)}.`)
      .argument('<FILE>', 'a card image')
      .option('--json', 'say it in JSON')
      .action(async (file: string, { json = false }: { json?: boolean }) => {
        const actions = await import('./image.ts');
        end(actions[name](file, json));
      });
  }
}
