/** The commands that work with traces, as commander knows them: `import`, `decode`, `replay`, `convert` and `diff`. */
import { type Command, Option } from 'commander';
import type { ExportFormat } from '../conformance/index.ts';
import { UsageError } from './exit-status.ts';
import { DEFAULT_CARD } from './readers-options.ts';
import { VPCD_CARD } from './vpcd-card-option.ts';

const LOGS = `
LOG is what a program has printed: OpenSC's debug log, pcscd --apdu, gp -d, scdaemon with debug cardio, scriptor, pyscard,
opensc-tool -s, or lines of hexadecimal; also packed with gzip, and - for standard input. PINs and keys are replaced by names.

Examples:
  proefpas import opensc.log -o session.cardtrace
  OPENSC_DEBUG=9 pkcs11-tool -O 2>&1 | proefpas import - -o session.cardtrace`;

const DECODE = `
Files are explained once they have been read as a whole: PKCS#15 directories with labels, identifiers, flags and usage, certificates
with holder, validity and usage. Colours are for terminals; NO_COLOR and FORCE_COLOR are respected.

Examples:
  proefpas decode '00 CA 01 8D 02' '01 80 90 00'
  proefpas decode session.cardtrace
  proefpas decode opensc.log`;

const REPLAY = `
What belongs to a card (random numbers, keys, signatures, serial numbers, dates) need not be equal but valid: a signature must
verify under its own card's key. The exit status is 0 when nothing differs, 1 when something does, 3 when it cannot be told.
PINs and keys are shown nowhere, unless --keep-secrets is given.

Examples:
  proefpas replay session.cardtrace
  proefpas replay opensc.log --card zorg-id:tries=1 --set PIN=123456
  proefpas replay session.cardtrace --pcsc-reader 'Alcor Micro AU9540 00 00' --set PIN=…
  proefpas replay session.cardtrace --vpcd-card`;

const CONVERT = `
Each of them can be read back by import. gsmtap and ccid are captures (pcapng) that Wireshark opens. Secrets of a log are left out
with their commands, unless they are kept or given.

Examples:
  proefpas convert session.cardtrace --to scriptor -o session.scr --set PIN=123456
  proefpas convert opensc.log --to ccid -o session.pcapng`;

const DIFF = `
The exit status is 0 when nothing differs, 1 when something does, 3 when it cannot be told.

Examples:
  proefpas diff session.cardtrace --card zorg-id --against zorg-id:pin-blocked
  proefpas diff session.cardtrace --pcsc-reader 'Alcor Micro AU9540 00 00' --set PIN=…`;

interface RawConvertOptions {
  readonly to: ExportFormat;
  readonly output?: string;
  readonly set?: string[];
  readonly keepSecrets?: boolean;
}

interface RawDiffOptions {
  readonly card: string;
  readonly against?: string;
  readonly pcscReader?: string;
  readonly vpcdCard?: true | string;
  readonly seed?: string;
  readonly set?: string[];
  readonly literal?: boolean;
  readonly json?: boolean;
}

