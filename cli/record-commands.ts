/** The commands that make and use traces around programs, as commander knows them: `record` and `mock`. */
import type { Command } from 'commander';
import { UsageError } from './exit-status.ts';
import { addReadersOptions, type RawReadersOptions } from './readers-options.ts';
import { VPCD_CARD } from './vpcd-card-option.ts';

const RECORD = `
PINs, PUKs and keys are replaced by names, wherever they stand. What is recorded is what reaches the card: no program that finds
it can pass the recorder by. The exit status is the command's.

Examples:
  proefpas record zorg-id -o login.cardtrace -- pkcs11-tool --module opensc-pkcs11.so --login --pin 123456 --test
  proefpas record --pcsc-reader 'Alcor Micro AU9540 00 00' -o real.cardtrace -- pkcs15-tool --dump`;

const MOCK = `
Commands may come in any order; of equal ones the first answer is given first. A command that is not in the trace is told with the
recorded one that comes nearest, and so is what was recorded and never asked for; the exit status is then 1, otherwise that of COMMAND.

Examples:
  proefpas mock session.cardtrace -- npm test
  proefpas mock opensc.log --strict -- opensc-tool --serial`;

interface RawRecordOptions extends RawReadersOptions {
  readonly output?: string;
  readonly keepSecrets?: true;
  readonly pcscReader?: string;
  readonly vpcdCard?: true | string;
}

/** The options of readers that make a card of ours, or say what is done with it. */
const OF_OUR_CARDS = [
  'seed',
  'holder',
  'image',
  'socket',
  'isolate',
  'trace',
  'json',
  'vpcd',
  'edgeVersion',
  'quirk',
] as const;

/** A card that is not ours is as it is. */
function demandSenseWithOutsideCard(cards: readonly string[], raw: RawRecordOptions): void {
  const given = OF_OUR_CARDS.filter((name) => raw[name] !== undefined).map(
    (name) => `--${name === 'edgeVersion' ? 'edge-version' : name}`,
  );
  const needless = [...cards, ...given];
  if (needless.length > 0)
    throw new UsageError(
      `${raw.pcscReader === undefined ? '--vpcd-card is a card' : '--pcsc-reader has a card in it'} already; leave out ${needless.join(' and ')}`,
    );
}

/** Declares the commands; `child` is the command line behind `--`, `end` is told the exit status. */
export function addRecordCommands(program: Command, child: readonly string[], end: (status: number) => void): void {
  addReadersOptions(program.command('record'))
    .usage('[CARD...] [options] -o TRACE -- COMMAND [ARGUMENT...]')
    .summary('write down as a trace what a command says to a card')
    .description('Puts each CARD in a reader of its own, runs COMMAND, and writes down what passes between them.')
    .option('-o, --output <TRACE>', 'where the trace is written, readable by its owner only')
    .option('--keep-secrets', 'leave PINs, PUKs and keys as they are')
    .option(
      '--pcsc-reader <NAME>',
      'the card in this PC/SC reader instead: COMMAND reaches it through a reader of ours',
    )
    .option(...VPCD_CARD)
    .addHelpText('after', RECORD)
    .action(async (cards: string[], raw: RawRecordOptions) => {
      const { output, keepSecrets = false, pcscReader, vpcdCard } = raw;
      if (output === undefined) throw new UsageError('record needs -o TRACE, the file to write');
      if (child.length === 0)
        throw new UsageError(
          'record needs a command after --, as in: proefpas record -o t.cardtrace -- opensc-tool --serial',
        );
      if ((pcscReader ?? vpcdCard) !== undefined) demandSenseWithOutsideCard(cards, raw);
      const [{ readersOrder }, { record }] = await Promise.all([import('./readers-order.ts'), import('./record.ts')]);
      end(await record({ readers: readersOrder(cards, raw), pcscReader, vpcdCard, output, keepSecrets }, child));
    });

  program
    .command('mock')
    .usage('<TRACE> [options] [-- COMMAND [ARGUMENT...]]')
    .summary('let a trace play the card to a command')
    .description('Puts a card in a reader that answers as the trace did, and runs COMMAND, or serves until Ctrl-C.')
    .argument('<TRACE>', 'a trace, a log, or - for standard input')
    .option('--strict', 'commands must come in the order of the trace')
    .option('--set <NAME=VALUE...>', 'gives a name of the trace its value: PIN=123456, or KEY=hex:00FF')
    .option('--reader <NAME>', 'what the reader is called')
    .addHelpText('after', MOCK)
    .action(async (trace: string, raw: { strict?: true; set?: string[]; reader?: string }) => {
      const { mock } = await import('./mock.ts');
      end(await mock({ trace, strict: raw.strict ?? false, set: raw.set ?? [], reader: raw.reader }, child));
    });
}
