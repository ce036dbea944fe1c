/** Types that every PKCS#15 object shares. PKCS#15 v1.1 / ISO/IEC 7816-15. */
import { fromHex } from '../../apdu/index.ts';
import { type Der, integer, namedBits, octetString, sequence, utf8String } from '../der.ts';

/**
 * Path ::= SEQUENCE { path OCTET STRING, index INTEGER OPTIONAL, length [0] INTEGER OPTIONAL }
 *
 * Absolute: FIDs from 3F00 down.
 */
export const path = (fids: string): Der => sequence(octetString(fromHex(fids)));

/** Bits of CommonObjectFlags: private(0), modifiable(1). */
export const OBJECT_FLAG = { private: 0, modifiable: 1 } as const;

/**
 * CommonObjectAttributes ::= SEQUENCE { label Label OPTIONAL, flags CommonObjectFlags OPTIONAL,
 *   authId Identifier OPTIONAL, userConsent INTEGER OPTIONAL, … }
 */
export interface ObjectAttributes {
  readonly label: string;
  /** Numbers of the bits that are set. */
  readonly flags: readonly number[];
  /** Which PIN the object needs. */
  readonly authId?: Uint8Array;
  /** How often the key may be used after one verification. */
  readonly userConsent?: number;
}

export const objectAttributes = ({ label, flags, authId, userConsent }: ObjectAttributes): Der =>
  sequence(
    utf8String(label),
    ...(flags.length === 0 ? [] : [namedBits(...flags)]),
    ...(authId === undefined ? [] : [octetString(authId)]),
    ...(userConsent === undefined ? [] : [integer(userConsent)]),
  );

/** Bits of KeyUsageFlags. */
// biome-ignore format: a table reads best with its columns aligned
export const KEY_USAGE = {
  encrypt: 0, decrypt: 1, sign: 2, signRecover: 3, wrap: 4, unwrap: 5, verify: 6, verifyRecover: 7, derive: 8, nonRepudiation: 9,
} as const;

/** Bits of KeyAccessFlags. */
// biome-ignore format: a table reads best with its columns aligned
export const KEY_ACCESS = { sensitive: 0, extractable: 1, alwaysSensitive: 2, neverExtractable: 3, local: 4 } as const;
