/** Every assertion, in the order in which they are tried: what blocks or creates something comes last. */
import type { Assertion } from '../assertion.ts';
import { controlInformationOf } from './control-information.ts';
import { readingBinary } from './read-binary.ts';
import { readingBinaryRefused } from './read-binary-refusals.ts';
import { securityStatus } from './security-status.ts';
import { selectByIdentifier } from './select-by-identifier.ts';
import { selectByName } from './select-by-name.ts';
import { selectByPath } from './select-by-path.ts';
import { selectEffects } from './select-effects.ts';
import { updatingBinary } from './update-binary.ts';
import { verifying } from './verify.ts';
import { verifyingValues } from './verify-values.ts';

export const ASSERTIONS: readonly Assertion[] = [
  ...selectByIdentifier,
  ...selectByName,
  ...selectByPath,
  ...selectEffects,
  ...controlInformationOf,
  ...readingBinary,
  ...readingBinaryRefused,
  ...updatingBinary,
  ...verifying,
  ...verifyingValues,
  ...securityStatus,
];
