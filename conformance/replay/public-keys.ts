/** Public keys as cards give them, and whether a signature verifies under one. */
import {
  constants,
  createHash,
  createPublicKey,
  type KeyObject,
  publicDecrypt,
  publicEncrypt,
  X509Certificate,
} from 'node:crypto';
import { ecdsa, weierstrass } from '@noble/curves/abstract/weierstrass.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, findTlv, parsedTlvs, sameBytes, TAG, type Tlv } from '../../apdu/index.ts';
import { CURVES, type Curve, isOnCurve } from '../../emulator/index.ts';

export type PublicKey = RsaKey | EcKey;

interface KeyProperties {
  /** "RSA 2048", "secp256r1" */
  readonly kind: string;
  /** The modulus or the point: what other files repeat. */
  readonly value: Uint8Array;
  /** A signature's length in bytes: the modulus', or that of r ‖ s. */
  readonly signatureBytes: number;
}

interface RsaKey extends KeyProperties {
  readonly key: KeyObject;
}

interface EcKey extends KeyProperties {
  readonly curve: Curve;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/**
 * The key in a certificate, an RSAPublicKey (PKCS#1), a SubjectPublicKeyInfo, a point in an OCTET STRING (ECPoint of
 * PKCS#11), or the template 7F49; else undefined.
 */
export function publicKeyIn(bytes: Uint8Array): PublicKey | undefined {
  const key =
    attempt(() => new X509Certificate(bytes).publicKey) ??
    attempt(() => createPublicKey({ key: Buffer.from(bytes), format: 'der', type: 'pkcs1' })) ??
    attempt(() => createPublicKey({ key: Buffer.from(bytes), format: 'der', type: 'spki' }));
  return attempt(() => (key === undefined ? (ecPoint(bytes) ?? fromTemplate(bytes)) : described(key)));
}

/** What the work comes to; undefined when it throws, as libraries do for what is no key. */
export function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function ecPoint(bytes: Uint8Array): PublicKey | undefined {
  const point = findTlv(bytes, 0x04);
  return point && ecKey(point);
}

/** 7F49 with a point 86, or with modulus 81 and exponent 82; beside a point those are the curve's. */
function fromTemplate(bytes: Uint8Array): PublicKey | undefined {
  const point = findTlv(bytes, TAG.publicKey, 0x86);
  if (point !== undefined) return ecKey(point);
  const modulus = findTlv(bytes, TAG.publicKey, 0x81);
  const exponent = findTlv(bytes, TAG.publicKey, 0x82);
  return modulus && exponent && rsaKey(modulus, exponent);
}

/** Undefined when the numbers are no RSA key: an even modulus or exponent, a modulus that is shorter than its bytes. */
export function rsaKey(modulus: Uint8Array, exponent: Uint8Array): PublicKey | undefined {
  return described(createPublicKey({ key: { kty: 'RSA', n: base64(modulus), e: base64(exponent) }, format: 'jwk' }));
}

/** A point says itself which curve it is on; undefined when it is on none. */
export function ecKey(value: Uint8Array): EcKey | undefined {
  const curve = CURVES.find((known) => isOnCurve(known, value));
  return curve && { curve, kind: curve.name, value, signatureBytes: 2 * curve.orderBytes };
}

const isOdd = (number: Uint8Array): boolean => ((number.at(-1) ?? 0) & 1) === 1;

function described(key: KeyObject): PublicKey | undefined {
  if (key.asymmetricKeyType === 'rsa') {
    const { n, e } = key.export({ format: 'jwk' });
    const [value, exponent] = [n, e].map((number) => new Uint8Array(Buffer.from(number!, 'base64url'))) as [
      Uint8Array,
      Uint8Array,
    ];
    // RFC 8017 §3.1: a product of odd primes, and an exponent that has an inverse modulo an even number.
    const isSound =
      (value[0]! & 0x80) !== 0 && isOdd(value) && isOdd(exponent) && (exponent.length > 1 || exponent[0]! > 1);
    if (!isSound) return undefined;
    return { key, kind: `RSA ${8 * value.length}`, value, signatureBytes: value.length };
  }
  // SubjectPublicKeyInfo ::= SEQUENCE { algorithm, BIT STRING }; the first byte counts unused bits.
  const point = findTlv(new Uint8Array(key.export({ format: 'der', type: 'spki' })), 0x30, 0x03)?.subarray(1);
  return point && ecKey(point);
}

/** How a signature was made. */
export type Scheme = 'PKCS#1 v1.5' | 'PSS' | 'raw RSA' | 'ECDSA' | 'ECDSA over SHA-1';

/**
 * How the signature over what the card was given to sign (a DigestInfo, a hash, a whole block) was made; undefined when it
 * does not verify.
 */
export function schemeOf(key: PublicKey, input: Uint8Array, signature: Uint8Array): Scheme | undefined {
  return 'curve' in key ? verifiesEc(key, input, signature) : verifiesRsa(key, input, signature);
}

/** Whether it verifies, in whatever way it was made. */
export function verifies(key: PublicKey, input: Uint8Array, signature: Uint8Array): boolean {
  return schemeOf(key, input, signature) !== undefined;
}

function verifiesRsa({ key, signatureBytes }: RsaKey, input: Uint8Array, signature: Uint8Array): Scheme | undefined {
  if (signature.length !== signatureBytes) return undefined;
  const pkcs1 = attempt(() => publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature));
  if (pkcs1 !== undefined) return sameBytes(pkcs1, input) ? 'PKCS#1 v1.5' : undefined;
  const block = attempt(() => publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, signature));
  if (block === undefined) return undefined;
  if (isPss(block, input)) return 'PSS';
  const filled = block.length - input.length;
  const isRaw = input.length > 0 && filled >= 0 && block.subarray(0, filled).every((byte) => byte === 0);
  return isRaw && sameBytes(block.subarray(filled), input) ? 'raw RSA' : undefined;
}

