/**
 * COMPUTE DIGITAL SIGNATURE, an operation of PERFORM SECURITY OPERATION. ISO/IEC 7816-8:2004
 *
 * RSA PKCS#1 v1.5: a DigestInfo, or anything up to k − 11 bytes → k bytes (RFC 8017 §8.2). Where no algorithm was named, also a
 * block of k bytes that is padded already.
 * RSA PSS: a hash; its length says which, and the salt is as long (RFC 8017 §8.1).
 * ECDSA: DER SEQUENCE { r, s }. v0 of the interface: the message, hashed here with SHA-1; v1, or no algorithm named: the hash.
 */
import { SW } from '../../apdu/index.ts';
import {
  type CardServices,
  ecdsaDer,
  encodePss,
  type HashName,
  isPaddedType1,
  type KeyMaterial,
  padType1,
  type RsaPrivateKey,
  refuse,
} from '../../emulator/index.ts';
import { ALGORITHM } from '../algorithm.ts';
import type { Generation } from '../interface-generation.ts';

// biome-ignore format: a table reads best with its columns aligned
const HASH_BY_LENGTH: ReadonlyMap<number, HashName> = new Map([
  [20, 'sha1'], [28, 'sha224'], [32, 'sha256'], [48, 'sha384'], [64, 'sha512'],
]);

function signPkcs1(
  rsa: RsaPrivateKey,
  data: Uint8Array,
  algorithm: number | undefined,
  { engine, behaviour }: CardServices,
): Uint8Array {
  const k = rsa.n.length;
  // Who names no algorithm was not told who pads; GnuPG's scdaemon does so itself.
  if (algorithm === undefined && isPaddedType1(data, k)) return engine.rsaPrivate(rsa, data);
  if (data.length > Math.min(k - 11, Math.floor(k * behaviour.pkcs1InputShare))) refuse(SW.wrongLength);
  return engine.rsaPrivate(rsa, padType1(data, k));
}

function signPss(rsa: RsaPrivateKey, hash: Uint8Array, card: CardServices): Uint8Array {
  const hashName = HASH_BY_LENGTH.get(hash.length) ?? refuse(SW.wrongLength);
  const salt = card.random().generate(hash.length);
  return card.engine.rsaPrivate(rsa, encodePss(hash, hashName, rsa.bits, salt));
}

/** Signs with a key by an algorithm reference, or by the key's own default when none was named. */
export function computeDigitalSignature(
  material: KeyMaterial,
  algorithm: number | undefined,
  data: Uint8Array,
  card: CardServices,
  generation: Generation,
): Uint8Array {
  if (material.kind === 'rsa') {
    return algorithm === ALGORITHM.rsaPss
      ? signPss(material.rsa, data, card)
      : signPkcs1(material.rsa, data, algorithm, card);
  }
  const { curve, d } = material;
  const { shortEcdsaInput, longEcdsaInput } = card.behaviour;
  const isLong = data.length > curve.fieldBytes;
  // A v1 host cuts its hash to the field; longer input can only be a message.
  const isMessage = algorithm === ALGORITHM.ecdsa && (generation === 'v0' || (isLong && longEcdsaInput === 'message'));
  const hash = isMessage ? card.engine.hash('sha1', data) : data;
  if (!isMessage && isLong && longEcdsaInput === 'refused') refuse(SW.wrongLength);
  if (!isMessage && hash.length < curve.fieldBytes && shortEcdsaInput === 'refused') refuse(SW.wrongLength);
  if (hash.length === 0) refuse(SW.wrongLength);
  return ecdsaDer(card.engine.ecdsaSign(curve, d, hash));
}
