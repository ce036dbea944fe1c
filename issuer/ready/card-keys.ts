/** The key pairs of a card: what each may do, where it is, and how PKCS#15 tells it. */
import type { CardKeyDefinition } from '../../applet/index.ts';
import type { KeyAttributes } from '../../emulator/index.ts';
import type { Purpose } from '../certificate/purposes.ts';
import { KEY_ACCESS, KEY_USAGE, OBJECT_FLAG } from '../pkcs15/common.ts';
import type { KeyObject } from '../pkcs15/keys-and-certificates.ts';

interface CardKeyRow {
  readonly label: string;
  /** Key reference on the card. */
  readonly reference: number;
  /** What the card lets it do. */
  readonly usage: KeyAttributes['usage'];
  /** KeyUsageFlags of the private and of the public key. */
  readonly privateUsage: readonly number[];
  readonly publicUsage: readonly number[];
  /** FIDs of the private key, an internal EF that hosts select before they use the key; of public key and certificate. */
  readonly privateKeyFid: number;
  readonly publicKeyFid: number;
  readonly certificateFid: number;
}

// biome-ignore format: a table reads best with its columns aligned
const ROWS: Readonly<Record<Purpose, CardKeyRow>> = {
  authenticity:    { label: 'Authenticiteit TEST',    reference: 1, usage: ['sign', 'authenticate'],
    privateUsage: [KEY_USAGE.sign],                      publicUsage: [KEY_USAGE.verify],                  privateKeyFid: 0x4311, publicKeyFid: 0x4321, certificateFid: 0x4331 },
  signature:       { label: 'Handtekening TEST',      reference: 2, usage: ['sign'],
    privateUsage: [KEY_USAGE.nonRepudiation],            publicUsage: [KEY_USAGE.verify],                  privateKeyFid: 0x4312, publicKeyFid: 0x4322, certificateFid: 0x4332 },
  confidentiality: { label: 'Vertrouwelijkheid TEST', reference: 3, usage: ['decipher'],
    privateUsage: [KEY_USAGE.decrypt, KEY_USAGE.unwrap], publicUsage: [KEY_USAGE.encrypt, KEY_USAGE.wrap], privateKeyFid: 0x4313, publicKeyFid: 0x4323, certificateFid: 0x4333 },
};

/** A key pair of a profile with all that is known of it. */
export type CardKey = CardKeyDefinition & CardKeyRow;

export const cardKey = (definition: CardKeyDefinition): CardKey => ({ ...definition, ...ROWS[definition.purpose] });

/** What the card is told of a key. */
export const attributesOf = ({ usage, consent }: CardKey): KeyAttributes => ({ usage, consent });

/** Keys are RSA of this many bits. */
const MODULUS_LENGTH = 2048;

/** What a directory says of where a key comes from, made on the card or brought in, and of its file. */
export interface KeyPlace {
  /** Which PIN it needs. */
  readonly authId: Uint8Array;
  readonly path: string;
  readonly isInjected: boolean;
}

/** Entry of EF.PrKDF. */
export const privateKeyObject = (key: CardKey, id: Uint8Array, { authId, path, isInjected }: KeyPlace): KeyObject => ({
  label: key.label,
  flags: [OBJECT_FLAG.private],
  authId,
  ...(key.consent ? { userConsent: 1 } : {}),
  id,
  usage: key.privateUsage,
  access: isInjected
    ? [KEY_ACCESS.sensitive, KEY_ACCESS.neverExtractable]
    : [KEY_ACCESS.sensitive, KEY_ACCESS.alwaysSensitive, KEY_ACCESS.neverExtractable, KEY_ACCESS.local],
  keyReference: key.reference,
  path,
  modulusLength: MODULUS_LENGTH,
});

/** Entry of EF.PuKDF; `path` is the public key's file. */
export const publicKeyObject = (key: CardKey, id: Uint8Array, path: string, isInjected: boolean): KeyObject => ({
  label: key.label,
  flags: [],
  id,
  usage: key.publicUsage,
  access: isInjected ? [KEY_ACCESS.extractable] : [KEY_ACCESS.extractable, KEY_ACCESS.local],
  keyReference: key.reference,
  path,
  modulusLength: MODULUS_LENGTH,
});
