/** What scenarios are told in: lines for people, and objects for programs. */
import { relative } from 'node:path';
import { readyAuthority } from '../issuer/index.ts';
import { CARD_AUTHORITY_NAMES, SERVICE_PATH } from '../issuer/pki/index.ts';
import { SCENARIO_GROUPS, type Scenario, type ScenarioCard } from '../issuer/scenario/index.ts';
import type { OpenScenario } from './open-scenario.ts';
import { describeReaders } from './output.ts';

/** A card as `proefpas start` makes it. */
export const cardText = ({ card, holder, quirks = [] }: ScenarioCard): string =>
  [
    card,
    ...quirks.map((quirk) => `--quirk ${quirk}`),
    ...(holder === undefined ? [] : [`--holder '${Object.entries(holder).map((detail) => detail.join('='))}'`]),
  ].join(' ');

/** What a program is told of a scenario as such. */
export const scenarioFacts = (name: string, { about, verdict, host, source, cards, making }: Scenario) => ({
  scenario: name,
  verdict,
  about,
  host,
  source,
  made: cards.map(cardText),
  making: making ?? null,
});

/** The line of `--json` before that of the readers. */
export const scenarioEvent = ({ prepared, folder, cards, trust, portal, origin }: OpenScenario) => ({
  event: 'scenario',
  ...scenarioFacts(prepared.name, prepared.scenario),
  folder,
  cards,
  trust,
  portal: portal ?? null,
  origin: origin ?? null,
});

/** Whether a ZORG-ID card can be made of its cards, and how. */
function makingLines(
  { prepared: { scenario }, readers, portal }: OpenScenario,
  path: (full: string) => string,
): string[] {
  if (scenario.making === undefined || portal === undefined) return [];
  const [from, to] = readers.map(({ name }) => name);
  return [
    '',
    scenario.making === 'succeeds' ? 'Making a card succeeds:' : `Making a card ends with ${scenario.making}:`,
    `  proefpas issue --uzi-pcsc-reader '${from}' --pcsc-reader '${to}' --online --state ${path(portal)} --birth-date 1980-01-01 --new-pin Geheim12`,
  ];
}

/** How openssl judges certificate A of the first card. */
function judgeLines(
  { prepared, cards: [card], trust, origin }: OpenScenario,
  path: (full: string) => string,
): string[] {
  const certificate = card?.files.find((file) => file.endsWith('authenticiteit.pem'));
  const profile = prepared.cards[0]?.profile;
  if (card == null || profile === undefined || certificate === undefined) return [];
  const chain = card.chain === null ? '' : ` -untrusted ${path(card.chain)}`;
  const issuer = readyAuthority(profile);
  const isAnswered = origin !== undefined && card.chain !== null && CARD_AUTHORITY_NAMES.includes(issuer);
  return [
    '',
    'What openssl says of certificate A:',
    `  openssl verify -CApath ${path(trust.folder)}${chain} -crl_check_all -purpose sslclient ${path(certificate)}`,
    `  openssl x509 -in ${path(certificate)} -noout -subject -dates -ext subjectAltName`,
    ...(isAnswered
      ? [
          `  openssl ocsp -url ${origin}${SERVICE_PATH.ocsp(issuer)} -issuer ${path(card.chain!)} -cert ${path(certificate)} -CApath ${path(trust.folder)} -verify_other ${path(card.chain!)} -timeout 5`,
        ]
      : []),
  ];
}

/** What the scenario is, where its files are, and what to try; paths as `path` tells them. */
function lines(open: OpenScenario, path: (full: string) => string): string[] {
  const { prepared, cards, trust, portal, origin } = open;
  const { name, scenario } = prepared;
  return [
    `Scenario ${name}: ${scenario.about} (${scenario.source})`,
    `Host     ${scenario.verdict === 'good' ? 'nothing is wrong' : 'something is wrong'}: it should ${scenario.host}`,
    ...cards.flatMap((card) =>
      card === null ? [] : [`Files    ${path(card.image)} and, as PEM, what is on the card`],
    ),
    `Trust    ${path(trust.roots)}${trust.crl === null ? '; there are no CRLs' : ` and ${path(trust.crl)}`}; both in ${path(trust.folder)} for -CApath`,
    ...(portal === undefined ? [] : [`Portal   ${path(portal)}, for --state of proefpas portal and issue`]),
    `OCSP,CRL ${origin === undefined ? 'nobody listens where the certificates say' : origin}`,
    ...judgeLines(open, path),
    ...makingLines(open, path),
  ];
}

/** The file README.txt, which names files as they lie beside it. */
export const scenarioText = (open: OpenScenario): string =>
  `${[
    ...lines(open, (full) => relative(open.folder, full)),
    '',
    'PIN 123456, PUK 12345678. The keys of these authorities are public: trust their roots on test computers only.',
  ].join('\n')}\n`;

/** What is said once everything is ready. */
export const describeScenario = (open: OpenScenario): string =>
  `${[...lines(open, (full) => full), '', describeReaders({ ...open, env: {} })].join('\n')}`;

/** `proefpas scenario list`, for people. */
export function listText(): string {
  const width = Math.max(
    ...Object.values(SCENARIO_GROUPS).flatMap((group) => Object.keys(group).map((name) => name.length)),
  );
  const groups = Object.entries(SCENARIO_GROUPS).map(([title, group]) =>
    [
      `${title}:`,
      ...Object.entries(group).map(
        ([name, { about, verdict, source }]) => `  ${name.padEnd(width)}  ${verdict.padEnd(4)}  ${about} (${source})`,
      ),
    ].join('\n'),
  );
  return `${groups.join('\n\n')}\n\nproefpas scenario NAME prepares one of them.\n`;
}

/** The same for programs, one object a line. */
export const listJson = (): string =>
  Object.values(SCENARIO_GROUPS)
    .flatMap((group) => Object.entries(group))
    .map(([name, scenario]) => `${JSON.stringify({ event: 'listed', ...scenarioFacts(name, scenario) })}\n`)
    .join('');
