/** The command line: which command, its options, and the exit status. What a command does is in the file of its name. */
import { createRequire } from 'node:module';
import { Command, CommanderError } from 'commander';
import { EXIT, UsageError } from './exit-status.ts';
import { addExportCommand } from './export-command.ts';
import { addFuzzCommand } from './fuzz-command.ts';
import { addImageCommands } from './image-commands.ts';
import { addIssueCommand } from './issue-command.ts';
import { addOcspCommand } from './ocsp-command.ts';
import { addPortalCommands } from './portal-commands.ts';
import { addQuirksCommand } from './quirks-command.ts';
import { addReadersOptions, type RawReadersOptions } from './readers-options.ts';
import { addRecordCommands } from './record-commands.ts';
import { addScenarioCommand } from './scenario-command.ts';
import { addSuiteCommand } from './suite-command.ts';
import { addTokenCommands } from './token-commands.ts';
import { addTraceCommands } from './trace-commands.ts';

const START_EXAMPLES = `
Examples:
  proefpas start                        one operational ZORG-ID TEST card
  proefpas start zorg-id:tries=1        its PIN is blocked by the next wrong try
  proefpas start zorg-id-blank          a blank card, for pkcs15-init
  proefpas start zorg-id none           two readers, the second one empty
  proefpas start --trace                with every command in words
  proefpas start --quirk blocked-63c0   it answers as certain other cards do: proefpas quirks
  proefpas start --vpcd                 in the system's virtual reader (vsmartcard), also on macOS and Windows`;

const RUN_EXAMPLES = `
Examples:
  proefpas run -- pkcs11-tool --list-objects
  proefpas run zorg-id:pin-blocked -- npm test
  proefpas run zorg-id zorg-id-blank --trace trace.txt -- pcsc_scan -r

The exit status is the command's, 128 and the number of the signal that ended it, 127 when it was not found, 126 when it
cannot be executed.`;

const RUN_WITHOUT_COMMAND = 'run needs a command after --, as in: proefpas run zorg-id -- pkcs11-tool --list-objects';

/** The commands behind which another one stands, after --. */
const AROUND = ['run', 'record', 'mock', 'scenario'];

/** Runs a command line, without the program's own name; the exit status. Errors are told on standard error. */
async function main(args: readonly string[]): Promise<number> {
  const separator = args.indexOf('--');
  const own = AROUND.includes(args[0] ?? '') && separator !== -1 ? args.slice(0, separator) : args;
  const child = own === args ? undefined : args.slice(separator + 1);
  let status: number = EXIT.success;
  const program = commands(child, (ended) => {
    status = ended;
  });
  try {
    // Before the options are looked at, because those of a command that lacks its -- would be taken for ours.
    const help = own.includes('--help') || own.includes('-h');
    if (own[0] === 'run' && !help && !child?.length) throw new UsageError(RUN_WITHOUT_COMMAND);
    await program.parseAsync(own, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.success : EXIT.usage;
    process.stderr.write(`proefpas: ${error instanceof Error ? error.message : error}\n`);
    return error instanceof UsageError ? EXIT.usage : EXIT.failure;
  }
}

function commands(child: readonly string[] | undefined, end: (status: number) => void): Command {
  const program = new Command('proefpas')
    .description('A virtual ZORG-ID TEST card that PC/SC and PKCS#11 programs can plug into.')
    .version((createRequire(import.meta.url)('proefpas/package.json') as { version: string }).version)
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'proefpas: ')) })
    .showHelpAfterError('Type proefpas --help, or proefpas COMMAND --help.')
    .exitOverride();

  addReadersOptions(program.command('start'))
    .summary('put cards in readers, print how to reach them, serve until Ctrl-C')
    .description('Puts each CARD in a reader of its own, prints how to reach them, and serves until Ctrl-C.')
    .addHelpText('after', START_EXAMPLES)
    .action(async (cards: string[], raw: RawReadersOptions) => {
      const [{ readersOrder }, { start }] = await Promise.all([import('./readers-order.ts'), import('./start.ts')]);
      end(await start(readersOrder(cards, raw)));
    });

  addReadersOptions(program.command('run'))
    .usage('[CARD...] [options] -- COMMAND [ARGUMENT...]')
    .summary('the same around one command')
    .description('Puts each CARD in a reader of its own and runs COMMAND, which finds them by PCSCLITE_CSOCK_NAME.')
    .addHelpText('after', RUN_EXAMPLES)
    .action(async (cards: string[], raw: RawReadersOptions) => {
      const [{ readersOrder }, { run }] = await Promise.all([import('./readers-order.ts'), import('./run.ts')]);
      end(await run(readersOrder(cards, raw), child ?? []));
    });

  program
    .command('doctor')
    .summary('what on this computer can be reached, what is missing, what to type')
    .description('Looks at what on this computer can reach a card, and says what is missing and what to type.')
    .option('--json', 'say it in JSON')
    .addHelpText('after', '\nThe exit status is 0 when proefpas run would work here.')
    .action(async ({ json = false }: { json?: boolean }) => {
      const { doctor } = await import('./doctor.ts');
      end(await doctor(json));
    });

  addImageCommands(program, end);
  addTraceCommands(program, end);
  addRecordCommands(program, child ?? [], end);
  addSuiteCommand(program, end);
  addOcspCommand(program, end);
  addScenarioCommand(program, child, end);
  addIssueCommand(program, end);
  addExportCommand(program, end);
  addTokenCommands(program, end);
  addQuirksCommand(program, end);
  addPortalCommands(program, end);
  addFuzzCommand(program, end);
  return program;
}

/** Output that cannot be written is a failure; but whoever read it and has left is no reason to take the cards away. */
function fail({ code }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE' || process.exitCode === EXIT.failure) return;
  process.exitCode = EXIT.failure;
  process.stderr.write(`proefpas: the output cannot be written (${code})\n`);
}

process.stdout.on('error', fail);
// There is nobody left to be told.
process.stderr.on('error', () => undefined);
const status = await main(process.argv.slice(2));
process.exitCode ??= status;
