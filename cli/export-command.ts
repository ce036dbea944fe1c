/** The command `export`, as commander knows it. */
import type { Command } from 'commander';
import type { RawExportOptions } from './export.ts';

const HELP = `
Of zorg-id: authenticiteit.pem, handtekening.pem and vertrouwelijkheid.pem, the same with .pub.pem for the public keys; chain.pem,
the authorities between them and root.pem; crl.pem, a list of each authority, good for 48 hours.

A folder that is not empty is only written to when an earlier export is in it, and its files are as they were left.

Examples:
  proefpas export zorg-id pki
  openssl verify -CAfile pki/root.pem -untrusted pki/chain.pem pki/authenticiteit.pem
  proefpas export uzi-medewerker:expired --holder uzi=900012345 pki`;

/** Declares the command; `end` is told the exit status. */
export function addExportCommand(program: Command, end: (status: number) => void): void {
  program
    .command('export')
    .summary('write certificates, chain, CRLs and public keys of a card as PEM files')
    .description(
      'Writes the certificates and public keys of a card, the chain above them and its CRLs to PEM files in DIR.',
    )
    .argument('<CARD>', 'a ready card with its variants, or a card image, which is not changed')
    .argument('<DIR>', 'a folder that is new or empty, or has an earlier export in it')
    .option('--seed <HEX>', 'what keys and serial number of the card follow from')
    .option('--holder <DETAILS>', 'whom the card is for, as in uzi=900012345,ura=90000382,name=Jan de Boer')
    .option('--json', 'say what was written in JSON')
    .addHelpText('after', HELP)
    .action(async (card: string, folder: string, raw: RawExportOptions) => {
      const { exportCard } = await import('./export.ts');
      end(exportCard(card, folder, raw));
    });
}
