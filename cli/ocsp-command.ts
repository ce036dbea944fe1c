/** The command `ocsp`, as commander knows it. */
import type { Command } from 'commander';
import type { RawOcspOptions } from './ocsp.ts';
import { collect } from './repeatable.ts';

const EXAMPLES = `
Examples:
  proefpas ocsp                                     everything is good
  proefpas ocsp --revoke card.pem=keyCompromise     this certificate is revoked
  proefpas ocsp --revoke card.pem=certificateHold   this one is blocked for a while
  proefpas ocsp zorg-id:revoked --seed 2A           so is this card, as start makes it
  proefpas ocsp --ocsp-fault stale                  answers are too old
  proefpas ocsp --portal DIR                        as the portal in DIR says, at every moment

A certificate comes off a card by: pkcs15-tool --read-certificate ID --output card.pem`;

/** Declares the command; `end` is told the exit status. */
export function addOcspCommand(program: Command, end: (status: number) => void): void {
  program
    .command('ocsp')
    .summary('answer for the certificates of the TEST authorities: OCSP and CRLs')
    .description(
      'Serves OCSP, CRLs and certificates of the TEST authorities on 127.0.0.1, and nowhere else, until Ctrl-C.',
    )
    .argument('[CARD...]', 'cards that start makes with this --seed or --holder, when they are revoked or on hold')
    .option('--seed <HEX>', 'what the CARDs follow from (those of the published seeds are known anyway)')
    .option('--holder <DETAILS>', 'whom the CARDs are for')
    .option('--port <port>', 'where to listen, 0 for a free port; 28560, which certificates name, when left out')
    .option('--revoke <cert[=reason]>', 'a certificate that is revoked, PEM or DER; may be repeated', collect)
    .option('--unknown <cert>', 'a certificate that OCSP does not know; may be repeated', collect)
    .option('--portal <dir>', 'answer for the cards of the portal state in this folder, as it is at each request')
    .option(
      '--ocsp-fault <fault>',
      'answer wrongly by OCSP: stale, wrong-key, wrong-signer, wrong-nonce, try-later; or not at all: down, silent',
    )
    .option('--crl-fault <fault>', 'what is wrong with every CRL: expired, wrong-key, down')
    .option('--json', 'say it in JSON, one object a line')
    .addHelpText('after', EXAMPLES)
    .action(async (cards: string[], raw: RawOcspOptions) => {
      const { ocsp } = await import('./ocsp.ts');
      end(await ocsp(cards, raw));
    });
}
