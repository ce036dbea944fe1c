/** `proefpas quirks`: the table of quirks for people, for programs, and as a page of the documentation. */
import { QUIRKS, type Quirk } from '../applet/index.ts';
import { EXIT, UsageError } from './exit-status.ts';
import { markdownTable } from './markdown-table.ts';

const rows: readonly [string, Quirk][] = Object.entries(QUIRKS);

const HEAD = `# Quirks: a card like that

Cards that follow the standards still differ, and host software that works with one may fail with the next, or block it. Each row
is a habit of cards in the field, or of programs that play cards, with its source. Ours has none of them until it is asked to:

\`\`\`sh
proefpas run --quirk blocked-63c0 -- pkcs11-tool --login --list-objects
proefpas start --quirk no-extended-length --quirk get-response
\`\`\`

In a test: \`createCard({ quirks: ['blocked-63c0'] })\`. Quirks go together, unless two say different things about the same. With
several readers every card has them. A card keeps its quirks: its image is opened with them, its serial number follows from them as
from its variant, and ATR, version object and directory say what is true of it. The card is personalised before they come into
force.

What OpenSC 0.23 makes of some, which a test repeats:

- It copes with all that concerns chains, lengths, GET RESPONSE, Le and the filler, and with \`undeclared-consent\`: it verifies
  the PIN again by itself.
- \`blocked-63c0\`: a blocked PIN is \`CKR_PIN_INCORRECT\`, not \`CKR_PIN_LOCKED\`, and its user goes on trying.
- \`pkcs1-input-40-percent\`: \`CKR_DATA_LEN_RANGE\`.
- \`select-without-fci\`: \`CKR_TOKEN_NOT_RECOGNIZED\`.

`;

/** The whole of docs/quirks.md. */
export function quirksDocument(): string {
  return (
    HEAD +
    markdownTable([
      ['quirk', 'with it', 'without', 'source'],
      ...rows.map(([name, { changes, standard, source }]) => [`\`${name}\``, changes, standard, source]),
    ])
  );
}

const forPeople = ([name, { changes, standard, source }]: readonly [string, Quirk]): string =>
  `${name}\n  with it  ${changes}.\n  without  ${standard}\n  source   ${source}\n`;

export function quirks({ json, markdown }: { readonly json?: true; readonly markdown?: true }): number {
  if (json && markdown) throw new UsageError('quirks speaks JSON or Markdown; leave out --json or --markdown');
  const inJson = ([quirk, { changes, standard, source }]: readonly [string, Quirk]): string =>
    `${JSON.stringify({ event: 'quirk', quirk, changes, standard, source })}\n`;
  process.stdout.write(markdown ? quirksDocument() : rows.map(json ? inJson : forPeople).join(json ? '' : '\n'));
  return EXIT.success;
}