interface RawReplayOptions {
  readonly card?: string;
  readonly image?: string;
  readonly pcscReader?: string;
  readonly vpcdCard?: true | string;
  readonly seed?: string;
  readonly holder?: string;
  readonly set?: string[];
  readonly literal?: boolean;
  readonly keepSecrets?: boolean;
  readonly json?: boolean;
  readonly junit?: string;
  readonly tap?: string | true;
  readonly html?: string;
}

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
    .description('Explains commands, answers, data objects, files, certificates and status words in plain words.')
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

  program
    .command('replay')
    .summary('play a trace or a log to a card and tell what differs')
    .description('Plays traces or logs to a card and tells what it answers otherwise than recorded, and why.')
    .argument('<TRACE...>', 'a trace, a log, or - for standard input')
    .option(
      '--card <CARD>',
      'a profile or a card image, which is not changed (default: what the trace needs, or zorg-id)',
    )
    .option('--image <FILE>', 'a card image, which is not changed')
    .option('--pcsc-reader <NAME>', 'play to the card in this PC/SC reader, which is reset before')
    .option(...VPCD_CARD)
    .option('--seed <HEX>', 'what keys and serial number follow from (default: a published seed of each profile)')
    .option('--holder <DETAILS>', 'whom the card is for, as in uzi=900012345,ura=90000382,name=Jan de Boer')
    .option('--set <NAME=VALUE...>', 'gives a name of the trace its value: PIN=123456, or KEY=hex:00FF')
    .option('--literal', 'every answer has to be the recorded one, byte for byte')
    .option('--keep-secrets', 'show PINs, keys and deciphered data')
    .option('--json', 'say it in JSON, one object for each trace: docs/replay-report.schema.json')
    .option('--junit <FILE>', 'write a report for build servers, readable by its owner only, as the others are')
    .option('--tap [FILE]', 'write TAP version 14 (default: on standard output, in the place of the text)')
    .option('--html <FILE>', 'write a page that shows both sessions side by side')
    .addHelpText('after', REPLAY)
    .action(async (traces: string[], raw: RawReplayOptions) => {
      const { set = [], literal = false, keepSecrets = false, json = false, ...rest } = raw;
      if (
        (rest.pcscReader ?? rest.vpcdCard) !== undefined &&
        (rest.card ?? rest.image ?? rest.seed ?? rest.holder) !== undefined
      )
        throw new UsageError(
          `${rest.pcscReader === undefined ? '--vpcd-card is a card' : '--pcsc-reader has a card in it'} already; leave out --card, --image, --seed and --holder`,
        );
      const { replayTraces } = await import('./replay.ts');
      end(await replayTraces({ traces, set, literal, keepSecrets, json, ...rest }));
    });

  program
    .command('convert')
    .summary("write a trace or a log in another program's format")
    .description('Writes a trace or a log as a script, a dump, or a capture.')
    .argument('<TRACE>', 'a trace, a log, or - for standard input')
    .addOption(
      new Option('--to <FORMAT>', 'what it is written as')
        .choices(['scriptor', 'apdu4j', 'hex', 'gsmtap', 'ccid'] satisfies ExportFormat[])
        .makeOptionMandatory(),
    )
    .option('-o, --output <FILE>', 'where it is written, readable by its owner only (default: standard output)')
    .option('--set <NAME=VALUE...>', 'gives a name of the trace its value: PIN=123456, or KEY=hex:00FF')
    .option('--keep-secrets', 'of a log: leave PINs, PUKs and keys as they are')
    .addHelpText('after', CONVERT)
    .action(async (trace: string, { to, output, set = [], keepSecrets = false }: RawConvertOptions) => {
      const { convert } = await import('./convert.ts');
      end(await convert({ trace, to, output, set, keepSecrets }));
    });

  program
    .command('diff')
    .summary('say the same to two cards and tell where they answer otherwise')
    .description('Plays a trace or a log to two cards, and tells where the second answers otherwise than the first.')
    .argument('<TRACE>', 'a trace, a log, or - for standard input')
    .option('--card <CARD>', 'the card that is taken for right', DEFAULT_CARD)
    .option('--against <CARD>', 'the other card')
    .option('--pcsc-reader <NAME>', 'the other card is the one in this PC/SC reader')
    .option(...VPCD_CARD)
    .option('--seed <HEX>', 'what keys and serial number follow from (default: a published seed of each profile)')
    .option('--set <NAME=VALUE...>', 'gives a name of the trace its value: PIN=123456, or KEY=hex:00FF')
    .option('--literal', 'every answer has to be the same, byte for byte')
    .option('--json', 'say it in JSON')
    .addHelpText('after', DIFF)
    .action(async (trace: string, raw: RawDiffOptions) => {
      const { card, against, pcscReader, vpcdCard, seed, set = [], literal = false, json = false } = raw;
      const { diff } = await import('./diff.ts');
      end(await diff({ trace, card, against, pcscReader, vpcdCard, seed, set, literal, json }));
    });
}
