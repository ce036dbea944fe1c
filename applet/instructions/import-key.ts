/**
 * PUT DATA (INS DB) of a private key. ISO/IEC 7816-4:2005 §7.4.3; private key template ISO/IEC 7816-8:2004
 *
 * P1-P2 3FFF · key reference and kind, RSA or EC, come from MANAGE SECURITY ENVIRONMENT (41 00); an RSA key's size comes
 * from its primes, for OpenSC's isoApplet driver (0.24–0.27) names RSA-2048 whatever it imports.
 * RSA: 7F48 { 92 p · 93 q · 94 1/q mod p · 95 d mod p−1 · 96 d mod q−1 } · EC: E0 { curve-template.ts · 88 private number ·
 * 86 public point, or none }. A key that does not hold together changes nothing.
 * Answers 9000 · 6982 · 6984 a part is missing · 6985 no environment · 6A80 not the template, or a key that is none · 6A81
 * unknown curve · 6A84 · 6A86.
 */
import { parseTlv, parseTlvs, SW, sameBytes, TAG, type Tlv, TlvError } from '../../apdu/index.ts';
import {
  attributesFor,
  type CryptoEngine,
  type Instruction,
  importEcScalar,
  KeyError,
  type KeyMaterial,
  refuse,
  rsaKeyFromCrt,
} from '../../emulator/index.ts';
import { RSA_BITS } from '../algorithm.ts';
import { curveFrom } from '../curve-template.ts';
import { newKeyPlace } from './key-use.ts';

/** The edge's own template for an EC private key. */
const EC_PRIVATE_KEY = 0xe0;

/** The public point, which a host may send along: 04 ‖ x ‖ y. Empty, it is not sent. */
const PUBLIC_POINT = 0x86;

function partOf(objects: readonly Tlv[], tag: number): Uint8Array {
  return objects.find((object) => object.tag === tag)?.value ?? refuse(SW.referenceDataNotUsable);
}

/** The modulus length in bits that a prime belongs to, leading zeros apart; a refusal when keys of that size are not held. */
function modulusBits(prime: Uint8Array): number {
  const bits = 16 * (prime.length - prime.findIndex((byte) => byte !== 0));
  return [...RSA_BITS.values()].includes(bits) ? bits : refuse(SW.referenceDataNotUsable);
}

function rsaMaterial(objects: readonly Tlv[]): KeyMaterial {
  const [p, q, qi, dp, dq] = [0x92, 0x93, 0x94, 0x95, 0x96].map((tag) => partOf(objects, tag)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  return { kind: 'rsa', rsa: rsaKeyFromCrt({ p, q, qi, dp, dq }, modulusBits(p)) };
}

function ecMaterial(objects: readonly Tlv[], engine: CryptoEngine): KeyMaterial {
  const curve = curveFrom(objects);
  const d = importEcScalar(curve, partOf(objects, 0x88));
  const point = engine.ecPublicKey(curve, d);
  const given = objects.find(({ tag, value }) => tag === PUBLIC_POINT && value.length > 0)?.value;
  if (given !== undefined && !sameBytes(given, point)) refuse(SW.incorrectData);
  return { kind: 'ec', curve, d, point };
}

/** The objects inside a template, or a refusal: 6A80 another template, 6984 its inside is no series of objects. */
function inside(data: Uint8Array, tag: number): Tlv[] {
  if (data[0] !== (tag > 0xff ? tag >> 8 : tag)) refuse(SW.incorrectData);
  try {
    const template = parseTlv(data);
    return template.tag === tag ? parseTlvs(template.value) : refuse(SW.incorrectData);
  } catch (error) {
    if (error instanceof TlvError) refuse(SW.referenceDataNotUsable);
    throw error;
  }
}

export const importKey: Instruction = ({ p1, p2, data }, card) => {
  if (p1 !== 0x3f || p2 !== 0xff) refuse(SW.incorrectP1P2);
  const { algorithm, keyReference, replaced } = newKeyPlace(card);
  const isRsa = RSA_BITS.has(algorithm!);
  const objects = inside(data, isRsa ? TAG.privateKey : EC_PRIVATE_KEY);
  try {
    const material = isRsa ? rsaMaterial(objects) : ecMaterial(objects, card.engine);
    const attributes = attributesFor(card.personalisation, keyReference, replaced);
    card.commit([card.keys.newKey(keyReference, { ...attributes, material })]);
  } catch (error) {
    if (error instanceof KeyError) refuse(SW.incorrectData);
    throw error;
  }
};
