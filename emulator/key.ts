/**
 * A private key on the card: key material, and what it may be used for.
 *
 * Stored as data objects: 80 usage · 81 consent · A0 RSA { 81 n 82 e 83 d 92 p 93 q 94 q⁻¹ mod p 95 d mod p−1 96 d mod q−1 }
 * or A1 EC { 80 curve name 81 d 86 point } · AB rules.
 */
import { concat, findTlv, parseTlvs, TAG, tlv } from '../apdu/index.ts';
import type { AccessRules } from './access-rules.ts';
import { CURVES, type Curve, type RsaPrivateKey, subjectPublicKeyInfo } from './crypto/index.ts';
import { parseExpandedRules } from './expanded-rules.ts';

export type KeyMaterial =
  | { readonly kind: 'rsa'; readonly rsa: RsaPrivateKey }
  | { readonly kind: 'ec'; readonly curve: Curve; readonly d: Uint8Array; readonly point: Uint8Array };

export type KeyUsage = 'sign' | 'decipher' | 'authenticate';

/** What a key may be used for, and on which terms. */
export interface KeyAttributes {
  readonly usage: readonly KeyUsage[];
  /** Each use needs a verification of its own. */
  readonly consent: boolean;
  /** Value of tag AB: who may use and replace it, by command headers. Without it the user's PIN decides. */
  readonly ruleBytes?: Uint8Array;
}

export interface Key extends KeyAttributes {
  readonly material: KeyMaterial;
  readonly rules?: AccessRules;
}

/** A key may do everything its kind can, without a verification for each use. */
export const UNRESTRICTED: KeyAttributes = { usage: ['sign', 'decipher', 'authenticate'], consent: false };

// biome-ignore format: a table reads best with its columns aligned
const USAGE_BITS: readonly (readonly [KeyUsage, number])[] = [['sign', 0x01], ['decipher', 0x02], ['authenticate', 0x04]];

/** Usage as the byte that is stored and personalised: 01 sign, 02 decipher, 04 authenticate. */
export function usageByte(usage: readonly KeyUsage[]): number {
  return USAGE_BITS.reduce((byte, [name, bit]) => (usage.includes(name) ? byte | bit : byte), 0);
}

/** The uses that a usage byte names. */
export function usageOf(byte: number): KeyUsage[] {
  return USAGE_BITS.filter(([, bit]) => (byte & bit) !== 0).map(([name]) => name);
}

function encodeMaterial(material: KeyMaterial): Uint8Array {
  if (material.kind === 'ec') {
    const { curve, d, point } = material;
    return tlv(0xa1, tlv(0x80, new TextEncoder().encode(curve.name)), tlv(0x81, d), tlv(0x86, point));
  }
  const { n, e, d, p, q, qi, dp, dq } = material.rsa;
  return tlv(
    0xa0,
    tlv(0x81, n),
    tlv(0x82, e),
    tlv(0x83, d),
    tlv(0x92, p),
    tlv(0x93, q),
    tlv(0x94, qi),
    tlv(0x95, dp),
    tlv(0x96, dq),
  );
}

export function encodeKey({ material, usage, consent, ruleBytes }: Key): Uint8Array {
  return concat(
    tlv(0x80, Uint8Array.of(usageByte(usage))),
    tlv(0x81, Uint8Array.of(consent ? 1 : 0)),
    encodeMaterial(material),
    ...(ruleBytes === undefined ? [] : [tlv(TAG.expandedAttributes, ruleBytes)]),
  );
}

/** The rules among a stored key's attributes. */
function storedRules(bytes: Uint8Array): Pick<Key, 'rules' | 'ruleBytes'> {
  const ruleBytes = findTlv(bytes, TAG.expandedAttributes);
  if (ruleBytes === undefined) return {};
  const rules = parseExpandedRules(ruleBytes);
  if (rules === undefined) throw new Error('a stored key has rules that are none');
  return { rules, ruleBytes };
}

/** Reads a stored key. Throws `Error` when the bytes could not have been stored by this card. */
export function decodeKey(bytes: Uint8Array): Key {
  const value = (...path: number[]): Uint8Array => {
    const found = findTlv(bytes, ...path);
    if (found === undefined) throw new Error('a stored key lacks a part');
    return found;
  };
  const attributes = { usage: usageOf(value(0x80)[0]!), consent: value(0x81)[0] === 1, ...storedRules(bytes) };
  if (parseTlvs(bytes).some(({ tag }) => tag === 0xa1)) {
    const name = new TextDecoder().decode(value(0xa1, 0x80));
    const curve = CURVES.find((candidate) => candidate.name === name);
    if (curve === undefined) throw new Error('a stored key is on an unknown curve');
    return { ...attributes, material: { kind: 'ec', curve, d: value(0xa1, 0x81), point: value(0xa1, 0x86) } };
  }
  const part = (tag: number) => value(0xa0, tag);
  const n = part(0x81);
  const rsa = {
    bits: n.length * 8,
    n,
    e: part(0x82),
    d: part(0x83),
    p: part(0x92),
    q: part(0x93),
    qi: part(0x94),
    dp: part(0x95),
    dq: part(0x96),
  };
  return { ...attributes, material: { kind: 'rsa', rsa } };
}

/** Public key as SubjectPublicKeyInfo, DER. RFC 5280 §4.1.2.7. */
export function publicKeyInfo({ material }: Key): Uint8Array {
  return material.kind === 'rsa' ? subjectPublicKeyInfo(material.rsa) : subjectPublicKeyInfo(material);
}

/** The kind of key in words, such as "RSA-2048" or "EC secp256r1". */
export function keyKind({ material }: Key): string {
  return material.kind === 'rsa' ? `RSA-${material.rsa.bits}` : `EC ${material.curve.name}`;
}
