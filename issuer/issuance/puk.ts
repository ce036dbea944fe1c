/** PUKs, drawn from a source of randomness and remembered by nobody. */

/** Random bytes, as many as asked for. */
export type RandomSource = (length: number) => Uint8Array;

export const PUK_LENGTH = 8;

/** Eight digits, each as likely as the others. */
export function drawPuk(random: RandomSource): string {
  let puk = '';
  while (puk.length < PUK_LENGTH) {
    // 250 is the greatest multiple of 10 in a byte: what lies above would favour the low digits.
    for (const byte of random(PUK_LENGTH)) if (byte < 250 && puk.length < PUK_LENGTH) puk += String(byte % 10);
  }
  return puk;
}
