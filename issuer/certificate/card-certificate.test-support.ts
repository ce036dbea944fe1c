/** Certificates of cards for tests that need one, whoever its key belongs to. */
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { fromHex } from '../../apdu/index.ts';
import type { AuthorityName } from '../ca/authorities.ts';
import { cardCertificate } from './card-certificate.ts';
import { MEDEWERKER } from './personas.ts';
import type { Purpose } from './purposes.ts';

/** SubjectPublicKeyInfo, DER, of a new key of 2,048 bits. */
export function newPublicKey(): Uint8Array {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
}

/** The employee's certificate for a new key. */
export const cardCertificateOf = (authority: AuthorityName, purpose: Purpose, notBefore: number): Uint8Array =>
  cardCertificate({
    holder: MEDEWERKER,
    authority,
    purpose,
    publicKey: newPublicKey(),
    notBefore,
    seed: Uint8Array.of(1),
  });

export const serialNumberIn = (certificate: Uint8Array): Uint8Array =>
  fromHex(new X509Certificate(certificate).serialNumber);
