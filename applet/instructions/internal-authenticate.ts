/**
 * INTERNAL AUTHENTICATE (INS 88): sign a challenge of the host. ISO/IEC 7816-4:2005 §7.5.2
 *
 * P1 algorithm reference, 00 the key's own · P2 key reference, or P1-P2 0000: what MANAGE SECURITY ENVIRONMENT (41 A4) set.
 * Data: the challenge, 1 byte up to 40 % of the modulus for RSA (PKCS#1 v1.5, RFC 8017 §8.2), up to the field's length for ECDSA
 * (as it is, answered as DER).
 * Answers 9000 · 6700 · 6982 · 6984 the key does not fit, or is not for authentication · 6985 no environment · 6A81 · 6A86 ·
 * 6A88 no such key.
 */
import { type Command, SW } from '../../apdu/index.ts';
import { type CardServices, type Instruction, type Key, type KeyMaterial, refuse } from '../../emulator/index.ts';
import { computeDigitalSignature } from './compute-digital-signature.ts';
import { keyInUse } from './key-use.ts';
import { checkUse } from './manage-security-environment.ts';

/** The longest challenge, in bytes. */
function longestChallenge(material: KeyMaterial): number {
  return material.kind === 'rsa' ? Math.floor(material.rsa.n.length * 0.4) : material.curve.fieldBytes;
}

/** The key that P1-P2 name. */
function namedKey({ p1, p2 }: Command, card: CardServices): Key {
  if ((p2 & 0x60) !== 0) refuse(SW.incorrectP1P2);
  card.demandKey(card.keys.find(p2));
  const key = checkUse('authentication', { algorithm: p1 === 0x00 ? undefined : p1, keyReference: p2 }, card);
  card.useUp(key);
  return key;
}

export const internalAuthenticate: Instruction = (command, card) => {
  const { p1, p2, data } = command;
  const { material } = p1 === 0x00 && p2 === 0x00 ? keyInUse('authentication', card).key : namedKey(command, card);
  if (data.length === 0 || data.length > longestChallenge(material)) refuse(SW.wrongLength);
  return computeDigitalSignature(material, undefined, data, card, 'v1');
};
