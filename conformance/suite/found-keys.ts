/** The private keys of a card, found by setting a security environment, and the public keys that its files hold. */
import { createHash } from 'node:crypto';
import { concat, fromHex, SW } from '../../apdu/index.ts';
import { firstObject, type PublicKey, publicKeyIn, verifies } from '../replay/public-keys.ts';
import { computeSignature, setEnvironment, TEMPLATE } from './commands.ts';
import type { FoundFile } from './found-files.ts';
import type { Sender } from './sender.ts';

export interface FoundKey {
  /** Value of tag 84. */
  readonly reference: number;
  readonly kind: 'rsa' | 'ec';
  /** Bytes of its signatures; of an EC key one of them. */
  readonly signatureLength: number;
  /** Algorithm reference that the card wants to be told; undefined when the key alone is enough. */
  readonly algorithm: number | undefined;
  /** A public key on the card under which its signatures verify. */
  readonly publicKey: PublicKey | undefined;
  /** It may be set for confidentiality, too. */
  readonly deciphers: boolean;
}

const REFERENCES = Array.from({ length: 16 }, (_, i) => i);

/** Algorithm references of the IsoApplet edge, for cards that must be told: RSA PKCS#1, ECDSA. */
const ALGORITHMS = [undefined, 0x11, 0x21];

const SHORTEST_RSA_SIGNATURE = 128;

/** Something to be signed: a hash, and the same as DigestInfo (RFC 8017 §9.2). */
export function digestOf(text: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(text).digest());
}
export const digestInfo = (hash: Uint8Array): Uint8Array =>
  concat(fromHex('3031300D060960864801650304020105000420'), hash);

/** What a key of a kind is given for a hash. */
export const inputFor = (kind: FoundKey['kind'], hash: Uint8Array): Uint8Array =>
  kind === 'rsa' ? digestInfo(hash) : hash;

export function publicKeysIn(files: readonly FoundFile[]): PublicKey[] {
  return files.flatMap(({ content }) => {
    const object = content && firstObject(content);
    const key = object && publicKeyIn(object);
    return key === undefined ? [] : [key];
  });
}

async function look(card: Sender, reference: number, publicKeys: readonly PublicKey[]): Promise<FoundKey | undefined> {
  for (const algorithm of ALGORITHMS) {
    const { sw } = await card.send(setEnvironment(TEMPLATE.signature, reference, algorithm));
    if (sw === SW.referencedDataNotFound) return undefined;
    if (sw !== SW.ok) continue;
    const hash = digestOf('which key is this');
    const first = await card.send(computeSignature(digestInfo(hash)));
    const kind = first.sw === SW.ok && first.data.length >= SHORTEST_RSA_SIGNATURE ? 'rsa' : 'ec';
    const input = inputFor(kind, hash);
    const answer = kind === 'rsa' ? first : await card.send(computeSignature(input));
    if (answer.sw !== SW.ok) continue;
    return {
      reference,
      kind,
      algorithm,
      signatureLength: answer.data.length,
      publicKey: publicKeys.find((key) => verifies(key, input, answer.data)),
      deciphers: (await card.send(setEnvironment(TEMPLATE.confidentiality, reference, algorithm))).sw === SW.ok,
    };
  }
  return undefined;
}

/** Every key that signs on a channel on which all that they want is verified. */
export async function findKeys(card: Sender, publicKeys: readonly PublicKey[]): Promise<FoundKey[]> {
  const found: FoundKey[] = [];
  for (const reference of REFERENCES) {
    const key = await look(card, reference, publicKeys);
    if (key !== undefined) found.push(key);
  }
  return found;
}
