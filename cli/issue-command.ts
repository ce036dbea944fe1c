/** The command `issue`, as commander knows it. */
import type { Command } from 'commander';
import type { RawIssueOptions } from './issue.ts';

const HELP = `
The UZI card is a profile, a card image or none (default: uzi-medewerker); the new card is blank before. Fifteen checks come first, in
order; docs/issuance.md lists them. PINs that no option gives are taken from PROEFPAS_UZI_PIN and PROEFPAS_NEW_PIN, or asked for: on
a terminal, which does not show them, or from the lines of standard input, the new one twice. That of a ready card is known.

The PUK is told once, and kept nowhere. The exit status is 1 when no card is made: the code, its words in Dutch and the reason stand
on standard error, or, with --json, on standard output.

Examples:
  proefpas issue --image new.img --birth-date 1980-01-01 --new-pin Geheim12
  proefpas issue uzi-zorgverlener --image new.img --birth-date 1980-01-01 --new-pin Geheim12
  proefpas issue uzi-medewerker:revoked --image new.img --birth-date 1980-01-01 --new-pin Geheim12 --json
  proefpas issue --uzi-pcsc-reader 'Proefpas 00 00' --pcsc-reader 'Proefpas 01 00' --birth-date 1980-01-01`;

/** Declares the command; `end` is told the exit status. */
export function addIssueCommand(program: Command, end: (status: number) => void): void {
  program
    .command('issue')
    .summary('make a ZORG-ID card from a UZI card')
    .description("Makes a ZORG-ID card from an employee's UZI card, as the portal and the Desktop App do.")
    .argument('[UZI-CARD...]', 'the UZI card')
    .option('--image <FILE>', 'the blank card, which becomes the new one; made when there is none')
    .option('--pcsc-reader <NAME>', 'the blank card is in this PC/SC reader')
    .option('--uzi-pcsc-reader <NAME>', 'the UZI card is in this PC/SC reader')
    .option('--state <DIR>', 'the folder of the state of the portal', 'proefpas-portal')
    .option('--birth-date <DATE>', "the holder's date of birth, YYYY-MM-DD")
    .option('--same-person', 'yes, whoever has the same names and date of birth is the same person')
    .option('--no-same-person', 'no, it is somebody else')
    .option('--uzi-pin <PIN>', 'the PIN of the UZI card')
    .option('--new-pin <PIN>', 'the PIN of the new card, 6 to 8 digits and letters')
    .option('--keys <KEYS>', 'keys of the new card: AHV or A', 'AHV')
    .option('--platform <PLATFORM>', 'where it is made: windows, linux or macos', 'windows')
    .option('--desktop-app <VERSION>', 'version of the ZORG-ID Desktop App, or none', '1.14.8.0')
    .option(
      '--online',
      'ask OCSP and CRL over HTTP, at the addresses in the certificate (proefpas ocsp), whether the UZI card is revoked',
    )
    .option('--json', 'say it in JSON')
    .addHelpText('after', HELP)
    .action(async (words: string[], raw: RawIssueOptions) => {
      const { issueCard } = await import('./issue.ts');
      end(await issueCard(words, raw));
    });
}
