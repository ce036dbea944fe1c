/**
 * DECIPHER, an operation of PERFORM SECURITY OPERATION. ISO/IEC 7816-8:2004; RSAES-PKCS1-v1_5, RFC 8017 §7.2
 *
 * Data: padding indicator 00 ‖ cryptogram of k bytes → the message without its padding. Every failure of the padding is
 * the same word, 6A80, after the same work.
 */
import { SW } from '../../apdu/index.ts';
import { type CryptoEngine, type KeyMaterial, refuse, unpadType2 } from '../../emulator/index.ts';

/** Padding indicator "no indication". */
const NO_INDICATION = 0x00;

/** Below n, as the raw operation demands: numbers of equal length compare byte by byte. */
function isBelow(block: Uint8Array, n: Uint8Array): boolean {
  const at = block.findIndex((byte, i) => byte !== n[i]);
  return at !== -1 && block[at]! < n[at]!;
}

export function decipher(material: KeyMaterial, data: Uint8Array, engine: CryptoEngine): Uint8Array {
  if (material.kind !== 'rsa') refuse(SW.referenceDataNotUsable);
  if (data.length === 0) refuse(SW.wrongLength);
  if (data[0] !== NO_INDICATION) refuse(SW.incorrectData);
  const { rsa } = material;
  const cryptogram = data.subarray(1);
  if (cryptogram.length !== rsa.n.length) refuse(SW.wrongLength);
  if (!isBelow(cryptogram, rsa.n)) refuse(SW.incorrectData);
  return unpadType2(engine.rsaPrivate(rsa, cryptogram)) ?? refuse(SW.incorrectData);
}
