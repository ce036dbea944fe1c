/** The three key pairs of a card, in the order of their references: what each may do, and how PKCS#15 tells it. */
import type { KeyAttributes } from '../emulator/index.ts';
import type { Purpose } from './certificate/purposes.ts';
import { KEY_ACCESS, KEY_USAGE, OBJECT_FLAG } from './pkcs15/common.ts';
import type { KeyObject } from './pkcs15/keys-and-certificates.ts';

export interface CardKey {
  readonly purpose: Purpose;
  readonly label: string;
  /** Key reference on the card. */
  readonly reference: number;
  /** What the card lets it do. A key that signs in its holder's name asks for the PIN each time. */
  readonly attributes: KeyAttributes;
  /** KeyUsageFlags of the private and of the public key. */
  readonly privateUsage: readonly number[];
  readonly publicUsage: readonly number[];
  /** FIDs of public key and certificate. */
  readonly publicKeyFid: number;
  readonly certificateFid: number;
}

// biome-ignore format: a table reads best with its columns aligned
export const CARD_KEYS: readonly CardKey[] = [
  { purpose: 'authenticity',    label: 'Authenticiteit TEST',    reference: 1, attributes: { usage: ['sign', 'authenticate'], consent: false },
    privateUsage: [KEY_USAGE.sign],                      publicUsage: [KEY_USAGE.verify],                  publicKeyFid: 0x4321, certificateFid: 0x4331 },
  { purpose: 'signature',       label: 'Handtekening TEST',      reference: 2, attributes: { usage: ['sign'],                 consent: true },
    privateUsage: [KEY_USAGE.nonRepudiation],            publicUsage: [KEY_USAGE.verify],                  publicKeyFid: 0x4322, certificateFid: 0x4332 },
  { purpose: 'confidentiality', label: 'Vertrouwelijkheid TEST', reference: 3, attributes: { usage: ['decipher'],             consent: false },
    privateUsage: [KEY_USAGE.decrypt, KEY_USAGE.unwrap], publicUsage: [KEY_USAGE.encrypt, KEY_USAGE.wrap], publicKeyFid: 0x4323, certificateFid: 0x4333 },
];

/** Keys are RSA of this many bits. */
const MODULUS_LENGTH = 2048;

/** Entry of EF.PrKDF for a key that was made on the card; `path` is the DF's. */
export const privateKeyObject = (key: CardKey, id: Uint8Array, authId: Uint8Array, path: string): KeyObject => ({
  label: key.label,
  flags: [OBJECT_FLAG.private],
  authId,
  ...(key.attributes.consent ? { userConsent: 1 } : {}),
  id,
  usage: key.privateUsage,
  access: [KEY_ACCESS.sensitive, KEY_ACCESS.alwaysSensitive, KEY_ACCESS.neverExtractable, KEY_ACCESS.local],
  keyReference: key.reference,
  path,
  modulusLength: MODULUS_LENGTH,
});

/** Entry of EF.PuKDF; `path` is the public key's file. */
export const publicKeyObject = (key: CardKey, id: Uint8Array, path: string): KeyObject => ({
  label: key.label,
  flags: [],
  id,
  usage: key.publicUsage,
  access: [KEY_ACCESS.extractable, KEY_ACCESS.local],
  keyReference: key.reference,
  path,
  modulusLength: MODULUS_LENGTH,
});
