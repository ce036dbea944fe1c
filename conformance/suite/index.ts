/** The suite: clause-level assertions on any card, with a guard between them and the card. */
export type { Assertion, Level, Outcome } from './assertion.ts';
export { ASSERTIONS } from './assertions/index.ts';
export type { Secret } from './card-facts.ts';
export { compareRuns, compareText, type Difference } from './compare.ts';
export {
  DEFAULT_FLOOR,
  type Result,
  runSuite,
  type SuiteOptions,
  type SuiteReport,
  type SuiteRun,
} from './run-suite.ts';
export { suiteText } from './suite-text.ts';
