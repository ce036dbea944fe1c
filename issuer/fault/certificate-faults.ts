/** Certificates that break their profile, but for their otherNames. RFC 5280 §4 */
import { responder } from '../ca/authority.ts';
import { extension } from '../ca/extensions.ts';
import { nullValue } from '../der.ts';
import type { CardFaultRow } from './card-fault.ts';

/** An identifier out of the arc for examples, 2.999, which no client knows: of a policy, and of an extension. ITU-T X.660 */
const STRANGE_POLICY = '2.999.1';
const STRANGE_EXTENSION = '2.999.2';

// biome-ignore format: a table reads best with its columns aligned
export const CERTIFICATE_FAULTS = {
  'unknown-issuer':             { authority: 'stranger' },
  'forged-signature':           { certificate: { change: () => ({ signer: 'stranger' }) } },
  'wrong-key-usage':            { certificate: { only: 'authenticity', change: () => ({ keyUsage: ['keyEncipherment', 'dataEncipherment'] }) } },
  'no-client-auth':             { certificate: { only: 'authenticity', change: () => ({ extendedKeyUsage: ['emailProtection', 'documentSigning'] }) } },
  'wrong-policy':               { certificate: { change: () => ({ policy: STRANGE_POLICY }) } },
  'unknown-critical-extension': { certificate: { change: () => ({ more: [extension(STRANGE_EXTENSION, true, nullValue())] }) } },
  'no-crl-address':             { certificate: { change: () => ({ hasCrlAddress: false }) } },
  'no-ocsp-address':            { certificate: { change: () => ({ hasOcspAddress: false }) } },
  // That of a responder, which is on no card.
  'foreign-key':                { certificate: { only: 'authenticity', change: ({ authority }) => ({ publicKey: responder(authority).publicKey }) } },
} as const satisfies Readonly<Record<string, CardFaultRow>>;
