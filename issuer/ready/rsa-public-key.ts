/** An RSA public key as a card tells it, and in the two forms in which others want it. */
import { subjectPublicKeyInfo } from '../../emulator/index.ts';
import { encode, sequence, unsignedInteger } from '../der.ts';

export interface RsaPublicKey {
  /** Big-endian. */
  readonly modulus: Uint8Array;
  readonly exponent: Uint8Array;
}

/** RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }, RFC 8017 A.1.1 */
export const rsaPublicKey = ({ modulus, exponent }: RsaPublicKey): Uint8Array =>
  encode(sequence(unsignedInteger(modulus), unsignedInteger(exponent)));

/** SubjectPublicKeyInfo, RFC 5280 §4.1.2.7 */
export const rsaPublicKeyInfo = ({ modulus, exponent }: RsaPublicKey): Uint8Array =>
  subjectPublicKeyInfo({ n: modulus, e: exponent });
