/** Ways in which the services of the TEST authorities fail, all of which a client must notice. */
import { ANSWER_FAULTS } from '../ocsp/answer.ts';

/** Of OCSP; the first ones are the answer's, the last two are that there is none. */
// biome-ignore format: a table reads best with its columns aligned
export const OCSP_FAULTS = {
  ...ANSWER_FAULTS,
  down:   'connections are closed without an answer',
  silent: 'requests are never answered',
} as const;

export type OcspFault = keyof typeof OCSP_FAULTS;

/** Of every revocation list. */
// biome-ignore format: a table reads best with its columns aligned
export const CRL_FAULTS = {
  expired:     'every CRL expired two days ago',
  'wrong-key': 'CRLs name their authority but another key signed them',
  down:        'connections are closed without a CRL',
} as const;

export type CrlFault = keyof typeof CRL_FAULTS;
