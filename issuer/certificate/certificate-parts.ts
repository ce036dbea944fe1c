/** What a certificate of a card is put together from, so that a fault can change one part of it and leave all others right. */
import type { Extension } from 'pkijs';
import type { AuthorityName } from '../ca/authorities.ts';
import type { KEY_USAGE_BIT, KeyPurpose } from '../ca/extensions.ts';
import type { Der } from '../der.ts';
import type { Holder } from './holder.ts';
import type { Purpose } from './purposes.ts';

export interface CertificateParts {
  readonly holder: Holder;
  /** First field of the UZI name. */
  readonly authorityOid: string;
  /** Who issues it, by name; and whose key signs it. */
  readonly authority: AuthorityName;
  readonly signer: AuthorityName;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  readonly keyUsage: readonly (keyof typeof KEY_USAGE_BIT)[];
  readonly extendedKeyUsage: readonly KeyPurpose[];
  readonly policy: string;
  /** Names of the subjectAltName in front of the UZI name, and that itself; without any there is no such extension. */
  readonly otherNames: readonly Der[];
  readonly uziNames: readonly Der[];
  readonly hasOcspAddress: boolean;
  readonly hasCrlAddress: boolean;
  /** Extensions besides those of the profile. */
  readonly more: readonly Extension[];
}

/** One way in which certificates break their profile. */
export interface CertificateFault {
  /** The certificate that has it; every one of the card when left out. */
  readonly only?: Purpose;
  /** The parts that are otherwise. */
  readonly change: (parts: CertificateParts) => Partial<CertificateParts>;
}
