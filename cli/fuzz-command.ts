/** The command `fuzz`, as commander knows it. */
import type { Command } from 'commander';
import type { RawFuzzOptions } from './fuzz.ts';
import { collect } from './repeatable.ts';

const EXAMPLES = `
Examples:
  proefpas fuzz                                  2500 inputs for each target
  proefpas fuzz --target card --time 60          one target for a minute
  proefpas fuzz --coverage --target tlv          and what of its source is reached
  proefpas fuzz --shard 1/4 --json part-1.json   a quarter of the inputs, to be added up
  proefpas fuzz --merge part-*.json              adds the parts up

The same seed gives the same inputs. The exit status is 0 when nothing is found, 1 when something is.`;

/** Declares the command; `end` is told the exit status. */
export function addFuzzCommand(program: Command, end: (status: number) => void): void {
  program
    .command('fuzz')
    .argument('[FILE...]', 'reports of parts, with --merge; kept findings, with --replay')
    .summary('look for faults in the card and in every parser and server, by inputs that nearly mean something')
    .description(
      'Gives each target inputs that follow from a seed, and looks for what must not be: unexpected errors, wrong answers, lost state, hangs, memory that is kept.',
    )
    .option('--target <NAME>', 'what is fuzzed; may be repeated; all of it when left out', collect)
    .option('--runs <N>', 'inputs for each target (default: 2500)')
    .option('--time <SECONDS>', 'how long each target is fuzzed, instead of --runs')
    .option('--seed <N>', 'what the inputs follow from (default: 1)')
    .option('--shard <I/N>', 'only the I-th of N parts')
    .option('--json <FILE>', 'also write the report, for --merge')
    .option('--coverage', 'tell how much of its source each target reaches')
    .option('--findings <FOLDER>', 'keep each finding as a file, for --replay')
    .option('--merge', 'add up the reports of parts')
    .option('--replay', 'give kept findings to their targets again')
    .option('--list', 'tell the targets and what must hold of each')
    .addHelpText('after', EXAMPLES)
    .action(async (files: string[], raw: RawFuzzOptions) => {
      const { fuzz } = await import('./fuzz.ts');
      end(await fuzz(files, raw));
    });
}