const HASHES: Readonly<Record<number, string>> = { 20: 'sha1', 28: 'sha224', 32: 'sha256', 48: 'sha384', 64: 'sha512' };

/** EMSA-PSS with a mask function of the same hash and a salt of any length. RFC 8017 §9.1.2, for whole bytes of modulus. */
function isPss(block: Uint8Array, hash: Uint8Array): boolean {
  const name = HASHES[hash.length];
  if (name === undefined || block.at(-1) !== 0xbc) return false;
  const maskedLength = block.length - hash.length - 1;
  const digest = block.subarray(maskedLength, -1);
  const mask = generateMask(digest, maskedLength, name);
  const data = block.subarray(0, maskedLength).map((byte, i) => byte ^ mask[i]!);
  data[0]! &= 0x7f;
  const mark = data.indexOf(0x01);
  if (mark === -1 || data.subarray(0, mark).some((byte) => byte !== 0)) return false;
  const salted = createHash(name)
    .update(new Uint8Array(8))
    .update(hash)
    .update(data.subarray(mark + 1))
    .digest();
  return sameBytes(salted, digest);
}

/** MGF1, RFC 8017 §B.2.1. */
function generateMask(seed: Uint8Array, length: number, name: string): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let counter = 0, made = 0; made < length; counter++) {
    const block = createHash(name)
      .update(seed)
      .update(Uint8Array.of(0, 0, 0, counter))
      .digest();
    blocks.push(block);
    made += block.length;
  }
  return concat(...blocks).subarray(0, length);
}

/** r ‖ s or DER; over the input as a hash, or over its SHA-1 where the card hashes. */
function verifiesEc(
  { curve, value, signatureBytes }: EcKey,
  input: Uint8Array,
  signature: Uint8Array,
): Scheme | undefined {
  const { p, a, b, n, h, gx, gy } = curve;
  const scheme = ecdsa(weierstrass({ p, a, b, n, h, Gx: gx, Gy: gy }), sha256);
  const format = signature.length === signatureBytes ? 'compact' : 'der';
  const options = { prehash: false, lowS: false, format } as const;
  const isOver = (hash: Uint8Array): boolean =>
    attempt(() => scheme.verify(new Uint8Array(signature), new Uint8Array(hash), value, options)) === true;
  if (isOver(input)) return 'ECDSA';
  return isOver(createHash('sha1').update(input).digest()) ? 'ECDSA over SHA-1' : undefined;
}

/** The data objects of a file, without the 00 or FF that fill it up; undefined when they are not whole. */
export function objects(bytes: Uint8Array): readonly Tlv[] | undefined {
  for (let end = bytes.length; end > 0; end--) {
    const found = parsedTlvs(bytes.subarray(0, end));
    if (found !== undefined) return found;
    if (bytes[end - 1] !== 0x00 && bytes[end - 1] !== 0xff) return undefined;
  }
  return undefined;
}

/** The first data object of a file with nothing behind it; undefined when there is none whole. */
export function firstObject(bytes: Uint8Array): Uint8Array | undefined {
  const [first] = objects(bytes) ?? [];
  return first && bytes.subarray(0, first.value.byteOffset - bytes.byteOffset + first.value.length);
}
