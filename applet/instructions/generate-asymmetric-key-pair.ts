/**
 * GENERATE ASYMMETRIC KEY PAIR (INS 46). ISO/IEC 7816-8:2004
 *
 * P1-P2 4200 RSA, no data · 0000 elliptic curve, data: curve parameters (curve-template.ts). Kind and key reference come
 * from MANAGE SECURITY ENVIRONMENT (41 00); a key that was there is replaced, in the same commit, and hands its attributes on.
 * Answers the public key, 7F49 { 81 modulus, 82 exponent 010001 } or the curve's template with the point; 9000 · 6982 ·
 * 6984 · 6985 no environment · 6A81 unknown curve · 6A84 · 6A86.
 */
import { type Command, parseTlvs, SW, TAG, TlvError, tlv } from '../../apdu/index.ts';
import {
  attributesFor,
  type CardServices,
  generateEcScalar,
  generateRsaKey,
  type Instruction,
  type KeyMaterial,
  refuse,
} from '../../emulator/index.ts';
import { ALGORITHM, RSA_BITS } from '../algorithm.ts';
import { curveFrom, publicKeyTemplate } from '../curve-template.ts';
import { newKeyPlace } from './key-use.ts';

function generateRsa(bits: number, card: CardServices): KeyMaterial {
  return { kind: 'rsa', rsa: generateRsaKey(bits, card.random(), card.engine) };
}

function generateEc({ data }: Command, card: CardServices): KeyMaterial {
  try {
    const curve = curveFrom(parseTlvs(data));
    const d = generateEcScalar(curve, card.random());
    return { kind: 'ec', curve, d, point: card.engine.ecPublicKey(curve, d) };
  } catch (error) {
    if (error instanceof TlvError) refuse(SW.incorrectData);
    throw error;
  }
}

function publicPart(material: KeyMaterial): Uint8Array {
  return material.kind === 'rsa'
    ? tlv(TAG.publicKey, tlv(0x81, material.rsa.n), tlv(0x82, material.rsa.e))
    : publicKeyTemplate(material.curve, material.point);
}

export const generateAsymmetricKeyPair: Instruction = (command, card) => {
  const { p1, p2 } = command;
  if ((p1 !== 0x42 && p1 !== 0x00) || p2 !== 0x00) refuse(SW.incorrectP1P2);
  const { algorithm, keyReference, replaced } = newKeyPlace(card);
  if ((p1 === 0x00) !== (algorithm === ALGORITHM.ec)) refuse(SW.incorrectP1P2);
  if (p1 === 0x42 && command.data.length > 0) refuse(SW.wrongLength);
  const bits = RSA_BITS.get(algorithm);
  const material = bits === undefined ? generateEc(command, card) : generateRsa(bits, card);
  const attributes = attributesFor(card.personalisation, keyReference, replaced);
  card.commit([card.keys.newKey(keyReference, { ...attributes, material })]);
  return publicPart(material);
};
