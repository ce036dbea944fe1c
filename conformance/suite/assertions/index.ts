/** Every assertion, in the order in which they are tried: what blocks or creates something comes last. */
import type { Assertion } from '../assertion.ts';
import { accessConditions } from './access-conditions.ts';
import { accessToFiles } from './access-to-files.ts';
import { announcements } from './announcements.ts';
import { blockingTheCode } from './blocked-code.ts';
import { blocked } from './blocked-pin.ts';
import { chaining } from './chaining.ts';
import { challenge } from './challenge.ts';
import { changing } from './change-reference-data.ts';
import { channelStates } from './channel-states.ts';
import { channels } from './channels.ts';
import { controlInformationOf } from './control-information.ts';
import { creating } from './create-file.ts';
import { dataObjects } from './data-objects.ts';
import { environment } from './environment.ts';
import { everyAnswer } from './every-answer.ts';
import { extended } from './extended.ts';
import { generating } from './generate.ts';
import { lifeCycle } from './life-cycle.ts';
import { operations } from './operations.ts';
import { readingBinary } from './read-binary.ts';
import { readingBinaryRefused } from './read-binary-refusals.ts';
import { changingRecords } from './record-changes.ts';
import { readingRecords } from './records.ts';
import { resetting } from './reset-retry-counter.ts';
import { securityStatus } from './security-status.ts';
import { selectByIdentifier } from './select-by-identifier.ts';
import { selectByName } from './select-by-name.ts';
import { selectByPath } from './select-by-path.ts';
import { selectEffects } from './select-effects.ts';
import { signingAndDeciphering } from './sign-and-decipher.ts';
import { transport } from './transport.ts';
import { updatingBinary } from './update-binary.ts';
import { requirement } from './verification-requirement.ts';
import { verifying } from './verify.ts';
import { verifyingValues } from './verify-values.ts';

export const ASSERTIONS: readonly Assertion[] = [
  ...announcements,
  ...transport,
  ...extended,
  ...chaining,
  ...channels,
  ...channelStates,
  ...selectByIdentifier,
  ...selectByName,
  ...selectByPath,
  ...selectEffects,
  ...controlInformationOf,
  ...readingBinary,
  ...readingBinaryRefused,
  ...readingRecords,
  ...dataObjects,
  ...challenge,
  ...verifying,
  ...verifyingValues,
  ...securityStatus,
  ...changing,
  ...environment,
  ...operations,
  ...signingAndDeciphering,
  ...accessConditions,
  ...accessToFiles,
  ...updatingBinary,
  ...changingRecords,
  ...creating,
  ...lifeCycle,
  ...generating,
  ...requirement,
  ...resetting,
  ...blocked,
  ...blockingTheCode,
  ...everyAnswer,
];
