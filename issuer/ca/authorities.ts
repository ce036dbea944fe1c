/**
 * The TEST authorities: two hierarchies shaped as those of the UZI register and of ZORG-ID, each a root, a second level and
 * what issues to cards, and a stranger that belongs to neither. Nothing connects them to the real ones, and every name says TEST.
 */

export interface AuthorityDefinition {
  readonly commonName: string;
  /** The authority that signed its certificate; its own name for a root. */
  readonly issuer: string;
  /** How far the primes of its key lie from their starts. */
  readonly distances: readonly [number, number];
  /** The same of its OCSP responder; only what issues to cards has one. */
  readonly responderDistances?: readonly [number, number];
}

// biome-ignore format: a table reads best with its columns aligned
const DEFINITIONS = {
  'uzi-root':                    { issuer: 'uzi-root',        distances: [80, 1580],   commonName: 'VIRTUEEL TEST Zorg CSP Root CA G3' },
  'uzi-persons':                 { issuer: 'uzi-root',        distances: [1028, 1072], commonName: 'VIRTUEEL TEST Zorg CSP Level 2 Persoon CA G3' },
  'uzi-services':                { issuer: 'uzi-root',        distances: [190, 1168],  commonName: 'VIRTUEEL TEST Zorg CSP Level 2 Services CA G3' },
  'uzi-zorgverlener':            { issuer: 'uzi-persons',     distances: [598, 4286],  commonName: 'VIRTUEEL TEST UZI-register Zorgverlener CA G3',             responderDistances: [412, 2104] },
  'uzi-medewerker-op-naam':      { issuer: 'uzi-persons',     distances: [6040, 1834], commonName: 'VIRTUEEL TEST UZI-register Medewerker op naam CA G3',       responderDistances: [392, 254] },
  'uzi-medewerker-niet-op-naam': { issuer: 'uzi-services',    distances: [716, 5682],  commonName: 'VIRTUEEL TEST UZI-register Medewerker niet op naam CA G3',  responderDistances: [262, 294] },
  'zorg-id-root':                { issuer: 'zorg-id-root',    distances: [2050, 1974], commonName: 'VIRTUEEL TEST ZORG-ID Root CA' },
  'zorg-id-level-2':             { issuer: 'zorg-id-root',    distances: [6040, 492],  commonName: 'VIRTUEEL TEST ZORG-ID Level 2 CA' },
  'zorg-id':                     { issuer: 'zorg-id-level-2', distances: [348, 774],   commonName: 'VIRTUEEL TEST ZORG-ID Smartcard CA',                        responderDistances: [112, 1012] },
  'stranger':                    { issuer: 'stranger',        distances: [866, 1694],  commonName: 'VIRTUEEL TEST Vreemde CA' },
} as const satisfies Readonly<Record<string, AuthorityDefinition>>;

export type AuthorityName = keyof typeof DEFINITIONS;

export const AUTHORITIES: Readonly<Record<AuthorityName, AuthorityDefinition & { readonly issuer: AuthorityName }>> =
  DEFINITIONS;

export const AUTHORITY_NAMES = Object.keys(AUTHORITIES) as readonly AuthorityName[];

/** Those that issue certificates to cards, and answer for them by OCSP. */
export const CARD_AUTHORITY_NAMES: readonly AuthorityName[] = AUTHORITY_NAMES.filter(
  (name) => AUTHORITIES[name].responderDistances !== undefined,
);
