/** The commands that work with traces, as commander knows them: `import` and `decode`. */
import type { Command } from 'commander';

const LOGS = `
LOG is what a program has printed: OpenSC's debug log, pcscd --apdu, gp -d, scdaemon with debug cardio, scriptor, pyscard,
opensc-tool -s, or lines of hexadecimal; also packed with gzip, and - for standard input. PINs and keys are replaced by names.

Examples:
  proefpas import opensc.log -o session.cardtrace
  OPENSC_DEBUG=9 pkcs11-tool -O 2>&1 | proefpas import - -o session.cardtrace`;

const DECODE = `
Examples:
  proefpas decode '00 CA 01 8D 02' '01 80 90 00'
  proefpas decode session.cardtrace
  proefpas decode opensc.log`;

/** Declares the commands; `end` is told the exit status. */
export function addTraceCommands(program: Command, end: (status: number) => void): void {
  program
    .command('import')
    .summary('turn a log of any program into a trace')
    .description('Turns logs into one trace that people can read, edit and replay.')
    .argument('<LOG...>', 'a log, or - for standard input')
    .option('-o, --output <TRACE>', 'where the trace is written, readable by its owner only (default: standard output)')
    .option('--keep-secrets', 'leave PINs, PUKs and keys as they are')
    .addHelpText('after', LOGS)
    .action(async (logs: string[], { output, keepSecrets = false }: { output?: string; keepSecrets?: boolean }) => {
      const { importLogs } = await import('./import.ts');
      end(await importLogs({ logs, keepSecrets, ...(output !== undefined && { output }) }));
    });

  program
    .command('decode')
    .summary('explain a trace, a log, or pasted bytes')
    .description('Explains commands, answers, data objects and status words in plain words.')
    .argument('<FILE|HEX...>', 'a trace, a log, - for standard input, or a command and perhaps its answer')
    .option('--keep-secrets', 'show PINs, keys and deciphered data')
    .option('--json', 'say it in JSON')
    .addHelpText('after', DECODE)
    .action(
      async (what: string[], { keepSecrets = false, json = false }: { keepSecrets?: boolean; json?: boolean }) => {
        const { decode } = await import('./decode.ts');
        end(await decode({ what, keepSecrets, json }));
      },
    );
}
