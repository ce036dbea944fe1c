/** Comparison of secrets in a time that does not depend on what they are. */
import { timingSafeEqual } from 'node:crypto';

/** Whether two secrets are equal. Both are padded to the longer one's length, and the lengths count as one more byte. */
export function equalSecrets(a: Uint8Array, b: Uint8Array): boolean {
  const length = Math.max(a.length, b.length);
  const [paddedA, paddedB] = [new Uint8Array(length), new Uint8Array(length)];
  paddedA.set(a);
  paddedB.set(b);
  const areBytesEqual = Number(timingSafeEqual(paddedA, paddedB));
  const areLengthsEqual = Number(a.length === b.length);
  paddedA.fill(0);
  paddedB.fill(0);
  return (areBytesEqual & areLengthsEqual) === 1;
}
