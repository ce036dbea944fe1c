/** The command `suite`, as commander knows it. */
import type { Command } from 'commander';
import { VPCD_CARD } from './vpcd-card-option.ts';

const SUITE = `
Without --disposable nothing is created, deleted, overwritten or blocked, and of each PIN at least two tries stay (--floor): a wrong
value is only tried on a PIN whose right one is known, which gives the try back. PINs and PUKs of ready cards are known. A card
image is not changed; the suite works on a copy.

The exit status is 0 when nothing failed, 1 when something did, 3 when something could not be told.

Examples:
  proefpas suite conformance --disposable
  proefpas suite card.img --pin 123456 --json
  proefpas suite --pcsc-reader 'Alcor Micro AU9540 00 00' --pin 123456
  proefpas suite --vpcd-card --pin 123456
  proefpas suite --compare zorg-id conformance`;

export interface RawSuiteOptions {
  readonly card?: string;
  readonly image?: string;
  readonly pcscReader?: string;
  readonly vpcdCard?: true | string;
  readonly holder?: string;
  readonly pin?: string[];
  readonly puk?: string[];
  readonly floor?: string;
  readonly disposable?: boolean;
  readonly json?: boolean;
  readonly compare?: boolean;
}

/** Declares the command; `end` is told the exit status. */
export function addSuiteCommand(program: Command, end: (status: number) => void): void {
  program
    .command('suite')
    .summary('judge a card by the clauses of ISO/IEC 7816-4, -8 and -9')
    .description('Tries clause-level assertions on a card and tells which it keeps to.')
    .argument('[CARD...]', 'a profile or a card image; two with --compare (default: conformance)')
    .option('--card <CARD>', 'the same as an option')
    .option('--image <FILE>', 'a card image')
    .option('--pcsc-reader <NAME>', 'the card in this PC/SC reader; CARD then says whose PINs it has')
    .option(...VPCD_CARD)
    .option('--holder <DETAILS>', 'whom a card of ours is for, as in uzi=900012345,ura=90000382,name=Jan de Boer')
    .option('--pin <[REFERENCE=]VALUE...>', 'a PIN that is known: 123456, or 81=654321 (reference in hexadecimal)')
    .option('--puk <[REFERENCE=]VALUE...>', 'a PUK, with the reference of the PIN that it resets')
    .option('--floor <N>', 'tries of each PIN that have to stay (default: 2; 0 on a disposable card)')
    .option('--disposable', 'the card may be left in any state: files, keys and PINs too')
    .option('--compare', 'two cards side by side: what they do otherwise')
    .option('--json', 'say it in JSON')
    .addHelpText('after', SUITE)
    .action(async (cards: string[], raw: RawSuiteOptions) => {
      const { suite } = await import('./suite.ts');
      end(await suite(cards, raw));
    });
}
