/** START HERE for fuzzing: everything that is fuzzed. */
import type { Target } from './target.ts';
import { cardTarget } from './targets/card.ts';
import { holderTarget } from './targets/holder.ts';
import { imageTarget } from './targets/image.ts';
import { logFileTarget } from './targets/log-files.ts';
import { atrTarget, commandTarget, templatesTarget, tlvTarget } from './targets/parsers.ts';
import { pkcs15Target } from './targets/pkcs15.ts';
import { securityModelTarget } from './targets/security-model.ts';
import { ocspTarget, pcscLiteTarget, vpcdTarget } from './targets/servers.ts';
import { decodeTarget, importTarget, traceTarget } from './targets/traces.ts';

export const targets: readonly Target[] = [
  tlvTarget,
  commandTarget,
  atrTarget,
  templatesTarget,
  cardTarget,
  securityModelTarget,
  imageTarget,
  traceTarget,
  importTarget,
  logFileTarget,
  decodeTarget,
  pcscLiteTarget,
  vpcdTarget,
  ocspTarget,
  holderTarget,
  pkcs15Target,
];
