/** docs/scenarios.md: the catalogue as a page of the documentation. */
import { SCENARIO_GROUPS } from '../issuer/scenario/index.ts';
import { markdownTable } from './markdown-table.ts';

const HEAD = `# Scenarios: a situation on demand

\`proefpas scenario NAME\` puts cards in readers, starts OCSP and CRLs at the address that their certificates name, writes
everything to files, and goes on until Ctrl-C. What is bad is really so: a certificate that is wrong lies wrong on the card, signed
by its authority, and everything else about it is right.

\`\`\`sh
npx proefpas scenario list
npx proefpas scenario ocsp-stale -- your-test
npx proefpas scenario other-name-untagged --dir untagged
\`\`\`

| In the folder                     | What                                                                                           |
| --------------------------------- | ---------------------------------------------------------------------------------------------- |
| \`zorg-id/\`, … one for each card | \`card.img\`; the card's certificates and public keys; \`chain.pem\`, the authorities' that are on it |
| \`trust/\`                        | \`roots.pem\` and \`crl.pem\`; the same by the hashes of their names, for \`openssl verify -CApath\` |
| \`portal/\`                       | the [portal](zorg-id.md)'s state, where it plays a part: \`proefpas portal unblock … --state portal\` is seen by OCSP at once |
| \`README.txt\`                    | what is the case, what a host should do, and what to type to see it                            |

The folder is a private one, and removed at the end, unless \`--dir\` names it. A command behind \`--\` finds it by
\`PROEFPAS_SCENARIO_DIR\`, and the cards by \`PCSCLITE_CSOCK_NAME\`; its exit status is that of \`scenario\`. PIN \`123456\`, PUK
\`12345678\`. \`--json\` tells where everything is: one object for the scenario, one for the readers as
\`start\` has it. Two scenarios at a time need \`--port 0\` for one of them, whose certificates then do not tell where it is.

In a test: \`await using situation = await startScenario('revoked')\` of \`proefpas/testing\`: [testing](testing.md).

Where a card has a fault in its certificates, \`zorg-id:fault=NAME\` is the card alone, for \`start\`, \`run\` and \`export\`; UZI cards
have the same: \`uzi-zorgverlener:fault=wrong-key-usage\`. It excludes \`revoked\` and \`on-hold\`.

`;

/** The whole page. */
export function scenarioDocument(): string {
  const groups = Object.entries(SCENARIO_GROUPS).map(([title, group]) => {
    const rows = Object.entries(group).map(([name, { about, verdict, host, source, cards }]) => [
      `\`${name}\``,
      verdict,
      about,
      host,
      source,
      cards.map(({ card }) => `\`${card}\``).join(', '),
    ]);
    return `## ${title}\n\n${markdownTable([['scenario', 'is', 'what is the case', 'host software should', 'source', 'cards'], ...rows])}`;
  });
  return HEAD + groups.join('\n');
}
