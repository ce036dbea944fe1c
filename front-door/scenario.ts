/** What a scenario comes to: profiles and seeds of its cards, and what is known of their certificates. */
import { type CardProfile, serialNumber, withQuirks } from '../applet/index.ts';
import { seedBytes } from '../emulator/index.ts';
import { readyAuthority, readyCertificateNumber, withHolder } from '../issuer/index.ts';
import { CertificateStatuses } from '../issuer/pki/index.ts';
import { addPortalStatuses, type PortalState } from '../issuer/portal/index.ts';
import { SCENARIOS, type Scenario, type ScenarioCard, type ScenarioName } from '../issuer/scenario/index.ts';
import type { StatusService } from '../issuer/status-service/index.ts';
import { profileNamed } from './create-card.ts';
import { readerSeed } from './reader-seed.ts';
import { addRevokedCard } from './revoked-cards.ts';
import { withVariant } from './variant.ts';

/** A card that a scenario has in a reader. */
export interface CardInScenario {
  /** As `proefpas start` takes it. */
  readonly text: string;
  readonly profile: CardProfile;
  readonly seed: Uint8Array;
}

export interface PreparedScenario {
  readonly name: ScenarioName;
  readonly scenario: Scenario;
  /** In the order of the readers; undefined for an empty one. */
  readonly cards: readonly (CardInScenario | undefined)[];
  /** What answers for the certificates; undefined: nobody does. */
  readonly service: StatusService | undefined;
  /** Where the portal plays a part. */
  readonly portal: PortalState | undefined;
}

export const isScenarioName = (name: string): name is ScenarioName => Object.hasOwn(SCENARIOS, name);

const EMPTY = 'none';

function cardOf({ card: text, holder, quirks = [] }: ScenarioCard, reader: number): CardInScenario | undefined {
  if (text === EMPTY) return undefined;
  const [name, ...variant] = text.split(':');
  const plain = profileNamed(name!);
  const profile = variant.length === 0 ? plain : withVariant(plain, variant.join(':'));
  return {
    text,
    profile: withQuirks(holder === undefined ? profile : withHolder(profile, holder), quirks),
    seed: readerSeed(profile.defaultSeed, reader),
  };
}

function addUnknownCard(statuses: CertificateStatuses, { profile, seed }: CardInScenario): void {
  const card = serialNumber(profile, seedBytes(seed));
  for (const { purpose } of profile.keys) {
    statuses.set(readyAuthority(profile), readyCertificateNumber(card, purpose), { state: 'unknown' });
  }
}

/** What answers for the cards that are there, and for those of the portal. */
function serviceOf({ service = {} }: Scenario, { cards, portal }: Pick<PreparedScenario, 'cards' | 'portal'>) {
  if (service === 'absent') return undefined;
  const { isUnknown = false, ...faults } = service;
  const statuses = new CertificateStatuses();
  const present = cards.filter((card) => card !== undefined);
  for (const { profile, seed } of present) addRevokedCard(statuses, profile, seed);
  if (isUnknown) addUnknownCard(statuses, present[0]!);
  if (portal !== undefined) addPortalStatuses(statuses, portal);
  return { statuses, ...faults };
}

/** What there is to a scenario. Nothing is made yet: neither a card nor a server. */
export function prepareScenario(name: ScenarioName): PreparedScenario {
  const { [name]: scenario } = SCENARIOS;
  const cards = scenario.cards.map(cardOf);
  const portal = scenario.portal?.();
  return { name, scenario, cards, service: serviceOf(scenario, { cards, portal }), portal };
}
