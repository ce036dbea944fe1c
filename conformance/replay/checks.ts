/** The checks of a trace: `! eq`, `! ne`, `! len`, `! verify`. */
import { constants, createPublicKey, verify } from 'node:crypto';
import { sameBytes } from '../../apdu/index.ts';
import { type Names, namedValue, textBytes } from '../trace/evaluate.ts';
import type { Operand } from '../trace/trace.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const word = (operand: Operand | undefined): string => (operand?.kind === 'word' ? operand.word : '');

/** Undefined when the check holds, else what is wrong. Throws `UnknownName`. */
export function failedCheck(check: string, operands: readonly Operand[], names: Names): string | undefined {
  const value = (at: number): Uint8Array => {
    const operand = operands[at];
    if (operand === undefined) return new Uint8Array(0);
    return operand.kind === 'text' ? textBytes(operand.text) : namedValue(operand.word, names);
  };
  switch (check) {
    case 'eq':
      return sameBytes(value(0), value(1)) ? undefined : 'the two are not equal';
    case 'ne':
      return sameBytes(value(0), value(1)) ? 'the two are equal' : undefined;
    case 'len':
      return value(0).length === Number(word(operands[1])) ? undefined : `the length is ${value(0).length}`;
    case 'verify':
      return isVerified(operands, value) ? undefined : 'the signature does not verify';
    default:
      return `there is no check "${check}"; checks are eq, ne, len and verify`;
  }
}

function isVerified(operands: readonly Operand[], value: (at: number) => Uint8Array): boolean {
  const [scheme, hash] = [word(operands[0]), word(operands[1])];
  const [message, signature] = [value(4), value(5)];
  try {
    if (scheme === 'ecdsa') {
      const point = value(3);
      const field = (point.length - 1) / 2;
      const [x, y] = [point.subarray(1, 1 + field), point.subarray(1 + field)].map(base64);
      const key = createPublicKey({ key: { kty: 'EC', crv: word(operands[2]), x: x!, y: y! }, format: 'jwk' });
      const dsaEncoding = signature.length === 2 * field ? 'ieee-p1363' : 'der';
      return verify(hash, message, { key, dsaEncoding }, signature);
    }
    const key = createPublicKey({ key: { kty: 'RSA', n: base64(value(2)), e: base64(value(3)) }, format: 'jwk' });
    if (scheme === 'rsa-pss') {
      const padding = constants.RSA_PKCS1_PSS_PADDING;
      return verify(hash, message, { key, padding, saltLength: constants.RSA_PSS_SALTLEN_AUTO }, signature);
    }
    return scheme === 'rsa-pkcs1' && verify(hash, message, key, signature);
  } catch (error) {
    // A key or a hash that is none: nothing verifies under it.
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}
