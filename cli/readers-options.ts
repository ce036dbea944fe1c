/** The arguments that `start` and `run` share, as commander knows them. */
import { Argument, type Command, Option } from 'commander';
import { collect } from './repeatable.ts';

/** What lies in the reader when no CARD is named. */
export const DEFAULT_CARD = 'zorg-id';

/** What commander makes of the options. */
export interface RawReadersOptions {
  readonly seed?: string;
  readonly holder?: string;
  readonly image?: string;
  readonly reader?: string;
  readonly socket?: string;
  readonly isolate?: true;
  readonly trace?: true | string;
  readonly json?: true;
  readonly vpcd?: true | string;
  readonly edgeVersion?: 'v0' | 'v1' | 'auto';
  readonly quirk?: readonly string[];
}

/** Declares the arguments on a command. */
export function addReadersOptions(command: Command): Command {
  return command
    .addArgument(
      new Argument(
        '[CARD...]',
        'zorg-id, uzi-medewerker, uzi-zorgverlener, uzi-niet-op-naam, each with variants as in zorg-id:revoked:tries=1 (a wrong one lists them), zorg-id-blank, conformance, a card image, or none for an empty reader',
      ).default([], DEFAULT_CARD),
    )
    .option(
      '--seed <HEX|random>',
      'what keys and serial number follow from (default: a published seed of each profile)',
    )
    .option(
      '--holder <DETAILS>',
      'whom the cards are for, as in uzi=900012345,ura=90000382,role=01.015,agb=01234567,name=Jan de Boer (default: a TEST person)',
    )
    .option('--image <FILE>', 'keep the card in FILE: made when absent, opened as it is when present')
    .option('--reader <NAME>', 'what the reader is called')
    .option('--socket <PATH>', 'where the socket is made (default: in a new private folder)')
    .option('--vpcd [HOST:PORT]', "put the card in the system's virtual reader (vsmartcard) instead of making a socket")
    .option('--isolate', 'give a single card a thread of its own, as several cards have anyway')
    .option('--trace [FILE]', 'write every command and answer in words, PINs masked, to FILE or standard error')
    .addOption(
      new Option('--edge-version <VERSION>', 'which generation of the IsoApplet interface hosts are taken to speak')
        .choices(['v0', 'v1', 'auto'])
        .default(undefined, 'auto'),
    )
    .option('--quirk <NAME>', 'answer as certain other cards do; may be repeated (proefpas quirks lists them)', collect)
    .option('--json', 'say what happens in JSON, one object a line');
}
