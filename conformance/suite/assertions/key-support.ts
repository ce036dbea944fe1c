/** Keys in use: who may, and whether a signature is one. */
import { constants, publicEncrypt } from 'node:crypto';
import { concat } from '../../../apdu/index.ts';
import { verifies } from '../../replay/public-keys.ts';
import { Inapplicable } from '../assertion.ts';
import type { Bench } from '../bench.ts';
import { computeSignature } from '../commands.ts';
import { digestOf, type FoundKey, inputFor } from '../found-keys.ts';

/** Verifies every PIN that is known, because a key may want any of them. */
export async function loginFor(card: Bench): Promise<void> {
  for (const { reference, value } of card.facts.pins) {
    if (value !== undefined && card.guard.pins.get(reference)?.proven) await card.login({ reference, value });
  }
}

/** Demands a signature over a hash by the key that is set, and that it verifies where a public key is there. */
export async function signs(card: Bench, key: FoundKey, text = 'to be signed'): Promise<Uint8Array> {
  const input = inputFor(key.kind, digestOf(text));
  const { data } = await card.demand(computeSignature(input), ['9000']);
  const { publicKey } = key;
  if (publicKey !== undefined) card.check(verifies(publicKey, input, data), 'the signature does not verify');
  return data;
}

/** A message, enciphered under the public key of a key, PKCS#1 v1.5 or as a whole block. */
export function enciphered({ publicKey }: FoundKey, message: Uint8Array, padded = true): Uint8Array {
  if (publicKey === undefined || 'curve' in publicKey) throw new Inapplicable('the card holds no public key of it');
  const padding = padded ? constants.RSA_PKCS1_PADDING : constants.RSA_NO_PADDING;
  return new Uint8Array(publicEncrypt({ key: publicKey.key, padding }, message));
}

/** A block as RSAES-PKCS1-v1_5 has it, or nearly so. RFC 8017 §7.2.1 */
export function block(length: number, first: number, type: number, filling: number, message: Uint8Array): Uint8Array {
  const filled = new Uint8Array(length - 3 - message.length).fill(filling);
  return concat(Uint8Array.of(first, type), filled, Uint8Array.of(0x00), message);
}
