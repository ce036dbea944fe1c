/** The command `token` and what belongs to it, as commander knows them. */
import type { Command } from 'commander';
import type { RawTokenOptions } from './token.ts';

const SECRETS = `
A PIN or PUK that no option gives is taken from PROEFPAS_PIN, PROEFPAS_NEW_PIN and PROEFPAS_PUK, or asked for: on a terminal, which
does not show it, or from the lines of standard input; the new PIN twice. Other users of this computer can see what options say.
The exit status is 1 when the card refused.`;

const STATUS_EXAMPLES = `
Words that no source tells are called a guess; --json says so of each.

Examples:
  proefpas token status zorg-id:pin-blocked
  proefpas token status card.img --json
  proefpas token status card.img --middleware 4.2.0.0
  proefpas token status --pcsc-reader 'Proefpas 00 00'`;

const collectCard = (command: Command): Command =>
  command
    .argument('[CARD...]', 'a profile, a card image, or none for an empty reader (default: zorg-id)')
    .option('--image <FILE>', 'a card image')
    .option('--pcsc-reader <NAME>', 'the card in this PC/SC reader, which is reset before')
    .option('--json', 'say it in JSON');

/** Declares the commands; `end` is told the exit status. */
export function addTokenCommands(program: Command, end: (status: number) => void): void {
  const token = program
    .command('token')
    .summary('what Token Administration shows of a card; change and unblock its PIN')
    .description("What SafeSign's Token Administration would show of a card and do with its PIN.");
  collectCard(token.command('status'))
    .summary('what the utility shows of reader, card and version, in its words')
    .description('Tells what the utility shows of reader, card and version of the middleware, in its words.')
    .option(
      '--middleware <VERSION>',
      'the version of SafeSign IC; versions before 4.3.0.0 do not know the card (default: 4.3.0.0)',
    )
    .addHelpText('after', STATUS_EXAMPLES)
    .action(async (words: string[], raw: RawTokenOptions) => {
      const { status } = await import('./token.ts');
      end(await status(words, raw));
    });
  collectCard(token.command('change-pin'))
    .summary("‘Wijzigen PIN': give the card another PIN")
    .description('Gives the card another PIN; the present one is needed.')
    .option('--pin <PIN>', 'the present PIN')
    .option('--new-pin <PIN>', 'the new one')
    .addHelpText('after', SECRETS)
    .action(async (words: string[], raw: RawTokenOptions) => {
      const { changeThePin } = await import('./token.ts');
      end(await changeThePin(words, raw));
    });
  collectCard(token.command('unblock-pin'))
    .summary('‘PIN deblokkeren’: a new PIN by the PUK')
    .description('Gives the card its tries back, and a new PIN; the PUK is needed.')
    .option('--puk <PUK>', 'the PUK')
    .option('--new-pin <PIN>', 'the new PIN')
    .addHelpText('after', SECRETS)
    .action(async (words: string[], raw: RawTokenOptions) => {
      const { unblock } = await import('./token.ts');
      end(await unblock(words, raw));
    });
}
