/**
 * A public key in DER. RFC 5280 §4.1.2.7; RSA: RFC 3279 §2.3.1; elliptic curves: RFC 5480 §2, by the curve's name.
 *
 *   SubjectPublicKeyInfo ::= SEQUENCE { algorithm AlgorithmIdentifier, subjectPublicKey BIT STRING }
 */
import type { Curve } from './curves.ts';
import { DER_NULL, derBitString, derInteger, derObjectIdentifier, derSequence } from './der.ts';

/** Modulus and exponent, unsigned big-endian. */
export interface RsaPublicKey {
  readonly n: Uint8Array;
  readonly e: Uint8Array;
}

/** A point of a curve, 04 ‖ x ‖ y. */
export interface EcPublicKey {
  readonly curve: Curve;
  readonly point: Uint8Array;
}

// biome-ignore format: a table reads best with its columns aligned
const OID = {
  rsaEncryption: '1.2.840.113549.1.1.1',
  ecPublicKey:   '1.2.840.10045.2.1',
} as const;

export function subjectPublicKeyInfo(key: RsaPublicKey | EcPublicKey): Uint8Array {
  if ('curve' in key) {
    const algorithm = derSequence(derObjectIdentifier(OID.ecPublicKey), derObjectIdentifier(key.curve.oid));
    return derSequence(algorithm, derBitString(key.point));
  }
  const algorithm = derSequence(derObjectIdentifier(OID.rsaEncryption), DER_NULL);
  return derSequence(algorithm, derBitString(derSequence(derInteger(key.n), derInteger(key.e))));
}
