/** What a card has to show, as PEM files: its own certificates and public keys. */
import { createHash, createPublicKey, X509Certificate } from 'node:crypto';
import type { Card } from '../index.ts';
import { readCertificates } from '../issuer/index.ts';
import { pem } from '../issuer/pki/index.ts';

/** `Authenticiteit TEST` as `authenticiteit`: a name for files. */
const fileName = (label: string): string =>
  label
    .replace(/ TEST$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'certificate';

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

export interface OwnFiles {
  /** Content by the names of files, such as `authenticiteit.pem` and `authenticiteit.pub.pem`. */
  readonly files: Readonly<Record<string, string>>;
  /** Its own certificates. */
  readonly certificates: readonly X509Certificate[];
  /** The authorities' certificates that are on it too, DER. */
  readonly authorities: readonly Uint8Array[];
}

/** Of a card that is powered on. A key without a certificate is named after its reference. */
export function ownFiles(card: Card): OwnFiles {
  const { keys } = card.inspect();
  const files: Record<string, string> = {};
  const certificates: X509Certificate[] = [];
  const named = new Map<string, string>();
  const { own, authorities } = readCertificates(card);
  for (const { label, certificate: der } of own) {
    const certificate = new X509Certificate(der);
    const publicKey = sha256(certificate.publicKey.export({ format: 'der', type: 'spki' }));
    const hasKey = keys.some((key) => sha256(key.publicKey) === publicKey);
    if (certificate.ca && !hasKey) continue;
    const base = fileName(label);
    const name = `${base}.pem` in files ? `${base}-${certificates.length + 1}` : base;
    if (hasKey) named.set(publicKey, name);
    certificates.push(certificate);
    files[`${name}.pem`] = pem('CERTIFICATE', der);
  }
  for (const { reference, publicKey } of keys) {
    const name = named.get(sha256(publicKey)) ?? `key-${reference.toString(16).toUpperCase().padStart(2, '0')}`;
    const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
    files[`${name}.pub.pem`] = key.export({ format: 'pem', type: 'spki' }) as string;
  }
  return { files, certificates, authorities: authorities.map(({ certificate }) => certificate) };
}
