/** Certificates that are right, in files that are not as one expects. ISO/IEC 7816-15, OpenSC PR#114, #1995 and #2956 */
import { concat } from '../../apdu/index.ts';
import { extension } from '../ca/extensions.ts';
import { octetString } from '../der.ts';
import type { CardFaultRow } from './card-fault.ts';

/** Where a file ends before its certificate does, and how much longer another one is; in bytes. */
const CUT = 1_024;
const PADDING = 512;

/** Long enough for every buffer of 4 KiB, in reach of READ BINARY's fifteen bits; in bytes. */
const LARGE = 15_000;

const FILLING = '2.999.3';

// biome-ignore format: a table reads best with its columns aligned
export const FILE_FAULTS = {
  'chain-missing':                { files: { hasNoChain: true } },
  'certificate-larger-than-file': { files: { fileOf: (certificate) => certificate.slice(0, CUT) } },
  'certificate-padded':           { files: { fileOf: (certificate) => concat(certificate, new Uint8Array(PADDING)) } },
  'certificate-empty':            { files: { fileOf: () => new Uint8Array(CUT) } },
  'certificate-large':            { certificate: { only: 'authenticity', change: () => ({ more: [extension(FILLING, false, octetString(new Uint8Array(LARGE)))] }) } },
} as const satisfies Readonly<Record<string, CardFaultRow>>;
