/** docs/scenarios.md: the catalogue as a page of the documentation. */
import { SCENARIO_GROUPS } from '../issuer/scenario/index.ts';
import { markdownTable } from './markdown-table.ts';
import { cardText } from './scenario-words.ts';

const HEAD = `# Scenarios: a situation on demand

\`proefpas scenario NAME\` puts cards in readers, starts OCSP and CRLs at the address that their certificates name, writes
everything to files, and goes on until Ctrl-C. What is bad is really so: a certificate that is wrong lies wrong on the card, signed
by its authority, and everything else about it is right.

\`\`\`sh
npx proefpas scenario list
npx proefpas scenario ocsp-stale -- your-test
npx proefpas scenario other-name-untagged --dir untagged
\`\`\`

${markdownTable([
  ['in the folder', 'what'],
  [
    '`zorg-id`, … for each card',
    '`card.img`; its certificates and public keys; `chain.pem`, those of authorities that are on it',
  ],
  ['`trust`', '`roots.pem` and `crl.pem`; the same by the hashes of their names, for `openssl verify -CApath`'],
  ['`portal`', "the [portal](zorg-id.md)'s state, where it plays a part"],
  ['`README.txt`', 'what is the case, what host software should do, and what to type to see it'],
])}
The folder is a private one, and removed at the end, unless \`--dir\` names a new or empty one. A command behind \`--\` finds it by
\`PROEFPAS_SCENARIO_DIR\`, and the cards by \`PCSCLITE_CSOCK_NAME\`; the exit status is its own. PIN \`123456\`, PUK \`12345678\`, unless
they are what the scenario is about. \`--json\` tells where everything is: an object for the scenario, and one for the readers, as that
of \`start\`. Two scenarios at a time need \`--port 0\` for one of them, whose certificates then name the address of the other.

What is done at the portal is told by OCSP at once:

\`\`\`sh
npx proefpas scenario blocked-centrally --dir lost
npx proefpas portal unblock 900012345 --as 900012353 --state lost/portal
\`\`\`

In a test: [\`startScenario\`](testing.md).

A card that has a fault in its certificates is there without the rest, for \`start\`, \`run\` and \`export\`: \`zorg-id:fault=NAME\`, with
the names that stand in the last column. UZI cards have the same. A fault excludes \`revoked\` and \`on-hold\`.

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
      cards.map((card) => `\`${cardText(card)}\``).join(', '),
    ]);
    return `## ${title}\n\n${markdownTable([['scenario', 'is', 'what is the case', 'host software should', 'source', 'cards'], ...rows])}`;
  });
  return HEAD + groups.join('\n');
}
