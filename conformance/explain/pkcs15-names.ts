/** The names that PKCS#15 v1.1 / ISO/IEC 7816-15 gives to types, flags and choices, each at its number. */

/** Choices of PKCS15Objects, of which EF.ODF is made: the files they name, what those hold, and the production for it. */
// biome-ignore format: a table reads best with its columns aligned
export const DIRECTORIES = [
  ['EF.PrKDF',           'private keys',           'PKCS15PrivateKey'],
  ['EF.PuKDF',           'public keys',            'PKCS15PublicKey'],
  ['EF.PuKDF (trusted)', 'trusted public keys',    'PKCS15PublicKey'],
  ['EF.SKDF',            'secret keys',            'PKCS15SecretKey'],
  ['EF.CDF',             'certificates',           'PKCS15Certificate'],
  ['EF.CDF (trusted)',   'trusted certificates',   'PKCS15Certificate'],
  ['EF.CDF (useful)',    'useful certificates',    'PKCS15Certificate'],
  ['EF.DODF',            'data objects',           'PKCS15Data'],
  ['EF.AODF',            'authentication objects', 'PKCS15Authentication'],
] as const;

export const OBJECT_FLAGS = ['private', 'modifiable'] as const;

export const TOKEN_FLAGS = ['readonly', 'loginRequired', 'prnGeneration', 'eidCompliant'] as const;

// biome-ignore format: a table reads best with its columns aligned
export const KEY_USAGE_FLAGS = [
  'encrypt', 'decrypt', 'sign', 'signRecover', 'wrap', 'unwrap', 'verify', 'verifyRecover', 'derive', 'nonRepudiation',
] as const;

// biome-ignore format: a table reads best with its columns aligned
export const KEY_ACCESS_FLAGS = ['sensitive', 'extractable', 'alwaysSensitive', 'neverExtractable', 'local'] as const;

// biome-ignore format: a table reads best with its columns aligned
export const PIN_FLAGS = [
  'case-sensitive', 'local', 'change-disabled', 'unblock-disabled', 'initialized', 'needs-padding', 'unblockingPin', 'soPin',
  'disable-allowed', 'integrity-protected', 'confidentiality-protected', 'exchangeRefData',
] as const;

export const PIN_TYPES = ['bcd', 'ascii-numeric', 'utf8', 'half-nibble-bcd', 'iso9564-1'] as const;

/** What an object is, by the tag of its choice; 30 is the one that has no tag of its own. */
// biome-ignore format: a table reads best with its columns aligned
export const KEYS: ReadonlyMap<number, string> = new Map([
  [0x30, 'RSA'], [0xa0, 'EC'], [0xa1, 'DH'], [0xa2, 'DSA'], [0xa3, 'KEA'],
]);
// biome-ignore format: a table reads best with its columns aligned
export const CERTIFICATES: ReadonlyMap<number, string> = new Map([
  [0x30, 'X.509 certificate'], [0xa0, 'X.509 attribute certificate'], [0xa1, 'SPKI certificate'], [0xa2, 'PGP certificate'],
  [0xa3, 'WTLS certificate'],  [0xa4, 'X9.68 certificate'],           [0xa5, 'card verifiable certificate'],
]);
// biome-ignore format: a table reads best with its columns aligned
export const DATA_OBJECTS: ReadonlyMap<number, string> = new Map([
  [0x30, 'opaque data object'], [0xa0, 'external data object'], [0xa1, 'data object with an identifier'],
]);
// biome-ignore format: a table reads best with its columns aligned
export const AUTHENTICATION_OBJECTS: ReadonlyMap<number, string> = new Map([
  [0x30, 'PIN'], [0xa0, 'biometric template'], [0xa1, 'authentication key'], [0xa2, 'external authentication object'],
]);
