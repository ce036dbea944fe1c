/** The three certificates of a card, named after what their key is for: A, H and V in the words of the UZI register. */
import type { CardKeyPurpose } from '../../applet/index.ts';
import type { KEY_USAGE_BIT, KeyPurpose } from '../ca/extensions.ts';

export type Purpose = CardKeyPurpose;

export interface PurposeRow {
  readonly keyUsage: readonly (keyof typeof KEY_USAGE_BIT)[];
  readonly extendedKeyUsage: readonly KeyPurpose[];
  /** Policies of PKIoverheid: on a card that names a person, and on one that does not. */
  readonly personPolicy: string;
  readonly functionPolicy?: string;
  /** The policy that the register's own test certificates have instead. */
  readonly testPolicy: string;
  /** Whether the certificate has a user principal name, by which Windows logs its holder in. */
  readonly hasPrincipalName: boolean;
}

// biome-ignore format: a table reads best with its columns aligned
export const PURPOSES: Readonly<Record<Purpose, PurposeRow>> = {
  authenticity:    { keyUsage: ['digitalSignature'],                    extendedKeyUsage: ['clientAuth', 'emailProtection', 'documentSigning'],
                     personPolicy: '2.16.528.1.1003.1.2.5.1', functionPolicy: '2.16.528.1.1003.1.2.5.4', testPolicy: '2.16.528.1.1007.99.211', hasPrincipalName: true },
  signature:       { keyUsage: ['nonRepudiation'],                      extendedKeyUsage: ['emailProtection', 'documentSigning'],
                     personPolicy: '2.16.528.1.1003.1.2.5.2',                                            testPolicy: '2.16.528.1.1007.99.212', hasPrincipalName: false },
  confidentiality: { keyUsage: ['keyEncipherment', 'dataEncipherment'], extendedKeyUsage: ['emailProtection', 'encryptedFiles'],
                     personPolicy: '2.16.528.1.1003.1.2.5.3', functionPolicy: '2.16.528.1.1003.1.2.5.5', testPolicy: '2.16.528.1.1007.99.213', hasPrincipalName: false },
};
