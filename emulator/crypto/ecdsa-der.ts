/** An ECDSA signature in DER. RFC 3279 §2.2.3: Ecdsa-Sig-Value ::= SEQUENCE { r INTEGER, s INTEGER } */
import { derInteger, derSequence } from './der.ts';

/** From r ‖ s, halves of equal length. */
export function ecdsaDer(signature: Uint8Array): Uint8Array {
  const half = signature.length / 2;
  return derSequence(derInteger(signature.subarray(0, half)), derInteger(signature.subarray(half)));
}
