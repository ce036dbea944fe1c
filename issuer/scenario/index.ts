/** The catalogue of good and bad situations; apart from the rest of the folder, because few need the portal's rules. */
import { CARD_SCENARIOS } from './card-scenarios.ts';
import { CERTIFICATE_SCENARIOS } from './certificate-scenarios.ts';
import { MAKING_SCENARIOS } from './making-scenarios.ts';
import { PORTAL_SCENARIOS } from './portal-scenarios.ts';
import type { Scenario } from './scenario.ts';
import { STATUS_SCENARIOS } from './status-scenarios.ts';

export type { Scenario, ScenarioCard, ScenarioService } from './scenario.ts';

/** What groups of scenarios are about, in the order in which they are told. */
const GROUPS = {
  'The card': CARD_SCENARIOS,
  'Its certificates': CERTIFICATE_SCENARIOS,
  'What the authorities say': STATUS_SCENARIOS,
  'What happened at the portal': PORTAL_SCENARIOS,
  'Making a card': MAKING_SCENARIOS,
} as const;

export type ScenarioName = { [Group in keyof typeof GROUPS]: keyof (typeof GROUPS)[Group] }[keyof typeof GROUPS];

/** Scenarios by name, in groups. */
export const SCENARIO_GROUPS: Readonly<Record<string, Readonly<Record<string, Scenario>>>> = GROUPS;

export const SCENARIOS = Object.assign({}, ...Object.values(GROUPS)) as Readonly<Record<ScenarioName, Scenario>>;
