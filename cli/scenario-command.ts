/** The command `scenario`, as commander knows it. */
import type { Command } from 'commander';
import { UsageError } from './exit-status.ts';
import type { RawScenarioOptions } from './scenario.ts';

const HELP = `
In DIR lie a folder for each card, with its image and what is on it as PEM files; trust, with roots and CRLs; portal, where it plays a
part; README.txt. OCSP and CRLs are at the address that the certificates name. With -- COMMAND that is run in the situation: it finds
the cards by PCSCLITE_CSOCK_NAME and the files by PROEFPAS_SCENARIO_DIR, and its exit status is ours.

Examples:
  proefpas scenario list                                 what there is, each in a line with its source
  proefpas scenario revoked                              until Ctrl-C
  proefpas scenario other-name-untagged --dir untagged   the files are kept
  proefpas scenario ocsp-stale -- your-test              around one command`;

const WITHOUT_COMMAND =
  'scenario needs a command after --, as in: proefpas scenario revoked -- your-test; or leave out the --';

/** Declares the command. `child` is what stands after --, undefined without one; `end` is told the exit status. */
export function addScenarioCommand(
  program: Command,
  child: readonly string[] | undefined,
  end: (status: number) => void,
): void {
  const command = program
    .command('scenario')
    .usage('NAME [options] [-- COMMAND [ARGUMENT...]] | list')
    .summary('prepare a situation with good or bad certificates: cards, files, OCSP and CRLs')
    .description('Prepares the situation NAME: cards in readers, their files, running OCSP and CRLs; until Ctrl-C.')
    .argument('<NAME>', 'a scenario, which proefpas scenario list explains')
    .option('--dir <DIR>', 'a new or empty folder for its files (default: a private one, removed at the end)')
    .option('--port <port>', 'of OCSP and CRLs, 0 for a free one; 28560, which certificates name, when left out')
    .option('--json', 'say what happens in JSON, one object a line')
    .addHelpText('after', HELP)
    .action(async (name: string, raw: RawScenarioOptions) => {
      if (child?.length === 0) throw new UsageError(WITHOUT_COMMAND);
      const { scenario } = await import('./scenario.ts');
      end(await scenario(name, raw, child));
    });
  command
    .command('list')
    .summary('what there is, each in a line with its source')
    .description(
      'Lists the scenarios: what is the case, whether something is wrong, and where the situation comes from.',
    )
    .option('--json', 'say it in JSON, one object a line')
    .option('--markdown', 'write docs/scenarios.md')
    .action(async (raw: object, { parent }: Command) => {
      const { listScenarios } = await import('./scenario.ts');
      end(listScenarios({ ...parent?.opts(), ...raw }));
    });
}
